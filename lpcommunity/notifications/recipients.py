"""Who is told of what, and why: decided anew when they are told, not when it happened."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from lpcommunity.entries.models import PUBLISHED, Entry, entry_theme
from lpcommunity.entries.readership import readers
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.models import MEMBER_ROLES
from lpcommunity.partnerships.terms import people_of
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.reviews.models import Review
from lpcommunity.storage import session

Reason = str
# The strongest reason first: whoever is told for two is told of the first.
MEMBER, FACILITATOR, AUTHOR, TEAM = "member", "facilitator", "author", "programme-team"
FOLLOWS_PLACE, FOLLOWS_PERSON, FOLLOWS_THEME = "follows-partnership", "follows-person", "follows-theme"


def of_entry(entry: Entry) -> dict[int, Reason]:
    """Members and facilitators of the place, and whoever follows place, author or a theme: those who may read it."""
    reasons: dict[int, Reason] = {}
    if entry.partnership_id is not None:
        _add(reasons, members(entry.partnership_id), MEMBER)
        _add(reasons, facilitators(entry.partnership_id), FACILITATOR)
        _add(reasons, _followers(Follow.partnership_id == entry.partnership_id), FOLLOWS_PLACE)
    _add(reasons, _followers(Follow.followed_id == entry.author_id), FOLLOWS_PERSON)
    themes = select(entry_theme.c.theme_id).where(entry_theme.c.entry_id == entry.id)
    _add(reasons, _followers(Follow.theme_id.in_(themes)), FOLLOWS_THEME)
    reasons.pop(entry.author_id, None)
    return _who_may_read(entry, reasons)


def members(partnership_id: int) -> list[int]:
    """The current members of this partnership."""
    return _ids(people_of([partnership_id], list(MEMBER_ROLES)))


def facilitators(partnership_id: int) -> list[int]:
    """The current facilitators of this partnership."""
    return _ids(people_of([partnership_id], ["facilitator"]))


def reviewers(entry: Entry) -> list[int]:
    """The current facilitators who have answered this reflection before."""
    authors = select(Review.author_id).where(Review.reflection_id == entry.id)
    return _ids(people_of([entry.partnership_id or 0], ["facilitator"]), Person.id.in_(authors))


def programme_team() -> list[int]:
    """Those who run a programme."""
    held = select(RoleHolding.person_id).where(RoleHolding.role == TEAM, RoleHolding.ended_at.is_(None))
    return _ids(Person.id.in_(held), Person.disabled_at.is_(None))


def people(ids: Iterable[int]) -> list[Person]:
    """These people, in the order of their ids."""
    return list(session().scalars(select(Person).where(Person.id.in_(list(ids))).order_by(Person.id)))


def _add(reasons: dict[int, Reason], ids: Iterable[int], why: Reason) -> None:
    for person_id in ids:
        reasons.setdefault(person_id, why)


def _ids(*where: ColumnElement[bool]) -> list[int]:
    return list(session().scalars(select(Person.id).where(*where).order_by(Person.id)))


def _followers(which: ColumnElement[bool]) -> list[int]:
    return list(session().scalars(select(Follow.person_id).where(which).order_by(Follow.person_id)))


def _who_may_read(entry: Entry, reasons: dict[int, Reason]) -> dict[int, Reason]:
    """Those among them for whom it is meant (a test holds this equal to entries.policy.can_read)."""
    if entry.state != PUBLISHED:
        return {}
    meant = set(readers(entry.partnership_id or 0, entry.audience))
    return {person_id: why for person_id, why in reasons.items() if person_id in meant}
