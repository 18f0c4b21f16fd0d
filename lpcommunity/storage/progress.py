"""How far long work is, for whoever waits for it at a terminal or reads of it in a journal.

Work tells a `Tell`, and knows nothing of screens: the worker and tests pass none. On a terminal it becomes one line
that renews itself, elsewhere a line now and then, and nothing where it is over soon. All of it goes to stderr.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, TypeAlias

import click

# What is being done, how much of it is done, of how much.
Tell: TypeAlias = Callable[[str, int, int], None]

PATIENCE = 2.0  # seconds in which nobody asks how far it is
EVERY = 10.0  # seconds between two lines where there is no terminal
RENEWED = 0.1  # on one


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


@contextmanager
def shown() -> Iterator[Tell]:
    """Show on stderr what is told within the block."""
    screen: TextIO | None = sys.stderr  # there is none where it was closed (2>&-)
    progress = _Bar() if screen is not None and screen.isatty() else _Lines()
    try:
        yield progress.tell
    finally:
        progress.close()


class _Lines:
    """For a journal, or a mail of cron's."""

    def __init__(self) -> None:
        self.next = time.monotonic() + PATIENCE

    def tell(self, what: str, done: int, of: int) -> None:
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + EVERY
            click.echo(f"{what}: {done:,} of {max(done, of):,}", err=True)

    def close(self) -> None:
        """A line is whole as it stands."""


class _Bar:
    """For somebody who looks on."""

    def __init__(self) -> None:
        self.first = self.next = time.monotonic() + PATIENCE
        self.bar: Any = None

    def tell(self, what: str, done: int, of: int) -> None:
        if self.bar is not None and self.bar.label != what:
            self.close()
        now = time.monotonic()
        if now < self.first or (now < self.next and done < of):
            return
        self.next = now + RENEWED
        if self.bar is None:
            self.bar = click.progressbar(length=max(of, 1), label=what, show_pos=True, file=sys.stderr)
        self.bar.length = max(done, of, 1)
        self.bar.update(done - self.bar.pos)

    def close(self) -> None:
        """Leave the line as it stands."""
        if self.bar is not None:
            self.bar.render_finish()
            self.bar = None
