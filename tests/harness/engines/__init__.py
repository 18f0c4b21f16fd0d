"""Browsers of other houses than Chromium's, where the machine has them: Firefox, and WebKit as GTK brings it.

Each is driven by the protocol that it speaks itself, without anything that would have to be brought from elsewhere:
Firefox by WebDriver BiDi, WebKit by WebDriver. A journey needs three things of a window: going somewhere, running a
script in it, pressing keys.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tests.harness.engines import firefox, webkit


class Window(Protocol):
    """A window of a browser, on its own, with no cookies."""

    def go(self, url: str) -> None:
        """Open a page, and wait until it is there."""

    def run(self, script: str, *values: Any) -> Any:
        """Run the body of an asynchronous function in the page, which finds `values`. Returns what it returns."""

    def keys(self, text: str) -> None:
        """Press these keys, one after the other, where the focus is."""


ENGINES: dict[str, Callable[[Path], Any]] = {"firefox": firefox.window, "webkit": webkit.window}
MISSING: dict[str, Callable[[], str]] = {"firefox": firefox.missing, "webkit": webkit.missing}


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Window]:
    """A window of this browser, which keeps what it keeps in this folder."""
    with ENGINES[name](folder) as window:
        yield window
