"""Sending an e-mail, by the worker, at least once and always under the same Message-ID.

Between the reading that decides whether it is still meant for its reader and the note that it was sent, no
transaction is open: a mail server takes its time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from flask import current_app
from sqlalchemy import String, bindparam, select, update

from lpcommunity import outbox
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail import delivery_guard
from lpcommunity.notifications.mail.delivery_guard import UnsentMail
from lpcommunity.notifications.mail.queue import one_line
from lpcommunity.notifications.mail.transport import (
    PermanentRefusal,
    ServerUnavailable,
    TemporaryRefusal,
    Transport,
    Unanswered,
)
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.registry import type_of
from lpcommunity.outbox.commands import retry_now
from lpcommunity.outbox.models import Delivery
from lpcommunity.storage import Moment, Statement, now, session, transactional

PATIENCE = timedelta(days=3)
CLOSED = "mail server: "
LONGEST_REST = 60  # seconds between two looks at a mail server that was closed
# A letter that the server has, and does not say whether it takes, may be with its reader: it is handed over again
# twice, half a day apart, and then stands where the operator sees it.
UNANSWERED = "the mail server has it and did not answer"
UNANSWERED_REST, UNANSWERED_PATIENCE = 12 * 60 * 60, timedelta(hours=23)

# Whether mail was put off since the server was closed, by whichever worker: it goes as soon as one letter did.
_delivery = Delivery.__table__
WAITS_FOR_SERVER: Statement[Any] = Statement(
    select(_delivery.c.id)
    .where(
        _delivery.c.done_at.is_(None),
        _delivery.c.dead_at.is_(None),
        _delivery.c.run_at > bindparam("now", type_=Moment),
        _delivery.c.last_error.like(bindparam("why", type_=String)),
    )
    .limit(1)
)


@dataclass(frozen=True)
class OutgoingMail:
    """An e-mail as it goes out."""

    message_id: str
    kind: str
    to: str
    subject: str
    text: str
    html: str
    unsubscribe: str
    written_at: datetime
    noted: Callable[[], None] | None = None  # done together with the note that it was sent


def send(event: MailWritten) -> None:
    """Send it, unless it was sent, is no longer meant for its reader, or was refused for good.

    Raises outbox.RetryLater where the server may take it later, outbox.GiveUp where it never will.
    """
    ready = _prepare(event)
    if ready is None:
        return
    url = current_app.config["MAIL_URL"]
    if url:
        _hand_over(ready, event.mail_id, url)
    _note_sent(event, ready)
    if url and WAITS_FOR_SERVER.value(why=f"{CLOSED}%", now=now()) is not None:
        retry_now(CLOSED)


def _hand_over(ready: OutgoingMail, mail_id: int, url: str) -> None:
    try:
        _transport(url).send(compose(ready, current_app.config["MAIL_FROM"]), ready.to)
    except PermanentRefusal as refusal:
        _park(mail_id, str(refusal))
        raise outbox.GiveUp(str(refusal)) from refusal
    except Unanswered as silence:
        if now() - ready.written_at > UNANSWERED_PATIENCE:
            _park(mail_id, UNANSWERED)
            raise outbox.GiveUp(UNANSWERED) from silence
        raise outbox.RetryLater(UNANSWERED, shortest_pause=UNANSWERED_REST) from silence
    except (ServerUnavailable, TemporaryRefusal) as refusal:
        if now() - ready.written_at > PATIENCE:
            _park(mail_id, f"{refusal}, for three days")
            raise outbox.GiveUp(f"{refusal}, for three days") from refusal
        if isinstance(refusal, ServerUnavailable):
            raise outbox.RetryLater(f"{CLOSED}{refusal}", LONGEST_REST) from refusal
        raise outbox.RetryLater(str(refusal)) from refusal


def _transport(url: str) -> Transport:
    """The way out. A setting that cannot be meant is none: no letter is to blame, and it goes once that is mended."""
    try:
        return Transport.from_url(url)
    except ValueError as error:
        raise ServerUnavailable("MAIL_URL cannot be read") from error


def compose(ready: OutgoingMail, sender: str) -> EmailMessage:
    """The message as a mail server takes it."""
    message = EmailMessage()
    message["From"] = formataddr(parseaddr(sender))
    message["To"] = ready.to
    message["Subject"] = ready.subject
    message["Date"] = format_datetime(ready.written_at)
    message["Message-ID"] = ready.message_id
    message["Auto-Submitted"] = "auto-generated"
    if ready.unsubscribe:
        message["List-Unsubscribe"] = f"<{ready.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(ready.text)
    message.add_alternative(ready.html, subtype="html")
    return message


def _prepare(event: MailWritten) -> OutgoingMail | None:
    """Read it and ask again whether it is still meant for its reader; what is composed only now finds its words. Leaves
    no transaction open.
    """
    try:
        mail = delivery_guard.unsent(event.mail_id)
        if mail is None:
            return None
        reader = delivery_guard.reader_now(mail)
        reason = delivery_guard.reason_to_withhold(mail, event, reader)
        if reason is None:
            ready = _composed(event, reader, _as_written(mail))
            if ready is not None:
                return ready
            reason = "nothing to say"
    finally:
        session().rollback()
    _park(event.mail_id, reason)
    return None


def _as_written(mail: UnsentMail) -> OutgoingMail:
    return OutgoingMail(
        mail.message_id,
        mail.kind,
        delivery_guard.current_address(mail),
        mail.subject,
        mail.text,
        mail.html,
        mail.unsubscribe_url,
        mail.written_at,
    )


def _composed(event: MailWritten, reader: Reader | Visitor, written: OutgoingMail) -> OutgoingMail | None:
    by_mail = type_of(written.kind).by_mail
    if by_mail is None or by_mail.composed is None or isinstance(reader, Visitor):
        return written
    found = by_mail.composed(event, reader)
    if found is None:
        return None
    return replace(written, subject=one_line(found.subject), text=found.text, html=found.html, noted=found.noted)


@transactional
def _note_sent(event: MailWritten, ready: OutgoingMail) -> None:
    """It is out. Where there is no mailbox to look at, its words go: they hold links that open things."""
    values = {"sent_at": now(), "to": ready.to, "failed_at": None, "failed_because": ""}
    if not current_app.config["MAILBOX"]:
        values |= {"text": "", "html": "", "unsubscribe_url": ""}
    elif ready.noted is not None:
        values |= {"text": ready.text, "html": ready.html}
    if ready.noted is not None:
        values["subject"] = ready.subject
        ready.noted()
    session().execute(update(Mail).where(Mail.id == event.mail_id, Mail.sent_at.is_(None)).values(values))
    by_mail = type_of(ready.kind).by_mail
    if by_mail is not None and by_mail.sent is not None:
        by_mail.sent(event)


@transactional
def _park(mail_id: int, reason: str) -> None:
    session().execute(
        update(Mail).where(Mail.id == mail_id, Mail.sent_at.is_(None)).values(failed_at=now(), failed_because=reason)
    )
