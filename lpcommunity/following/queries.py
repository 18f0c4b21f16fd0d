"""Who follows what."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, bindparam, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import EntryLike
from lpcommunity.following.models import Follow
from lpcommunity.following.policy import can_follow, can_follow_person
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import Statement, session

FOLLOW: FromClause = Follow.__table__
PLACE: FromClause = Partnership.__table__
THEME: FromClause = Theme.__table__

MINE = FOLLOW.c.person_id == bindparam("reader", type_=Integer)
THESE = bindparam("these", type_=Integer, expanding=True)


def _followed(target: ColumnElement[int]) -> Statement[dict[str, int]]:
    """Which of these the reader follows."""
    return Statement(select(target).where(MINE, target.in_(THESE)))


FOLLOWED_PLACES = _followed(FOLLOW.c.partnership_id)
FOLLOWED_THEMES = _followed(FOLLOW.c.theme_id)
FOLLOWED_PEOPLE = _followed(FOLLOW.c.followed_id)
FOLLOWS_ANYBODY: Statement[Any] = Statement(select(FOLLOW.c.id).where(MINE).limit(1))


@dataclass(frozen=True)
class Target:
    """Somebody or something that could be followed, by the name that a page gives it."""

    key: str | int  # its slug, or the number of a person
    name: str


PLACE_NAMED = Statement(
    select(PLACE.c.slug.label("key"), PLACE.c.name).where(PLACE.c.id == bindparam("place", type_=Integer)), Target
)
PERSON_NAMED = Statement(
    select(PERSON.c.id.label("key"), PERSON.c.name).where(PERSON.c.id == bindparam("person", type_=Integer)), Target
)


@dataclass(frozen=True)
class FollowedThing:
    """One of those followed, as a list shows it."""

    kind: str  # partnership, theme, person
    key: str  # its slug, or the number of a person
    name: str


def followed_places(actor: Reader | Visitor, partnership_ids: Collection[int]) -> frozenset[int]:
    """Which of these places the actor follows: one query; none for somebody signed out."""
    return _held(FOLLOWED_PLACES, actor, partnership_ids)


def followed_themes(actor: Reader | Visitor, theme_ids: Collection[int]) -> frozenset[int]:
    """Which of these themes the actor follows."""
    return _held(FOLLOWED_THEMES, actor, theme_ids)


def followed_people(actor: Reader | Visitor, person_ids: Collection[int]) -> frozenset[int]:
    """Which of these people the actor follows."""
    return _held(FOLLOWED_PEOPLE, actor, person_ids)


def follows_anybody(actor: Reader) -> bool:
    """Whether this person follows anything or anybody."""
    return FOLLOWS_ANYBODY.value(reader=actor.id) is not None


def person_to_follow(person_id: int) -> Person:
    """The person of this number, if there is one. Raises Missing. Whether to follow them is the policy's."""
    found = session().get(Person, person_id)
    if found is None:
        raise Missing
    return found


def followed_person(actor: Reader, person_id: int) -> Person | None:
    """The person of this number, if the actor follows them."""
    return session().get(Person, person_id) if followed_people(actor, [person_id]) else None


def around(actor: Reader, entry: EntryLike, written_by: Reader | Visitor) -> list[tuple[FollowedThing, bool]]:
    """Whom one might follow because of this entry, its place and its author, and whether one does already."""
    found: list[tuple[FollowedThing, bool]] = []
    if entry.partnership_id and can_follow(actor):
        place = PLACE_NAMED.first(place=entry.partnership_id)
        if place is not None:
            followed = bool(followed_places(actor, [entry.partnership_id]))
            if followed or entry.partnership_id not in actor.places:  # whose news comes anyhow
                found.append((FollowedThing("partnership", str(place.key), place.name), followed))
    author = PERSON_NAMED.first(person=entry.author_id)
    if author is not None and can_follow_person(actor, written_by):
        followed = bool(followed_people(actor, [entry.author_id]))
        found.append((FollowedThing("person", str(author.key), author.name), followed))
    return found


def _held(statement: Statement[dict[str, int]], actor: Reader | Visitor, ids: Collection[int]) -> frozenset[int]:
    if isinstance(actor, Visitor) or not ids:
        return frozenset()
    return frozenset(statement.values(reader=actor.id, these=sorted(ids)))
