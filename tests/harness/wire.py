"""A network between a browser and the service that can be slow, or gone, as on a train."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 16_384  # bytes


class Wire:
    """Carries what comes in at `url` to the service and back.

    `cut()`: connections break, and no new one comes about. `mend()`: as before. `lag`: seconds before each piece.
    `answers_lost`: what is asked arrives, what is answered does not.
    """

    def __init__(self, to: str) -> None:
        self._to = (urlsplit(to).hostname or "127.0.0.1", urlsplit(to).port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.lag = 0.0
        self.answers_lost = False
        self._whole = threading.Event()
        self._whole.set()
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break everything, and refuse what comes."""
        self._whole.clear()
        for end in list(self._open):
            _shut(end)

    def mend(self) -> None:
        """Carry again."""
        self._whole.set()

    def close(self) -> None:
        """Stop for good."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._whole.is_set():
                _shut(near)
                continue
            try:
                far = socket.create_connection(self._to, timeout=10)
            except OSError:
                _shut(near)
                continue
            far.settimeout(None)
            self._open |= {near, far}
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                if self.lag:
                    time.sleep(self.lag)
                if is_answer and self.answers_lost:
                    break
                target.sendall(piece)
        for end in (source, target):
            _shut(end)
            self._open.discard(end)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire_to(url: str) -> Iterator[Wire]:
    """A network to this service."""
    made = Wire(url)
    try:
        yield made
    finally:
        made.close()
