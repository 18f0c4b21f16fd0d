"""Web processes forked off one that holds the address and looks after them.

It is Granian's server with three things of its own. The address is bound once, by the parent: nobody else can share
it, and what waits to be accepted outlives the death of a process. A process that dies comes back, however often.
Whoever is told to stop is told until it has heard.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from lpcommunity.storage import service_manager
from lpcommunity.web import parent_watch, schema_watch, stop_signal

AGAIN = 0.2  # seconds between two requests to stop: one that comes while a process is being forked is lost
LONGEST_PAUSE = 5.0  # seconds before a process that keeps dying is started again
CALM = 10.0  # seconds after which a death is no longer one of a row

Target = Callable[..., Any]
_Granian: Any = MPServer  # these two say little of their types
_Holder: Any = SocketHolder


def _watching(load: Target, began: int) -> Any:
    """In a web process: what it is to serve, and that it can be asked now. It ends with the process that started it."""
    stop_signal.begin()
    parent_watch.begin()
    application = load()
    schema_watch.begin(application)
    with suppress(OSError):
        os.write(began, b"1")
    return application


class Prefork(_Granian):
    """Serves an application, by the name of its factory, in as many processes as are asked for."""

    def __init__(
        self, application: str, listener: socket.socket, processes: int, threads: int, last_words: int
    ) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(
            application,
            factory=True,
            interface=Interfaces.WSGI,
            address=host,
            port=port,
            workers=processes,
            blocking_threads=threads,
            backpressure=threads * 8,
            websockets=False,
            log_level=LogLevels.warning,
        )
        self.listener = listener
        self.last_words = last_words
        self.deaths: list[float] = []
        self.first_word, self.began = os.pipe()
        os.set_blocking(self.began, False)

    def _init_shared_socket(self) -> None:
        self._ssp, self._sso, self._sfd = None, self.listener, self.listener.fileno()
        self._shd = _Holder(self._sfd, False, self.backlog)

    def _spawn_worker(self, idx: int, target: Target, callback_loader: Target) -> Any:
        return super()._spawn_worker(idx, target, partial(_watching, callback_loader, self.began))

    def _serve_loop(self, spawn_target: Target, target_loader: Target) -> None:
        """Until told to stop: start again whatever died, after a pause that grows while they keep dying."""
        # After the first processes were forked, and gone when one is forked again.
        threading.Thread(target=self._tell_when_it_serves, name="first-word", daemon=True).start()
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait()
            self.main_loop_interrupt.clear()  # before anything is looked at: what comes now is looked at next time
            fallen: list[int] = []
            while self.interrupt_children:
                fallen.append(self.interrupt_children.pop())
            if fallen and not self.interrupt_signal:
                self.main_loop_interrupt.wait(self._pause(len(fallen)))
            if fallen and not self.interrupt_signal:
                self._respawn_workers(fallen, spawn_target, target_loader)
            if self.reload_signal:
                self._reload(spawn_target, target_loader)

    def _tell_when_it_serves(self) -> None:
        os.read(self.first_word, 1)
        service_manager.ready()

    def _pause(self, fallen: int) -> float:
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < CALM] + [now] * fallen
        in_a_row = len(self.deaths) // self.workers
        return 0.0 if in_a_row < 2 else min(LONGEST_PAUSE, 0.1 * 2**in_a_row)

    def _stop_workers(self) -> None:
        until = time.monotonic() + self.last_words
        while any(worker.is_alive() for worker in self.wrks) and time.monotonic() < until:
            for worker in self.wrks:
                worker.terminate()
            self._wait_for_all(AGAIN)
        for worker in self.wrks:
            if worker.is_alive():
                worker.kill()
            worker.join()
        self.wrks.clear()

    def _wait_for_all(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        for worker in self.wrks:
            worker.join(max(0.0, until - time.monotonic()))

    def shutdown(self, exit_code: int = 0) -> None:
        """Stop. Asked for, it is no failure, even where a terminal's Ctrl-C reached a process before its parent."""
        with suppress(SystemExit):
            super().shutdown(exit_code)
