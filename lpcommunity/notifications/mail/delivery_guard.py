"""Is this e-mail still meant for its reader? Asked when it is sent, since much can happen after it was written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, and_, bindparam, select

from lpcommunity.access.reader import VISITOR, Reader, Visitor, reader_of
from lpcommunity.notifications import registry
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail.arrivals import has_arrived
from lpcommunity.notifications.models import Mail, MailChoice
from lpcommunity.notifications.notification_types import AT_ONCE
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

MAIL: FromClause = Mail.__table__
CHOICE: FromClause = MailChoice.__table__


@dataclass(frozen=True)
class UnsentMail:
    """An e-mail that was not sent yet, and what its reader's account says by now."""

    message_id: str
    kind: str
    person_id: int | None
    to: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str
    written_at: datetime
    present_address: str | None
    chosen: str | None  # how they chose to hear of its kind
    arrived: bool  # whether its reader had come in, or been invited, when it was written


UNSENT = Statement(
    select(
        MAIL.c.message_id,
        MAIL.c.kind,
        MAIL.c.person_id,
        MAIL.c.to,
        MAIL.c.subject,
        MAIL.c.text,
        MAIL.c.html,
        MAIL.c.unsubscribe_url,
        MAIL.c.written_at,
        PERSON.c.email.label("present_address"),
        CHOICE.c.how.label("chosen"),
        has_arrived(MAIL.c.written_at).label("arrived"),
    )
    .select_from(MAIL.outerjoin(PERSON, PERSON.c.id == MAIL.c.person_id))
    .outerjoin(CHOICE, and_(CHOICE.c.person_id == MAIL.c.person_id, CHOICE.c.kind == MAIL.c.kind))
    .where(and_(MAIL.c.id == bindparam("mail", type_=Integer), MAIL.c.sent_at.is_(None))),
    UnsentMail,
)


def unsent(mail_id: int) -> UnsentMail | None:
    """The e-mail of this id, if it is still to be sent."""
    return UNSENT.first(mail=mail_id)


def current_address(mail: UnsentMail) -> str:
    """Where it goes: to the person's present address, unless it is meant for another."""
    by_mail = registry.type_of(mail.kind).by_mail
    if mail.present_address is None or by_mail is None or by_mail.to_this_address:
        return mail.to
    return mail.present_address


def reader_now(mail: UnsentMail) -> Reader | Visitor:
    """Whoever it is for, as things stand now; VISITOR where it is for an address, or the account was closed."""
    return reader_of(mail.person_id) if mail.person_id is not None else VISITOR


def reason_to_withhold(mail: UnsentMail, event: MailWritten, reader: Reader | Visitor) -> str | None:
    """Why it is not sent any more, in a word or two; None: it is. `reader`: whoever it is for, now."""
    if mail.person_id is not None and isinstance(reader, Visitor):
        return "account closed"
    one = registry.type_of(mail.kind)
    if one.by_mail is None:
        return "unknown by now"
    if isinstance(reader, Reader) and not (mail.arrived or one.by_mail.way_in):
        return "not invited yet"
    if isinstance(reader, Reader) and one.how_for(reader, mail.chosen) != AT_ONCE:
        return "not wanted"
    return None if one.by_mail.still_meant(event, reader) else "no longer meant for them"
