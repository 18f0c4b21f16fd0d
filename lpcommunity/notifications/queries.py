"""Reading what people are told: their inbox, what they want by e-mail, and what was sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.actions.policy import ACTION, READABLE
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.policy import ENTRY, READER, VISIBLE, reads
from lpcommunity.notifications.models import Mail, MailChoice, Notification
from lpcommunity.notifications.notification_types import NEVER, Line
from lpcommunity.notifications.registry import type_of
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

PAGE = 20
MOST_UNREAD = 20
MOST_MAILS = 100
NEWEST = 2**31 - 1
WORDS = ("actor", "place", "place_slug", "title", "author", "what")  # empty where a line has none

NOTIFICATION: FromClause = Notification.__table__
MAIL: FromClause = Mail.__table__
CHOICE: FromClause = MailChoice.__table__
PLACE: FromClause = Partnership.__table__
SIZE = bindparam("size", type_=Integer)
WHOSE = bindparam("person", type_=Integer)
_doer, _writer = PERSON.alias("doer"), PERSON.alias("writer")


@dataclass(frozen=True)
class Inbox:
    """Some lines, newest first, and the cursor of the next page if there is one."""

    lines: list[Line]
    next: int | None


@dataclass(frozen=True)
class SentMail:
    """An e-mail as the mailbox shows it."""

    id: int
    message_id: str
    to: str
    subject: str
    text: str
    html: str
    sent_at: datetime


# Told to the reader, and still theirs to read.
TOLD = and_(
    NOTIFICATION.c.person_id == READER,
    or_(NOTIFICATION.c.entry_id.is_(None), VISIBLE),
    or_(NOTIFICATION.c.action_id.is_(None), READABLE),
)
ABOUT: FromClause = NOTIFICATION.outerjoin(ENTRY, ENTRY.c.id == NOTIFICATION.c.entry_id).outerjoin(
    ACTION, ACTION.c.id == NOTIFICATION.c.action_id
)


def _line(
    *, type_key: str, read_at: datetime | None, kind: str | None, facts: dict[str, Any] | None, **columns: Any
) -> Line:
    return Line(
        facts=facts or {},
        type=type_of(type_key),
        unread=read_at is None,
        kind=kind_of(kind) if kind else None,
        **columns | {name: columns[name] or "" for name in WORDS},
    )


INBOX_LINES = (
    select(
        NOTIFICATION.c.id,
        NOTIFICATION.c.type.label("type_key"),
        NOTIFICATION.c.reason,
        NOTIFICATION.c.facts,
        NOTIFICATION.c.told_at,
        NOTIFICATION.c.read_at,
        _doer.c.name.label("actor"),
        PLACE.c.name.label("place"),
        PLACE.c.slug.label("place_slug"),
        ENTRY.c.kind,
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.title,
        _writer.c.name.label("author"),
        NOTIFICATION.c.action_id,
        ACTION.c.what,
    )
    .select_from(ABOUT)
    .outerjoin(PLACE, PLACE.c.id == NOTIFICATION.c.partnership_id)
    .outerjoin(_doer, _doer.c.id == NOTIFICATION.c.actor_id)
    .outerjoin(_writer, _writer.c.id == ENTRY.c.author_id)
    .where(TOLD)
)
INBOX_SHAPE = _line
LINES = Statement(
    INBOX_LINES.where(NOTIFICATION.c.id < bindparam("before_line", type_=Integer))
    .order_by(NOTIFICATION.c.id.desc())
    .limit(SIZE),
    _line,
)
UNREAD = Statement(
    select(NOTIFICATION.c.id).select_from(ABOUT).where(TOLD, NOTIFICATION.c.read_at.is_(None)).limit(SIZE)
)
CHOSEN: Statement[dict[str, str]] = Statement(select(CHOICE.c.kind, CHOICE.c.how).where(CHOICE.c.person_id == WHOSE))
SENT_MAILS = Statement(
    select(*(MAIL.c[name] for name in SentMail.__dataclass_fields__))
    .where(MAIL.c.sent_at.is_not(None))
    .order_by(MAIL.c.id.desc())
    .limit(SIZE),
    SentMail,
)


def unread_count(actor: Reader) -> int:
    """How many unread lines this person has, but never more than MOST_UNREAD + 1: one query."""
    return len(UNREAD.values(reads(actor), size=MOST_UNREAD + 1))


def inbox(actor: Reader, before: int | None = None, size: int = PAGE) -> Inbox:
    """What this person was told, newest first: one query. `before` is the cursor that the previous page gave."""
    found = LINES.all(reads(actor), before_line=NEWEST if before is None else before, size=size + 1)
    lines = found[:size]
    return Inbox(lines, lines[-1].id if len(found) > size else None)


def kinds_off(person_id: int) -> set[str]:
    """The kinds of e-mail that this person does not want."""
    return {kind for kind, how in chosen_ways(person_id).items() if how == NEVER}


def chosen_ways(person_id: int) -> dict[str, str]:
    """How this person chose to hear of things by e-mail, by kind; of others they hear as their kinds say."""
    return {one["kind"]: one["how"] for one in CHOSEN.all(person=person_id)}


def sent_mails() -> list[SentMail]:
    """The e-mails sent last, newest first; at most MOST_MAILS. For the mailbox page only."""
    return SENT_MAILS.all(size=MOST_MAILS)
