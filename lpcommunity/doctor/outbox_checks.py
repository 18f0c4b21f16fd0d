"""What people are told: that the worker keeps up, and that e-mail has a way out."""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

from flask import Flask

from lpcommunity.doctor.findings import Check, Finding, look, well, wrong
from lpcommunity.notifications.mail.transport import OUR_ADDRESS, ServerUnavailable, Transport
from lpcommunity.outbox.backlog import backlog
from lpcommunity.outbox.queries import counts_to_come
from lpcommunity.storage import heartbeat, now
from lpcommunity.web.humanize import full, plural

LATE = 120.0  # seconds that something may be due: a worker that starts anew takes half a minute to take it up
UNSEEN = timedelta(minutes=1)
WORKER = "Look at the worker: systemctl status lpcommunity-worker. Nothing is lost: it goes out when it runs."

# What an operator reads of a mail server, by what we were doing and what became of it. What the server says itself is
# not repeated: it may hold an address.
REASONS = {
    "gaierror": "there is no host of that name",
    "ConnectionRefusedError": "nothing listens there",
    "TimeoutError": "it does not answer in time",
    "SSLCertVerificationError": "its certificate does not hold",
    "SMTPNotSupportedError": "it does not offer that",
    "SMTPServerDisconnected": "it hung up",
    "smtp 535": "it does not take this user and password (smtp 535)",
}

SILENT = {"TimeoutError", "SMTPServerDisconnected"}


def worker(app: Flask) -> Iterator[Finding]:
    """Whether it is there at all, though nothing may be to do."""
    seen = heartbeat.last(Path(app.config["DATA_DIR"]))
    if seen is not None and now() - seen <= UNSEEN:
        yield well("worker", "It is at work.")
        return
    when = f"It was last seen at work on {full(seen)}." if seen else "It was never seen at work."
    yield look("worker", f"{when} Nobody is told of anything meanwhile.", WORKER)


def queue(_app: Flask) -> Iterator[Finding]:
    """Whether what has happened is told in time."""
    found = backlog()
    if found.oldest_seconds > LATE:
        waits = plural(round(found.oldest_seconds / 60), "minute", figures=True)
        yield wrong("queue", f"{plural(found.waiting, 'thing', figures=True)} to tell; the oldest for {waits}.", WORKER)
    if found.given_up:
        yield look(
            "queue",
            f"{plural(found.given_up, 'delivery', 'deliveries', figures=True)} given up.",
            "lpcommunity outbox says which and why. Once that is mended: lpcommunity outbox --retry-dead.",
        )
    if found.orphaned:
        yield look(
            "queue",
            f"{plural(found.orphaned, 'delivery', 'deliveries', figures=True)} of a sort unknown to this version.",
            "A newer version wrote them: start that one.",
        )
    if found.oldest_seconds <= LATE and not found.given_up and not found.orphaned:
        waits = f"{plural(found.waiting, 'thing', figures=True)} to tell, none of them late."
        yield well("queue", waits if found.waiting else "Nothing waits to be told.")


def due(_app: Flask) -> Iterator[Finding]:
    """Whether what was to happen on its day does: reminders, nudges, letters."""
    late, counts = backlog(), counts_to_come()
    unknown, coming = counts["nobody"], counts["due"] + counts["to-come"]
    if late.overdue_seconds > LATE:
        waits = plural(round(late.overdue_seconds / 60), "minute", figures=True)
        yield wrong("due", f"{_reminders(late.overdue)} whose day has come; the first for {waits}.", WORKER)
    if unknown:
        yield look(
            "due",
            f"{_reminders(unknown)} of a sort unknown to this version.",
            "lpcommunity due says which. A newer version wrote them: start that one.",
        )
    if late.overdue_seconds <= LATE and not unknown:
        yield well("due", f"{_reminders(coming)} to come, none of them late." if coming else "Nothing is to come.")


def _reminders(many: int) -> str:
    return plural(many, "reminder or letter", "reminders and letters", figures=True)


def mail(app: Flask) -> Iterator[Finding]:
    """Whether the mail server takes mail from us: up to our own address, and then good-bye. Nothing is sent."""
    url = app.config["MAIL_URL"]
    if not url:
        yield well("e-mail", "None leaves this installation (MAIL_URL is not set); it is shown at /mailbox.")
        return
    way = Transport.from_url(url)
    where = f"{way.host}, port {way.port}"
    try:
        way.knock(parseaddr(app.config["MAIL_FROM"])[1])
    except ServerUnavailable as error:
        why = REASONS.get(error.why, error.why)
        if error.doing == "signing in" and error.why in SILENT:
            why = f"{why}, as some do where the user or password is not right"
        yield wrong("e-mail", f"{where}, takes no mail from us. {error.doing.capitalize()}: {why}.", _mend(error.doing))
        return
    yield well("e-mail", f"{where}, takes mail from us.")


def _mend(doing: str) -> str:
    setting = "MAIL_FROM" if doing == OUR_ADDRESS else "MAIL_URL"
    return (
        f"Mend the server or {setting}, and start the worker again. Mail waits for three days, and goes out by itself "
        "when it can."
    )


CHECKS = (
    Check("worker", worker),
    Check("queue", queue, asks_database=True),
    Check("due", due, asks_database=True),
    Check("e-mail", mail),
)
