"""Who an audience is, by name or by number: what a person reads before they send."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import FromClause, Integer, bindparam, func, select

from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.policy import CONFIDED_TO, PLACE
from lpcommunity.partnerships.models import MEMBER_ROLES
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs, in_community
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, db, now, today


@dataclass(frozen=True)
class Facilitator:
    """One of those who answer."""

    id: int
    name: str

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)


LARGE = 1_000  # people; beyond it, whether somebody came a minute ago makes no difference to who writes
KEPT_FOR = 300.0  # seconds

_one: FromClause = MEMBERSHIP.alias("one")
FACILITATORS: Statement[Any] = Statement(
    select(PERSON.c.name)
    .where(belongs(PLACE, _one.c.role == "facilitator", membership=_one))
    .order_by(PERSON.c.sort_name, PERSON.c.id)
)
MEMBERS: Statement[Any] = Statement(
    select(func.count())
    .select_from(PERSON)
    .where(belongs(PLACE, _one.c.role.in_(sorted(MEMBER_ROLES)), membership=_one))
)
CONFIDANTS = Statement(
    select(PERSON.c.id, PERSON.c.name)
    .where(CONFIDED_TO, PERSON.c.id != bindparam("author", type_=Integer))
    .order_by(PERSON.c.sort_name, PERSON.c.id),
    Facilitator,
)
COMMUNITY: Statement[Any] = Statement(select(func.count()).select_from(PERSON).where(in_community()))

_counted: dict[str, tuple[float, int]] = {}  # the community of a database, and when it was counted


class HasName(Protocol):
    """A partnership, as a row or as a value."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Readership:
    """The people around one partnership, as its members need to know them before they write."""

    facilitators: list[str]  # names, in the order of names
    members: int  # members of the partnership, the writer among them
    community: int  # everyone with a current membership or role
    place: str


def readership_of(partnership: HasName) -> Readership:
    """Who could read what is posted in this partnership, from its facilitators to the community: three queries."""
    known = {"place": partnership.id, "today": today()}
    return Readership(FACILITATORS.values(known), int(MEMBERS.value(known) or 0), community_size(), partnership.name)


def confided_readership(
    readership: Readership, place_id: int, *, author_id: int, confided_at: datetime | None, comes_of: int | None
) -> Readership:
    """The same, with those of its facilitators alone, its author aside, whom something reaches that was confided at
    that moment, in the exchange of that entry if it comes of one. One query, and none where nothing was confided.
    """
    if confided_at is None:
        return readership
    reached = CONFIDANTS.all(
        place=place_id, author=author_id, entry=comes_of or 0, confided_at=confided_at, today=today(), now=now()
    )
    return replace(readership, facilitators=[one.name for one in reached])


def facilitators_of(partnership: HasName) -> list[str]:
    """The names of those who facilitate this partnership now: one query."""
    return FACILITATORS.values(place=partnership.id, today=today())


def confidants_of(entry: EntryLike) -> list[Facilitator]:
    """Those of the present facilitators, its author aside, whom what is confided of this entry reaches: one query."""
    return CONFIDANTS.all(
        place=entry.partnership_id, author=entry.author_id, entry=entry.id, confided_at=entry.confided_at,
        today=today(), now=now(),
    )  # fmt: skip


def community_size() -> int:
    """How many people the community is: exactly while it is small; a large one is counted every few minutes."""
    database = str(db.engine.url)
    counted_at, size = _counted.get(database, (0.0, 0))
    if size <= LARGE or time.monotonic() - counted_at > KEPT_FOR:
        size = int(COMMUNITY.value(today=today()) or 0)
        _counted[database] = time.monotonic(), size
    return size
