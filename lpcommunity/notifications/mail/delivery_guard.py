"""Is this e-mail still meant for its reader? Asked when it is sent, since much can happen after it was written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, and_, bindparam, exists, select

from lpcommunity.access.reader import VISITOR, Reader, Visitor, reader_of
from lpcommunity.notifications import registry
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.models import Mail, MailChoice
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
    unwanted: bool


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
        exists().where(CHOICE.c.person_id == MAIL.c.person_id, CHOICE.c.kind == MAIL.c.kind).label("unwanted"),
    )
    .select_from(MAIL.outerjoin(PERSON, PERSON.c.id == MAIL.c.person_id))
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


def reason_to_withhold(mail: UnsentMail, event: MailWritten) -> str | None:
    """Why it is not sent any more, in a word or two; None: it is."""
    reader: Reader | Visitor = VISITOR
    if mail.person_id is not None:
        reader = reader_of(mail.person_id)
        if isinstance(reader, Visitor):
            return "account closed"
    by_mail = registry.type_of(mail.kind).by_mail
    if by_mail is None:
        return "unknown by now"
    if mail.unwanted and by_mail.choice is not None:
        return "not wanted"
    return None if by_mail.still_meant(event, reader) else "no longer meant for them"
