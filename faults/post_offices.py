"""A mail server on loopback that can be told how to misbehave."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

from faults.houses import free_port


@dataclass
class PostOffice:
    """What came in; what it says to a recipient; how long it takes over each letter."""

    port: int
    pause: float = 0.0
    says: str = ""
    letters: list[Message] = field(default_factory=list)
    refused: int = 0

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd calls)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Somebody is written to."""
        if self.says:
            self.refused += 1
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """A letter comes in; it is ours before we say so, as with every mail server."""
        self.letters.append(message_from_bytes(envelope.content))
        await asyncio.sleep(self.pause)
        return "250 OK"


@contextlib.contextmanager
def open_office(port: int = 0, *, pause: float = 0.0, says: str = "") -> Iterator[PostOffice]:
    """Serve until the block ends."""
    office = PostOffice(port or free_port(), pause, says)
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@contextlib.contextmanager
def hanging_office(port: int) -> Iterator[list[socket.socket]]:
    """Takes connections and never says a word; yields those that it holds."""
    held: list[socket.socket] = []
    stop = threading.Event()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(50)
        listener.settimeout(0.1)

        def take() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    held.append(listener.accept()[0])

        taking = threading.Thread(target=take, daemon=True)
        taking.start()
        try:
            yield held
        finally:
            stop.set()
            taking.join()
            for one in held:
                one.close()
