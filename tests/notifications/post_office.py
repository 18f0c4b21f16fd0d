"""A real mail server on loopback, with STARTTLS and a certificate of its own, that can be told to misbehave."""

import asyncio
import contextlib
import socket
import ssl
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

HERE = Path(__file__).parent
CERTIFICATE, KEY = HERE / "loopback-certificate.pem", HERE / "loopback-key.pem"


class PostOffice:
    """What came in, and how the next letters are answered."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str], bool]] = []
        self.says: dict[str, str] = {}  # recipient → what the server answers to RCPT

        self.refuses_sender = ""
        self.thinks = 0.0  # seconds, with the whole letter in its hands

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if address == self.refuses_sender:
            return "550 not from here"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos), session.ssl is not None))
        await asyncio.sleep(self.thinks)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def open_office(office: PostOffice, *, tls: bool = False, port: int | None = None):
    """Serve; yields the port."""
    how: dict = {}
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)
        how = {
            "tls_context": context,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                success=(data.login, data.password) == (b"post", b"p@ss:word")
            ),
        }
    controller = Controller(office, hostname="127.0.0.1", port=port or free_port(), **how)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextlib.contextmanager
def hanging_office():
    """Takes connections and never says a word; yields the port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        held: list[socket.socket] = []
        stop = threading.Event()

        def take() -> None:
            listener.settimeout(0.1)
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    held.append(listener.accept()[0])

        taking = threading.Thread(target=take)
        taking.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            taking.join()
            for one in held:
                one.close()
