"""Whom an entry concerns when it comes on record, and why: those of its place, and whoever follows the place, its
author or one of its themes, as far as it is meant for them. Said once: whom a form counts beforehand, the worker tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
    union_all,
)

from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import MEANT_FOR, PLACE
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, now, today

MEMBER, FACILITATOR = "member", "facilitator"
FOLLOWS_PLACE, FOLLOWS_PERSON, FOLLOWS_THEME = "follows-partnership", "follows-person", "follows-theme"
# The strongest reason first: whoever is told for two is told of the first.
REASONS = (MEMBER, FACILITATOR, FOLLOWS_PLACE, FOLLOWS_PERSON, FOLLOWS_THEME)
COUNTED = ("facilitators", "partnership", "community")  # "me" tells nobody, the public whom the community tells
BATCH = 1000


@dataclass(frozen=True)
class EntryFacts:
    """What decides whom an entry concerns."""

    entry_id: int
    author_id: int
    partnership_id: int | None
    audience: str
    state: str
    confided_at: datetime | None

    @property
    def values(self) -> dict[str, Any]:
        """The same as statements ask for it, today."""
        return {
            "entry": self.entry_id,
            "author": self.author_id,
            "place": self.partnership_id,
            "audience": self.audience,
            "confided_at": self.confided_at,
            "today": today(),
            "now": now(),
        }


@dataclass(frozen=True)
class Concerned:
    """Somebody whom an entry concerns, and the strongest reason."""

    person_id: int
    reason: str


FOLLOW: FromClause = Follow.__table__
AUTHOR = bindparam("author", type_=Integer)
AFTER = bindparam("after", type_=Integer)


def _rank(reason: str) -> ColumnElement[int]:
    return literal_column(str(REASONS.index(reason)), Integer)


def _followers(reason: str, *which: ColumnElement[bool], among: FromClause = FOLLOW) -> Select[Any]:
    rank = _rank(reason).label("rank")
    return select(FOLLOW.c.person_id, rank).select_from(among).where(*which, FOLLOW.c.person_id > AFTER)


def _concerned() -> Select[Any]:
    """Those with an id beyond `after` whom an entry concerns and for whom it is meant."""
    role = case((MEMBERSHIP.c.role == FACILITATOR, _rank(FACILITATOR)), else_=_rank(MEMBER))
    here = select(MEMBERSHIP.c.person_id, role.label("rank")).where(
        MEMBERSHIP.c.partnership_id == PLACE, current(), MEMBERSHIP.c.person_id > AFTER
    )
    of_entry = entry_theme.c.entry_id == bindparam("entry", type_=Integer)
    of_theme = entry_theme.join(FOLLOW, FOLLOW.c.theme_id == entry_theme.c.theme_id)
    reasons = union_all(
        here,
        _followers(FOLLOWS_PLACE, FOLLOW.c.partnership_id == PLACE),
        _followers(FOLLOWS_PERSON, FOLLOW.c.followed_id == AUTHOR),
        _followers(FOLLOWS_THEME, of_entry, among=of_theme),
    ).subquery("reasons")
    strongest = (
        select(reasons.c.person_id, func.min(reasons.c.rank).label("rank"))
        .group_by(reasons.c.person_id)
        .subquery("strongest")
    )
    return (
        select(PERSON.c.id.label("person_id"), strongest.c.rank)
        .select_from(strongest.join(PERSON, PERSON.c.id == strongest.c.person_id))
        .where(MEANT_FOR, PERSON.c.id != AUTHOR)
    )


def _ranked(person_id: int, rank: int) -> Concerned:
    return Concerned(person_id, REASONS[rank])


CONCERNED = Statement(_concerned().order_by(PERSON.c.id).limit(bindparam("size", type_=Integer)), _ranked)
HOW_MANY: Statement[Any] = Statement(select(func.count()).select_from(_concerned().subquery("concerned")))


def concerned(entry: EntryFacts, size: int = BATCH) -> Iterator[Concerned]:
    """All of them, in the order of their ids: a query for each so many, since an entry may concern thousands."""
    after = 0
    while batch := CONCERNED.all(entry.values, after=after, size=size):
        yield from batch
        if len(batch) < size:
            return
        after = batch[-1].person_id


def how_many(partnership_id: int, author_id: int, *audiences: str) -> dict[str, int]:
    """How many an entry posted here now would concern, by audience (all, or those that are named): a query for each
    that differs.

    Those who follow one of its themes come on top, since the themes are still to be chosen.
    """
    wanted = {"community" if one == "public" else one for one in audiences or COUNTED}
    to_come = (EntryFacts(0, author_id, partnership_id, audience, "", now()) for audience in COUNTED)
    counts = {one.audience: int(HOW_MANY.value(one.values, after=0) or 0) for one in to_come if one.audience in wanted}
    counts = dict.fromkeys(COUNTED, 0) | counts
    return {"me": 0, **counts, "public": counts["community"]}
