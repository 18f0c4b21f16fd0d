"""Where reflections wait, and for how long, for the programme team: places and days, never what is confided."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import ENTRY, READER, reads
from lpcommunity.entries.queries import PLACE, SIZE
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.reviews.queries import PLACES, ROW, WAITS, WaitingTime
from lpcommunity.storage import Statement, today


@dataclass(frozen=True)
class WaitingPlace:
    """A partnership in which reflections wait, or that has no facilitator: all that the programme team is told."""

    name: str
    slug: str
    facilitators: int
    waited: tuple[WaitingTime, ...]  # the longest first; of a short overview the longest only
    waiting: int


@dataclass(frozen=True)
class WaitingHere:
    """How many reflections wait in a place, and for how long the oldest of them."""

    number: int
    oldest: WaitingTime


MOST_WAITING, MOST_WITHOUT = 500, 200


def _facilitates(place: FromClause) -> ColumnElement[bool]:
    """SQL over membership and person: an open account that facilitates this place today."""
    here = and_(MEMBERSHIP.c.partnership_id == place.c.id, MEMBERSHIP.c.role == "facilitator", current())
    return and_(here, MEMBERSHIP.c.person_id == PERSON.c.id, can_sign_in())


# All that the programme team is told: where, and since when (PROMISES section 1).
WAITING_IN = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug, ROW.c.waiting_since)
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id).join(PLACE, PLACE.c.id == ENTRY.c.partnership_id))
    .where(WAITS, ENTRY.c.audience != "me")
    .order_by(ROW.c.waiting_since, ENTRY.c.id)
    .limit(MOST_WAITING),
)
_oldest = func.min(ROW.c.waiting_since)
LONGEST_WAITING = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug, _oldest.label("waiting_since"), func.count().label("number"))
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id).join(PLACE, PLACE.c.id == ENTRY.c.partnership_id))
    .where(WAITS, ENTRY.c.audience != "me")
    .group_by(PLACE.c.id, PLACE.c.name, PLACE.c.slug)
    .order_by(_oldest, func.min(ENTRY.c.id))
    .limit(SIZE),
)
# The sum of nothing keeps a database from walking through all that these places ever wrote: little waits.
_of_these = (ENTRY.c.partnership_id + 0).in_(PLACES)
FIRST_WAITING = Statement(
    select(ENTRY.c.partnership_id.label("place_id"), _oldest.label("waiting_since"), func.count().label("number"))
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id))
    .where(WAITS, ENTRY.c.audience != "me", _of_these)
    .group_by(ENTRY.c.partnership_id),
)
FIRST_WAITING_FOR = Statement(
    select(ENTRY.c.partnership_id.label("place_id"), _oldest.label("waiting_since"), func.count().label("number"))
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id))
    .where(WAITS, EXCHANGE, ENTRY.c.author_id != READER, _of_these)
    .group_by(ENTRY.c.partnership_id),
)
FACILITATORS_OF = Statement(
    select(PLACE.c.id, func.count().label("number"))
    .select_from(PLACE.join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == PLACE.c.id).join(PERSON, _facilitates(PLACE)))
    .where(PLACE.c.id.in_(PLACES))
    .group_by(PLACE.c.id),
)
WITHOUT_FACILITATOR = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug)
    .where(~exists().select_from(MEMBERSHIP.join(PERSON, _facilitates(PLACE))).correlate(PLACE))
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_WITHOUT),
)


def waiting_overview() -> list[WaitingPlace]:
    """The places where somebody waits, the longest first, then those without a facilitator by name: three queries.

    No title, no author, no words, no cycle. For those whom policy.can_see_waiting admits.
    """
    waits: dict[int, list[WaitingTime]] = {}
    names: dict[int, tuple[str, str]] = {}
    for row in WAITING_IN.all():
        waits.setdefault(row["id"], []).append(WaitingTime(row["waiting_since"]))
        names[row["id"]] = row["name"], row["slug"]
    counted = {row["id"]: row["number"] for row in FACILITATORS_OF.all(places=sorted(waits), today=today())}
    waiting = [
        WaitingPlace(*names[place_id], counted.get(place_id, 0), tuple(since), len(since))
        for place_id, since in waits.items()
    ]
    return waiting + _without_facilitator(set(waits))


def longest_waiting(most: int) -> list[WaitingPlace]:
    """The first of the places where somebody waits, each with how many do and since when the first: two queries."""
    rows = LONGEST_WAITING.all(size=most)
    known = [row["id"] for row in rows]
    counted = {row["id"]: row["number"] for row in FACILITATORS_OF.all(places=sorted(known), today=today())}
    return [
        WaitingPlace(
            row["name"], row["slug"], counted.get(row["id"], 0), (WaitingTime(row["waiting_since"]),), row["number"]
        )
        for row in rows
    ]


def first_waiting(place_ids: Collection[int]) -> dict[int, WaitingHere]:
    """Of these places those where something waits, how much and since when; not whose or what. One query."""
    return _by_place(FIRST_WAITING.all(places=sorted(place_ids)))


def first_waiting_for(actor: Reader, place_ids: Collection[int]) -> dict[int, WaitingHere]:
    """The same of what waits for this facilitator, and reaches them. One query."""
    return _by_place(FIRST_WAITING_FOR.all(reads(actor), places=sorted(place_ids)))


def _by_place(rows: Iterable[Mapping[str, Any]]) -> dict[int, WaitingHere]:
    return {row["place_id"]: WaitingHere(row["number"], WaitingTime(row["waiting_since"])) for row in rows}


def _without_facilitator(but: Collection[int]) -> list[WaitingPlace]:
    rows = WITHOUT_FACILITATOR.all(today=today())
    return [WaitingPlace(row["name"], row["slug"], 0, (), 0) for row in rows if row["id"] not in but]
