"""When the letter of what moved comes, and which places it leaves out: what people choose, and where it is kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import FromClause, Integer, String, and_, bindparam, delete, literal_column, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader
from lpcommunity.notifications import registry
from lpcommunity.notifications.mail.arrivals import has_arrived
from lpcommunity.notifications.models import LetterReader, MailChoice, MutedPlace
from lpcommunity.notifications.notification_types import NEVER
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, now, session, transactional

KEY = "what-moved"  # of its notification type; a MailChoice of this kind says that somebody does without it
DAILY, WEEKLY = "daily", "weekly"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONDAY = 0
MOST_MUTED = 200
# What one could do without when letters came (migration 0031), as far as it is older than actions.
BEFORE_LETTERS = frozenset(
    {
        "answered", "reflection-waiting", "exchange-opened", "facilitator-leaves", "facilitator-stays",
        "facilitator-left", "facilitator-missing",
    }
)  # fmt: skip

LETTER_READER: FromClause = LetterReader.__table__
CHOICE: FromClause = MailChoice.__table__
MUTED: FromClause = MutedPlace.__table__
PLACE: FromClause = Partnership.__table__
WHOSE = bindparam("person", type_=Integer)
THERE = bindparam("place", type_=Integer)


@dataclass(frozen=True)
class Wishes:
    """How somebody gets the letter, how they hear of what (by kind), and as far as they were told."""

    how: str
    weekday: int
    told_until: datetime | None
    last_day: date | None  # for which one was written
    ways: dict[str, str]
    asked: bool = True  # whether they chose anything about it

    @property
    def comes(self) -> str:
        """On Mondays; every day."""
        return "every day" if self.how == DAILY else f"on {WEEKDAYS[self.weekday].title()}s"


@dataclass(frozen=True)
class _Wish:
    how: str | None
    weekday: int | None
    told_until: datetime | None
    last_day: date | None
    kind: str | None
    way: str | None


# One row for each kind of which somebody chose, or a single one.
WISHES = Statement(
    select(
        LETTER_READER.c.how,
        LETTER_READER.c.weekday,
        LETTER_READER.c.told_until,
        LETTER_READER.c.last_day,
        CHOICE.c.kind,
        CHOICE.c.how.label("way"),
    )
    .select_from(PERSON.outerjoin(LETTER_READER, LETTER_READER.c.person_id == PERSON.c.id))
    .outerjoin(CHOICE, CHOICE.c.person_id == PERSON.c.id)
    .where(PERSON.c.id == WHOSE),
    _Wish,
)
IS_MUTED: Statement[Any] = Statement(
    select(MUTED.c.id).where(MUTED.c.person_id == WHOSE, MUTED.c.partnership_id == THERE)
)


@dataclass(frozen=True)
class PlaceLine:
    """A place that somebody muted."""

    id: int
    name: str
    slug: str


MUTED_PLACES = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug)
    .join(MUTED, MUTED.c.partnership_id == PLACE.c.id)
    .where(MUTED.c.person_id == WHOSE)
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_MUTED),
    PlaceLine,
)
PLACE_WITH_ID = Statement(select(PLACE.c.id, PLACE.c.name, PLACE.c.slug).where(PLACE.c.id == THERE), PlaceLine)


def wishes(person_id: int) -> Wishes:
    """What this person chose; weekly, on Mondays, where nothing. One query."""
    rows = WISHES.all(person=person_id)
    ways = {row.kind: row.way for row in rows if row.kind is not None and row.way is not None}
    first = rows[0] if rows else _Wish(None, None, None, None, None, None)
    how = NEVER if ways.get(KEY) == NEVER else first.how or WEEKLY
    weekday = MONDAY if first.weekday is None else first.weekday
    asked = first.how is not None or KEY in ways
    return Wishes(how, weekday, first.told_until, first.last_day, ways, asked)


def wishes_of(reader: Reader) -> Wishes:
    """The same for who reads: whoever had switched off each e-mail that there was for them, before there were letters,
    gets none of these either until they choose one. One query.
    """
    found = wishes(reader.id)
    offered = [one.key for one in registry.offered_to(reader) if one.key in BEFORE_LETTERS]
    if not found.asked and offered and all(found.ways.get(key) == NEVER for key in offered):
        return replace(found, how=NEVER)
    return found


def muted_places(person_id: int) -> list[PlaceLine]:
    """The places of which they do not want to read, by name."""
    return MUTED_PLACES.all(person=person_id)


def is_muted(person_id: int, partnership_id: int) -> bool:
    """Whether this is one of them."""
    return IS_MUTED.value(person=person_id, place=partnership_id) is not None


def place_with_id(partnership_id: int) -> PlaceLine | None:
    """How a place is called."""
    return PLACE_WITH_ID.first(place=partnership_id)


@transactional
def keep(person_id: int, how: str, weekday: int) -> None:
    """Write down that somebody gets the letter daily, or weekly on this day of the week (commands.choose_letter)."""
    connection = session().connection()
    values = {"person_id": person_id, "how": how, "weekday": weekday}
    connection.execute(_keeping(connection.dialect.name), values)


@transactional
def mute(person_id: int, partnership_id: int) -> None:
    """Leave this place out of their letters. Twice is once."""
    if place_with_id(partnership_id) is None:
        raise Missing
    connection = session().connection()
    values = {"person_id": person_id, "partnership_id": partnership_id, "muted_at": now()}
    connection.execute(_muting(connection.dialect.name), values)


@transactional
def hear_again(person_id: int, partnership_id: int) -> None:
    """Tell of this place again. Where it was not muted nothing changes."""
    session().execute(
        delete(MutedPlace).where(and_(MutedPlace.person_id == person_id, MutedPlace.partnership_id == partnership_id))
    )


def without_letter() -> Any:
    """SQL over person: they do without it, or neither came in nor were invited."""
    word = literal_column(f"'{NEVER}'", String), literal_column(f"'{KEY}'", String)
    chosen = (
        select(CHOICE.c.id)
        .where(CHOICE.c.person_id == PERSON.c.id, CHOICE.c.kind == word[1], CHOICE.c.how == word[0])
        .correlate(PERSON)
        .exists()
    )
    return or_(chosen, ~has_arrived())


@cache
def _keeping(dialect: str) -> Any:
    made: Any = sqlite.insert(LETTER_READER) if dialect == "sqlite" else postgresql.insert(LETTER_READER)  # type: ignore[arg-type]
    new = made.excluded
    return made.on_conflict_do_update(
        index_elements=[LETTER_READER.c.person_id], set_={"how": new.how, "weekday": new.weekday}
    )


@cache
def _muting(dialect: str) -> Any:
    made: Any = sqlite.insert(MUTED) if dialect == "sqlite" else postgresql.insert(MUTED)  # type: ignore[arg-type]
    return made.on_conflict_do_nothing()
