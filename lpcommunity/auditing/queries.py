"""The audit record, newest first: what an administrator may know of each act, found along an index, page by page.

Of an act on an entry its reader knows no more than the resolver lets them read: else the record would tell who confided
something. What they may not know leaves the database in no column, and no filter finds a row by it:

- a row whose entry, audiences of then and exchange its reader may read stands there whole;
- of the others, those that are alike whatever was written (LIKE_ALL) stand there as an act on an entry, by whom and
  when; neither address nor request is given, since the line of that request in the logs names the kind;
- the rest, whose very presence tells that somebody confided something, do not exist for this reader.

What is no act on an entry is known by the kind of its subject, and must be listed: a new kind is hidden until it is. So
a decision on something confided (`confided-report`) is in the record, and on no page of it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
)

from lpcommunity.access import require
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import Reader
from lpcommunity.auditing.act_text import ON_AN_ENTRY
from lpcommunity.auditing.policy import can_read_record
from lpcommunity.entries.policy import ENTRY, READABLE, confided, meant_then, mine, reads
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Moment, Statement

PAGE = 50
MOST_IN_COPY = 20_000
MOST_PLACES = 1000
MOST_FOUND = 20
OPENS_AN_EXCHANGE = "exchange-opened"
LIKE_ALL = ("audience-changed", "entry-withdrawn")
NO_ENTRIES = (
    "person", "session", "limit", "invitation", "partnership", "organisation", "programme", "theme", "project",
    "milestone", "action", "audit", "report",
)  # fmt: skip
EVER, NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

AUDIT: FromClause = AuditRecord.__table__
PLACE: FromClause = Partnership.__table__
_doer, _whom = PERSON.alias("doer"), PERSON.alias("whom")
_no_entry = AUDIT.c.subject_kind.in_(NO_ENTRIES)


def _admitted_then(word: str) -> ColumnElement[bool]:
    """The audience that the row names by this word, as it was then, has the reader in it; or it names none."""
    audience = AUDIT.c.details[word].as_string()
    then: Any = SimpleNamespace(c=SimpleNamespace(n=literal(0), audience=audience, written_at=AUDIT.c.at))
    return or_(audience.is_(None), meant_then(then))


_whole = func.coalesce(
    or_(
        _no_entry,
        mine(),
        and_(
            READABLE,
            _admitted_then("before"),
            _admitted_then("after"),
            or_(AUDIT.c.act != OPENS_AN_EXCHANGE, confided()),
        ),
    ),
    false(),
)
_act = case((_whole, AUDIT.c.act), else_=literal(ON_AN_ENTRY))


# Each filter, with the value that lets everything through; the first moment of the page, and where it goes on.
WHO, WHERE = bindparam("who", type_=Integer), bindparam("where", type_=Integer)
WHAT, KEPT_AS = bindparam("what", type_=String), bindparam("kept_as", type_=String, expanding=True)
SINCE, BEFORE = bindparam("since", type_=Moment), bindparam("before_moment", type_=Moment)
BEFORE_ROW = bindparam("before_row", type_=Integer)
_is_theirs = or_(AUDIT.c.actor_id == WHO, and_(AUDIT.c.subject_kind == "person", AUDIT.c.subject_id == WHO))
_is_there = and_(AUDIT.c.partnership_id == WHERE, _whole)
_is_that = and_(AUDIT.c.act.in_(KEPT_AS), _act == WHAT)


@dataclass(frozen=True)
class Act:
    """One row as its reader may know it."""

    id: int
    at: datetime
    act: str
    actor_id: int | None
    actor: str | None
    whom_id: int | None
    whom: str | None
    place: str | None
    place_slug: str | None
    entry_id: int | None
    entry_kind: str | None
    details: dict[str, Any] | None
    by_request: bool
    request_id: str | None
    address: str | None


def _record(*, who: bool = False, where: bool = False, what: bool = False) -> Statement[Act]:
    """The statement that walks along the index of this filter; the others narrow what it finds."""
    narrowed = (
        _is_theirs if who else or_(WHO == 0, _is_theirs),
        _is_there if where else or_(WHERE == 0, _is_there),
        _is_that if what else or_(WHAT == "", _is_that),
    )
    picked = (
        select(AUDIT, ENTRY.c.id.label("entry_id"), ENTRY.c.kind.label("entry_kind"), _whole.label("whole"))
        .select_from(AUDIT.outerjoin(ENTRY, and_(ENTRY.c.id == AUDIT.c.subject_id, ~_no_entry)))
        .where(
            or_(_whole, AUDIT.c.act.in_(LIKE_ALL)),
            *narrowed,
            AUDIT.c.at >= SINCE,
            AUDIT.c.at <= BEFORE,
            or_(AUDIT.c.at < BEFORE, AUDIT.c.id < BEFORE_ROW),
        )
        .order_by(AUDIT.c.at.desc(), AUDIT.c.id.desc())
        .limit(bindparam("size", type_=Integer))
        .subquery("picked")
    )
    return Statement(_named(picked), Act)


def _named(picked: FromClause) -> Select[Any]:
    """The rows with names in place of numbers, and without what their reader may not know."""

    def if_whole(column: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((picked.c.whole, column))

    is_person = picked.c.subject_kind == "person"
    return (
        select(
            picked.c.id,
            picked.c.at,
            case((picked.c.whole, picked.c.act), else_=literal(ON_AN_ENTRY)).label("act"),
            picked.c.actor_id,
            _doer.c.name.label("actor"),
            _whom.c.id.label("whom_id"),
            _whom.c.name.label("whom"),
            if_whole(PLACE.c.name).label("place"),
            if_whole(PLACE.c.slug).label("place_slug"),
            if_whole(picked.c.entry_id).label("entry_id"),
            if_whole(picked.c.entry_kind).label("entry_kind"),
            if_whole(picked.c.details).label("details"),
            picked.c.request_id.is_not(None).label("by_request"),
            if_whole(picked.c.request_id).label("request_id"),
            if_whole(picked.c.address).label("address"),
        )
        .select_from(
            picked.outerjoin(_doer, _doer.c.id == picked.c.actor_id)
            .outerjoin(_whom, and_(_whom.c.id == picked.c.subject_id, is_person))
            .outerjoin(PLACE, PLACE.c.id == picked.c.partnership_id)
        )
        .order_by(picked.c.at.desc(), picked.c.id.desc())
    )


EVERYTHING, OF_PERSON, OF_PLACE, OF_ACT = _record(), _record(who=True), _record(where=True), _record(what=True)


@dataclass(frozen=True)
class Choice:
    """What the record is narrowed by. `until` is the first moment that no longer belongs to it."""

    person_id: int = 0
    place_id: int = 0
    act: str = ""
    since: datetime = EVER
    until: datetime = NEVER

    def values(self) -> dict[str, Any]:
        """The values that the statements ask for."""
        kept_as = LIKE_ALL if self.act == ON_AN_ENTRY else (self.act,)
        return {
            "who": self.person_id,
            "where": self.place_id,
            "what": self.act,
            "kept_as": list(kept_as),
            "since": self.since,
        }

    @property
    def statement(self) -> Statement[Act]:
        """That which finds the fewest rows to look at."""
        if self.person_id:
            return OF_PERSON
        if self.place_id:
            return OF_PLACE
        return OF_ACT if self.act else EVERYTHING


@dataclass(frozen=True)
class RecordPage:
    """Some acts, newest first, and the cursor of the next page if there is one."""

    acts: list[Act]
    next: str | None


def record(actor: Reader, choice: Choice, after: str | None = None, size: int = PAGE) -> RecordPage:
    """The acts that this administrator may know of: one query. `after` is the cursor that the page before gave; a
    broken one begins at the top. Raises Refused for anybody else.
    """
    require(can_read_record(actor))
    before, row = _place_of(after, choice.until)
    values = {**choice.values(), "before_moment": before, "before_row": row, "size": size + 1}
    found = choice.statement.all(reads(actor), values)
    acts = found[:size]
    return RecordPage(acts, _cursor(acts[-1]) if len(found) > size else None)


def _cursor(act: Act) -> str:
    return f"{act.at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{act.id}"


def _place_of(after: str | None, until: datetime) -> tuple[datetime, int]:
    moment, _, number = (after or "").partition("-")
    try:
        at = datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        row = min(int(number[:12]), 2**31 - 1)
    except ValueError:
        return until, 0
    return (at, row) if at < until else (until, 0)


@dataclass(frozen=True)
class Named:
    """A person or a place to choose."""

    id: int
    name: str
    about: str


WORDS, MAIL = bindparam("words", type_=String), bindparam("mail", type_=String)
PEOPLE = Statement(
    select(PERSON.c.id, PERSON.c.name, PERSON.c.email.label("about"))
    .where(or_(PERSON.c.email == MAIL, PERSON.c.sort_name.like(WORDS, escape="!")))
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_FOUND),
    Named,
)
PERSON_WITH_ID = Statement(
    select(PERSON.c.id, PERSON.c.name, PERSON.c.email.label("about")).where(PERSON.c.id == WHO), Named
)
PLACES = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug.label("about"))
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_PLACES),
    Named,
)


def people_named(words: str, mail: str) -> list[Named]:
    """People in whose name these words stand, folded as sort names are, or who have this address; a few at most."""
    escaped = re.sub(r"([!%_])", r"!\1", words)
    return PEOPLE.all(words=f"%{escaped}%", mail=mail)


def person_with_id(person_id: int) -> Named | None:
    """The person of this number, an account that is closed as well."""
    return PERSON_WITH_ID.first(who=person_id)


def places() -> list[Named]:
    """The partnerships to choose from, by name."""
    return PLACES.all()
