"""Who follows what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, exists, false, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.policy import ENTRY, VISIBLE, reads
from lpcommunity.entries.queries import CARD_ROWS, PLACE
from lpcommunity.following.models import Follow
from lpcommunity.following.policy import can_follow, can_follow_person
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import Statement, session


@dataclass(frozen=True)
class Followed:
    """The ids of what one person follows."""

    partnerships: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.partnerships or self.themes or self.people)


@dataclass(frozen=True)
class FollowedThing:
    """One of those followed, as a list shows it."""

    kind: str  # partnership, theme, person
    key: str  # its slug, or the number of a person
    name: str


@dataclass(frozen=True)
class Named:
    """By what names an entry's place and author go."""

    author: str
    place: str | None
    place_slug: str | None


NAMED = Statement(
    select(PERSON.c.name.label("author"), PLACE.c.name.label("place"), PLACE.c.slug.label("place_slug"))
    .select_from(CARD_ROWS)
    .where(ENTRY.c.id == bindparam("entry", type_=Integer), VISIBLE),
    Named,
)


def followed_by(person: Reader | Visitor) -> Followed:
    """What this person follows, by id: one query; nothing for somebody signed out."""
    if isinstance(person, Visitor):
        return Followed()
    rows = session().execute(
        select(Follow.partnership_id, Follow.theme_id, Follow.followed_id).where(Follow.person_id == person.id)
    )
    held = list(rows)
    return Followed(
        partnerships=frozenset(place for place, _, _ in held if place is not None),
        themes=frozenset(theme for _, theme, _ in held if theme is not None),
        people=frozenset(whom for _, _, whom in held if whom is not None),
    )


def following(
    actor: Reader | Visitor, *, partnership: Any = None, theme: Any = None, person: Any = None
) -> ColumnElement[bool]:
    """SQL, for a query that lists things anyway: whether the actor follows the row with this id column."""
    if isinstance(actor, Visitor):
        return false()
    column, target = next(
        (column, target)
        for column, target in (
            (Follow.partnership_id, partnership),
            (Follow.theme_id, theme),
            (Follow.followed_id, person),
        )
        if target is not None
    )
    return exists().where(Follow.person_id == actor.id, column == target).correlate_except(Follow)


def follows_of(person: Reader) -> list[FollowedThing]:
    """What this person follows, by name: partnerships, then themes, then people. Three queries."""
    mine = Follow.person_id == person.id
    places = session().execute(
        select(Partnership.slug, Partnership.name)
        .join(Follow, Follow.partnership_id == Partnership.id)
        .where(mine)
        .order_by(Partnership.sort_name, Partnership.id)
    )
    themes = session().execute(
        select(Theme.slug, Theme.name)
        .join(Follow, Follow.theme_id == Theme.id)
        .where(mine)
        .order_by(Theme.sort_name, Theme.id)
    )
    people = session().execute(
        select(Person.id, Person.name)
        .join(Follow, Follow.followed_id == Person.id)
        .where(mine)
        .order_by(Person.sort_name, Person.id)
    )
    return [
        *(FollowedThing("partnership", slug, name) for slug, name in places),
        *(FollowedThing("theme", slug, name) for slug, name in themes),
        *(FollowedThing("person", str(person_id), name) for person_id, name in people),
    ]


def followers_of_partnership(partnership_id: int) -> list[int]:
    """The ids of those who follow this partnership."""
    return _followers(Follow.partnership_id == partnership_id)


def followers_of_person(person_id: int) -> list[int]:
    """The ids of those who follow this person."""
    return _followers(Follow.followed_id == person_id)


def followers_of_themes(theme_ids: Iterable[int]) -> list[int]:
    """The ids of those who follow at least one of these themes, each once."""
    return _followers(Follow.theme_id.in_(list(theme_ids)))


def _followers(which: ColumnElement[bool]) -> list[int]:
    return list(session().scalars(select(Follow.person_id).where(which).distinct().order_by(Follow.person_id)))


def person_to_follow(person_id: int) -> Person:
    """The person of this number, if there is one. Raises Missing. Whether to follow them is the policy's."""
    found = session().get(Person, person_id)
    if found is None:
        raise Missing
    return found


def followed_person(actor: Reader, person_id: int) -> Person | None:
    """The person of this number, if the actor follows them."""
    return session().scalar(
        select(Person)
        .join(Follow, Follow.followed_id == Person.id)
        .where(Follow.person_id == actor.id, Person.id == person_id)
    )


def around(actor: Reader, entry: EntryLike) -> list[tuple[FollowedThing, bool]]:
    """Whom one might follow because of this entry, its place and its author, and whether one does already."""
    held, named = followed_by(actor), NAMED.first(reads(actor), entry=entry.id)
    found: list[tuple[FollowedThing, bool]] = []
    if named is not None and named.place_slug is not None and can_follow(actor):
        place = FollowedThing("partnership", named.place_slug, named.place or "")
        found.append((place, entry.partnership_id in held.partnerships))
    if named is not None and can_follow_person(actor, reader_of(entry.author_id)):
        author = FollowedThing("person", str(entry.author_id), named.author)
        found.append((author, entry.author_id in held.people))
    return found
