"""When letters are written, and to whom: at seven in London on the day that each one chose.

A chain of due rows (ADR 42): `letters:2026-11-30` falls due at seven of that day, has letters written, and appoints the
next seven o'clock to come. A worker that was away writes one for all the days that it missed. What is written is a row
for each reader and nothing of what the letter says: that is found when it is sent (gathering, composing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, FromClause, Integer, String, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from lpcommunity import outbox
from lpcommunity.notifications.domain_events import LettersDue, LettersToWrite, LetterWritten
from lpcommunity.notifications.mail.queue import message_id, unsubscribe_url
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.what_moved.choices import DAILY, KEY, LETTER_READER, MONDAY, WEEKLY, without_letter
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.terms import in_community
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, now, session, today, transactional
from lpcommunity.storage.clock import in_london

SEVEN = time(7)
AT_ONCE = 100  # people in one transaction
BREATH = timedelta(seconds=10)  # between two of them: other e-mails go out in between, and nobody's new password waits
WEEK = 7
ONE_DAY = timedelta(days=1)
FIRST_DAY = date.min


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a letter is written."""

    id: int
    email: str


def _word(text: str) -> Any:
    return literal_column(f"'{text}'", String)


# Along the numbers of people, so that one look costs what it finds; each has a current membership or role.
ADDRESSEES = Statement(
    select(PERSON.c.id, PERSON.c.email)
    .select_from(PERSON.outerjoin(LETTER_READER, LETTER_READER.c.person_id == PERSON.c.id))
    .where(
        PERSON.c.id > bindparam("after", type_=Integer),
        in_community(),
        ~without_letter(),
        or_(
            LETTER_READER.c.how == _word(DAILY),
            and_(
                func.coalesce(LETTER_READER.c.how, _word(WEEKLY)) == _word(WEEKLY),
                func.coalesce(LETTER_READER.c.weekday, literal_column(str(MONDAY), Integer)).in_(
                    bindparam("weekdays", type_=Integer, expanding=True)
                ),
            ),
        ),
        or_(  # a day to come was written down while a clock was ahead: it counts as none
            func.coalesce(LETTER_READER.c.last_day, bindparam("never", type_=Date)) < bindparam("day", type_=Date),
            LETTER_READER.c.last_day > bindparam("today", type_=Date),
        ),
    )
    .order_by(PERSON.c.id)
    .limit(bindparam("size", type_=Integer)),
    Addressee,
)

THESE = Statement(
    select(PERSON.c.id, PERSON.c.email)
    .where(PERSON.c.email.in_(bindparam("addresses", type_=String, expanding=True)), in_community())
    .order_by(PERSON.c.id),
    Addressee,
)


@transactional
def appoint_next(come: date = FIRST_DAY) -> None:
    """The next seven o'clock that comes, after that of the day that has come; it is one row, however often it is
    appointed.
    """
    day = max(come, last_seven()) + ONE_DAY
    at = in_london(day, SEVEN)
    outbox.schedule(LettersDue(day.isoformat()), key=f"letters:{day.isoformat()}", at=at, again=at > now())


def last_seven() -> date:
    """The last day whose seven o'clock has passed."""
    day = today()
    return day if in_london(day, SEVEN) <= now() else day - ONE_DAY


@transactional
def begin_round(day: date) -> None:
    """It was seven on this day: letters are written for it, and for all the days since then that were missed.

    The next is appointed here as well as by itself, so that no one mistake ends the chain.
    """
    appoint_next(day)
    outbox.record(LettersToWrite(day.isoformat(), max(day, last_seven()).isoformat()))


@transactional
def write_some(event: LettersToWrite, meta: EventMeta) -> None:
    """Letters to the next so many of those who have one coming on these days; and the rest after a breath.

    Nobody is written to twice for a day, whatever is tried how often.
    """
    first, last = date.fromisoformat(event.first), date.fromisoformat(event.last)
    found = ADDRESSEES.all(
        after=event.after, weekdays=weekdays(first, last), day=last, today=today(), never=FIRST_DAY, size=AT_ONCE
    )
    _write(found, last, meta)
    if len(found) == AT_ONCE:
        outbox.record(LettersToWrite(event.first, event.last, found[-1].id), at=now() + BREATH)


@transactional
def write_to(addresses: Sequence[str], meta: EventMeta) -> None:
    """Letters for today to the people of these addresses, whatever they chose: for a demonstration."""
    _write(THESE.all(addresses=list(addresses), today=today()), today(), meta)


def weekdays(first: date, last: date) -> list[int]:
    """Which days of the week these are."""
    return sorted({(first + n * ONE_DAY).weekday() for n in range(min(WEEK, (last - first).days + 1))})


def _write(people: Sequence[Addressee], day: date, meta: EventMeta) -> None:
    """A row for each, without a word yet; and that they were written to for this day."""
    if not people:
        return
    connection = session().connection()
    connection.execute(_noting(connection.dialect.name), [{"person_id": one.id, "last_day": day} for one in people])
    mails = [
        Mail(
            message_id=message_id(meta, KEY, one.email),
            kind=KEY,
            person_id=one.id,
            to=one.email,
            subject="",
            text="",
            html="",
            unsubscribe_url=unsubscribe_url(one.id, KEY),
            written_at=now(),
        )
        for one in people
    ]
    session().add_all(mails)
    session().flush()
    for mail in mails:
        outbox.record(LetterWritten(mail.id, about_id=day.toordinal()))


@cache
def _noting(dialect: str) -> Any:
    table: FromClause = LETTER_READER
    made: Any = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)  # type: ignore[arg-type]
    return made.on_conflict_do_update(index_elements=[table.c.person_id], set_={"last_day": made.excluded.last_day})
