"""Being told to stop in the middle of long work: by Ctrl-C, by systemd or `timeout` (SIGTERM), by a closing terminal.

What is at hand is taken back as after any error, and what has become of it is said in a sentence. A commit is never
torn: who is told to stop meanwhile has done it whole. Being told a second time, soon, changes nothing.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import click

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10.0  # seconds in which taking back is not disturbed; whoever insists later is heard once more


class Stopped(click.ClickException):
    """The work was stopped. Says what became of it, and ends with 128 and the number of the signal, as in shells."""

    def __init__(self, sentence: str, number: int) -> None:
        super().__init__(sentence)
        self.exit_code = 128 + number  # type: ignore[misc]  # click: one for each class

    def show(self, file: Any = None) -> None:
        """It is no error."""
        click.echo(self.format_message(), err=True)


class _Listening:
    def __init__(self, sentence: str, kept: str | None) -> None:
        self.sentence, self.kept = sentence, kept
        self.deaf = False  # what is at hand is done whole
        self.noted: int | None = None  # told meanwhile
        self.told: int | None = None
        self.until = 0.0

    def hear(self, number: int, _frame: FrameType | None) -> None:
        if self.deaf:
            self.noted = number
        elif time.monotonic() > self.until:
            self.stop(number)

    def stop(self, number: int) -> NoReturn:
        self.told, self.until = number, time.monotonic() + PATIENCE
        raise KeyboardInterrupt


_current: list[_Listening] = []


@contextmanager
def heard(sentence: str, kept: str | None = None) -> Iterator[None]:
    """Listen within the block; say `sentence` when it was stopped. Raises Stopped.

    After something was committed (`at_commit`) `kept` is what is said; without one the work then goes on to its end,
    whoever tells it to stop.
    """
    if _current or threading.current_thread() is not threading.main_thread():
        yield  # who called listens already, or Python hears no signal here
        return
    listening = _Listening(sentence, kept)
    found = {number: signal.getsignal(number) for number in SIGNALS}
    before = {number: old for number, old in found.items() if old not in (None, signal.SIG_IGN)}  # as under `nohup`
    _current.append(listening)
    try:
        for number in before:
            signal.signal(number, listening.hear)
        yield
    except (KeyboardInterrupt, Exception) as error:
        listening.deaf = True
        if listening.told is None:
            raise
        raise Stopped(listening.sentence, listening.told) from error
    finally:
        listening.deaf = True
        _current.clear()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def at_commit() -> Iterator[None]:
    """What is within is done whole: who is told to stop hears it afterwards, and says that it is done."""
    if not _current or threading.current_thread() is not threading.main_thread():
        yield
        return
    listening = _current[0]
    listening.deaf = True
    yield
    if listening.kept is not None:
        listening.sentence, listening.deaf = listening.kept, False
        if listening.noted is not None:
            listening.stop(listening.noted)
