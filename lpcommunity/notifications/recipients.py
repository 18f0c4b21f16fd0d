"""Who is told of what, and why: decided anew when they are told, not when it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
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

from lpcommunity.entries.models import PUBLISHED, entry_theme
from lpcommunity.entries.policy import ENTRY, MEANT_FOR, PLACE
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs, current
from lpcommunity.people.models import first_name_of
from lpcommunity.people.terms import PERSON, can_sign_in, holds
from lpcommunity.storage import Statement, today

MEMBER, FACILITATOR, AUTHOR, TEAM = "member", "facilitator", "author", "programme-team"
FOLLOWS_PLACE, FOLLOWS_PERSON, FOLLOWS_THEME = "follows-partnership", "follows-person", "follows-theme"
# Whom an entry concerns; the strongest reason first: whoever is told for two is told of the first.
AROUND = (MEMBER, FACILITATOR, FOLLOWS_PLACE, FOLLOWS_PERSON, FOLLOWS_THEME)
BATCH = 1000


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told, and the reason."""

    person_id: int
    reason: str
    name: str = ""
    email: str = ""

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)


@dataclass(frozen=True)
class EntryFacts:
    """What decides who is told of an entry."""

    entry_id: int
    author_id: int
    partnership_id: int | None
    audience: str
    state: str


FOLLOW: FromClause = Follow.__table__
ENTRY_ID = bindparam("entry", type_=Integer)
AUTHOR_ID = bindparam("author", type_=Integer)
AFTER = bindparam("after", type_=Integer)


def _rank(reason: str) -> ColumnElement[int]:
    return literal_column(str(AROUND.index(reason)), Integer)


def _followers(reason: str, *which: ColumnElement[bool], among: FromClause = FOLLOW) -> Select[Any]:
    rank = _rank(reason).label("rank")
    return select(FOLLOW.c.person_id, rank).select_from(among).where(*which, FOLLOW.c.person_id > AFTER)


def _around() -> Select[Any]:
    """The next so many of those whom an entry concerns and for whom it is meant, along the ids of people."""
    role = case((MEMBERSHIP.c.role == FACILITATOR, _rank(FACILITATOR)), else_=_rank(MEMBER))
    here = select(MEMBERSHIP.c.person_id, role.label("rank")).where(
        MEMBERSHIP.c.partnership_id == PLACE, current(), MEMBERSHIP.c.person_id > AFTER
    )
    of_theme = entry_theme.join(FOLLOW, FOLLOW.c.theme_id == entry_theme.c.theme_id)
    reasons = union_all(
        here,
        _followers(FOLLOWS_PLACE, FOLLOW.c.partnership_id == PLACE),
        _followers(FOLLOWS_PERSON, FOLLOW.c.followed_id == AUTHOR_ID),
        _followers(FOLLOWS_THEME, entry_theme.c.entry_id == ENTRY_ID, among=of_theme),
    ).subquery("reasons")
    strongest = (
        select(reasons.c.person_id, func.min(reasons.c.rank).label("rank"))
        .group_by(reasons.c.person_id)
        .subquery("strongest")
    )
    return (
        select(PERSON.c.id.label("person_id"), strongest.c.rank)
        .select_from(strongest.join(PERSON, PERSON.c.id == strongest.c.person_id))
        .where(MEANT_FOR, PERSON.c.id != AUTHOR_ID)
        .order_by(PERSON.c.id)
        .limit(bindparam("size", type_=Integer))
    )


def _ranked(person_id: int, rank: int) -> Recipient:
    return Recipient(person_id, AROUND[rank])


WHO = (PERSON.c.id.label("person_id"), PERSON.c.name, PERSON.c.email)

ENTRY_FACTS = Statement(
    select(
        ENTRY.c.id.label("entry_id"), ENTRY.c.author_id, ENTRY.c.partnership_id, ENTRY.c.audience, ENTRY.c.state
    ).where(ENTRY.c.id == ENTRY_ID),
    EntryFacts,
)
CONCERNED = Statement(_around(), _ranked)
FACILITATORS = Statement(
    select(*WHO).where(belongs(PLACE, MEMBERSHIP.c.role == FACILITATOR, membership=MEMBERSHIP)).order_by(PERSON.c.id),
    partial(Recipient, reason=FACILITATOR),
)
PROGRAMME_TEAM = Statement(
    select(*WHO).where(holds("programme-team")).order_by(PERSON.c.id), partial(Recipient, reason=TEAM)
)
PERSON_WITH_ID = Statement(
    select(*WHO).where(PERSON.c.id == bindparam("person", type_=Integer), can_sign_in()),
    partial(Recipient, reason=""),
)


def around(entry: EntryFacts, size: int = BATCH) -> Iterator[Recipient]:
    """Members and facilitators of the place, and whoever follows place, author or a theme: those for whom it is meant.

    A query for each so many, in the order of their ids: an entry may concern thousands. What is not on record, or no
    longer, concerns nobody.
    """
    if entry.state != PUBLISHED:
        return
    values = {
        "entry": entry.entry_id,
        "author": entry.author_id,
        "place": entry.partnership_id,
        "audience": entry.audience,
        "today": today(),
        "size": size,
    }
    after = 0
    while batch := CONCERNED.all(values, after=after):
        yield from batch
        if len(batch) < size:
            return
        after = batch[-1].person_id


def entry_facts(entry_id: int) -> EntryFacts | None:
    """What decides who is told of the entry of this id."""
    return ENTRY_FACTS.first(entry=entry_id)


def facilitators(partnership_id: int) -> list[Recipient]:
    """The current facilitators of this partnership."""
    return FACILITATORS.all(place=partnership_id, today=today())


def programme_team() -> list[Recipient]:
    """Those who run a programme."""
    return PROGRAMME_TEAM.all()


def person_with_id(person_id: int | None) -> Recipient | None:
    """This person, if they have an open account."""
    return PERSON_WITH_ID.first(person=person_id) if person_id is not None else None
