"""Handing an e-mail to the mail server that MAIL_URL names.

`smtp://host:port` plain, `smtp+starttls://user:password@host:port` (the usual), `smtps://…` encrypted from the start.
Certificates are checked; `?ca=/path/to/ca.pem` names an authority of one's own. No step may take long, but the last: a
server that has all of a letter may look at it for a while before it answers (RFC 5321, 4.5.3.2.6), and who leaves
before hands it over once more. All of them together end before the worker's lease does.
"""

import contextlib
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

OUR_ADDRESS = "our own address"
LONGEST = 20.0  # seconds until the server has all of a letter
ANSWERS_WITHIN = 60.0  # from then on; the worker's lease for both is two minutes (outbox.leases.OUTSIDE)
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
Step = Callable[[], tuple[int, bytes]]
ON_THE_WIRE = SMTP.clone(max_line_length=900, cte_type="7bit")


class ServerUnavailable(Exception):
    """The way out is closed: no connection, no certificate, no sign-in. Says nothing about the letter.

    `doing`: what we were at; `why`: the kind of error, or the server's number.
    """

    def __init__(self, doing: str, why: str = "") -> None:
        super().__init__(", ".join(part for part in (doing, why) if part))
        self.doing, self.why = doing, why


class Unanswered(Exception):
    """The server has all of the letter, and did not say whether it takes it."""


class TemporaryRefusal(Exception):
    """The server takes this letter later, perhaps."""


class PermanentRefusal(Exception):
    """The server will never take this letter."""


@dataclass(frozen=True)
class Transport:
    """A way to a mail server."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    ca: str | None

    @classmethod
    def from_url(cls, url: str) -> "Transport":
        """Read MAIL_URL. Raises ValueError for what cannot be meant."""
        parts: SplitResult = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("MAIL_URL must begin with smtp://, smtp+starttls:// or smtps:// and name a host.")
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            ca=next(iter(parse_qs(parts.query).get("ca", [])), None),
        )

    def send(self, message: EmailMessage, to: str) -> None:
        """Hand it over. Raises ServerUnavailable, TemporaryRefusal, PermanentRefusal or Unanswered."""
        if not to.isascii():
            raise PermanentRefusal("address needs SMTPUTF8")
        until = time.monotonic() + LONGEST
        smtp = self._open(until)
        try:
            _hand_over(smtp, message, to, until)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.close()

    def knock(self, sender: str) -> None:
        """Go as far as a letter from this address would, and leave before there is one. Raises ServerUnavailable."""
        until = time.monotonic() + LONGEST / 2
        smtp = self._open(until)
        try:
            _hurry(smtp, until)
            _admitted(*smtp.mail(sender))
            smtp.rset()
            smtp.quit()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerUnavailable(OUR_ADDRESS, _named(error)) from error
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.close()

    def _open(self, until: float) -> smtplib.SMTP:
        smtp: smtplib.SMTP | None = None
        doing = "connecting"
        try:
            smtp = self._connect(until)
            smtp.ehlo_or_helo_if_needed()
            if self.scheme == "smtp+starttls":
                doing = "encrypting"
                smtp.starttls(context=self._context())
                _hurry(smtp, until)
                smtp.ehlo()
            if self.user:
                doing = "signing in"
                _hurry(smtp, until)
                smtp.login(self.user, self.password)
        except (smtplib.SMTPException, OSError) as error:
            if smtp is not None:
                smtp.close()
            raise ServerUnavailable(doing, _named(error)) from error
        return smtp

    def _connect(self, until: float) -> smtplib.SMTP:
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_left(until), context=self._context())
        return smtplib.SMTP(self.host, self.port, timeout=_left(until))

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca)


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage, to: str, until: float) -> None:
    sender = parseaddr(str(message["From"]))[1]
    try:
        content = message.as_bytes(policy=ON_THE_WIRE)
        _hurry(smtp, until)
        _admitted(*smtp.mail(sender))
        steps: list[Step] = [lambda: smtp.rcpt(to), lambda: smtp.docmd("data")]
        for step in steps:
            _hurry(smtp, until)
            _taken(*step())
        _hurry(smtp, until)
        smtp.send(content.rstrip(b"\r\n").replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")  # a line that begins with a dot
        _taken(*_answer(smtp))
    except smtplib.SMTPResponseException as error:
        _taken(error.smtp_code)
    except (smtplib.SMTPException, OSError) as error:
        raise ServerUnavailable("handing over", _named(error)) from error
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if smtp.sock is not None:
            smtp.sock.settimeout(1)  # it has the letter; whether it says goodbye is its business
        smtp.quit()


def _answer(smtp: smtplib.SMTP) -> tuple[int, bytes]:
    """What the server says to a letter that it has by now."""
    if smtp.sock is not None:
        smtp.sock.settimeout(ANSWERS_WITHIN)
    try:
        return smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        if _named(error) == TimeoutError.__name__:
            raise Unanswered from error
        raise


def _admitted(code: int, _says: bytes = b"") -> None:
    """Look at the answer to our own address. A refusal is about us (MAIL_FROM, or nobody signed in), not a letter."""
    if not 200 <= code < 400:
        raise ServerUnavailable(OUR_ADDRESS, f"smtp {code}")


def _taken(code: int, _says: bytes = b"") -> None:
    """Look at an answer. Its text may hold an address, so only the number is kept."""
    if code == 421:
        raise ServerUnavailable("", "smtp 421")
    if 400 <= code < 500:
        raise TemporaryRefusal(f"smtp {code}")
    if not 200 <= code < 400:
        raise PermanentRefusal(f"smtp {code}")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _hurry(smtp: smtplib.SMTP, until: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(_left(until))


def _named(error: Exception) -> str:
    """An error by its number or kind; what the server said may hold an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"smtp {error.smtp_code}"
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        return TimeoutError.__name__  # smtplib hangs up for a server that says nothing
    return type(error).__name__
