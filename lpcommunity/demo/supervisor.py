"""Running the demonstration: web server and worker as two children, until one is told to stop.

The children are forked off where that is safe: what took this process two seconds to import is there at once.
"""

import gc
import http
import http.client
import multiprocessing
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from lpcommunity.web import parent_watch

PATIENCE = 30  # seconds until the pages answer
LAST_WORDS = 25  # seconds that the children may take to finish what is at hand
PARTS = {"web server": ("serve", "--processes", "1"), "worker": ("worker",)}

Main = Callable[[list[str]], object]  # the whole command line, as a function of its words


class Stopped(RuntimeError):
    """One of the two ended without being asked to; the other was stopped with it."""


def port_is_free(host: str, port: int) -> bool:
    """Whether this address can be served at."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run(host: str, port: int, main: Main, when_ready: Callable[[], None]) -> None:
    """Start both by `main`, call `when_ready` as soon as the pages answer, and wait. Raises Stopped."""
    gc.freeze()  # what is there now stays to the end: nobody need walk through it again, least of all when stopping
    with _told_to_stop() as stopping:
        children = {name: _start(main, words) for name, words in PARTS.items()}
        try:
            if _wait_until(lambda: _answers(host, port), children, stopping):
                when_ready()
            _wait_until(lambda: False, children, stopping, patience=None)
            for name, child in children.items():
                if not child.is_alive() and not stopping:
                    raise Stopped(f"The {name} has ended by itself (exit code {child.exitcode}).")
        finally:
            _stop(children.values())


def _start(main: Main, words: tuple[str, ...]) -> BaseProcess:
    begin: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    child: BaseProcess = begin.Process(target=_part, args=(main, words))
    child.start()
    return child


def _part(main: Main, words: tuple[str, ...]) -> None:
    """In the child: be this command until the parent says, or is no more. Ctrl-C is the parent's to pass on."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent_watch.begin()
    main(list(words))


def _wait_until(
    holds: Callable[[], bool],
    children: dict[str, BaseProcess],
    stopping: list[int],
    patience: float | None = PATIENCE,
) -> bool:
    """Wait until that holds. False if we are told to stop, a child ends, or patience does."""
    begun = time.monotonic()
    while not stopping and all(child.is_alive() for child in children.values()):
        if holds():
            return True
        if patience is not None and time.monotonic() - begun > patience:
            return False
        time.sleep(0.1)
    return False


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(children: Iterable[BaseProcess]) -> None:
    """Ask all to end, wait, and end those that do not."""
    running = list(children)
    until = time.monotonic() + LAST_WORDS
    while any(child.is_alive() for child in running) and time.monotonic() < until:
        for child in running:
            child.terminate()  # again and again: one that comes while it starts is lost
        for child in running:
            child.join(0.1)
    for child in running:
        if child.is_alive():
            child.kill()
        child.join()


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """A list that fills as soon as somebody tells us to stop (Ctrl-C, SIGTERM)."""
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
