"""Who introduces whom, and who reads it."""

from sqlalchemy import ColumnElement, FromClause, or_

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.entries.policy import READER
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.people.policy import can_see_person

INTRODUCTION: FromClause = PeopleIntroduction.__table__


def can_introduce_somebody_to(actor: Reader, whom: Reader | Visitor) -> bool:
    """Whether the actor may introduce this person to somebody: another one of the community, to whom both belong."""
    return actor.in_community and not isinstance(whom, Visitor) and actor.id != whom.id and can_see_person(actor, whom)


def can_introduce(actor: Reader, one: Reader | Visitor, other: Reader | Visitor) -> bool:
    """Whether the actor may introduce these two to each other, as things stand."""
    if isinstance(one, Visitor) or isinstance(other, Visitor) or one.id == other.id:
        return False
    return can_introduce_somebody_to(actor, one) and can_introduce_somebody_to(actor, other)


def can_share_address(actor: Reader, introduction: PeopleIntroduction) -> bool:
    """Whether the actor may let the other of the two have their address: one of them, while they see each other."""
    two = {introduction.one_id, introduction.other_id}
    if actor.id not in two:
        return False
    [other] = two - {actor.id}
    return can_introduce_somebody_to(actor, reader_of(other))


def is_theirs(introduction: FromClause = INTRODUCTION) -> ColumnElement[bool]:
    """SQL over people_introduction, or an alias of it: its reader wrote it, or is one of the two."""
    return or_(*(introduction.c[name] == READER for name in ("introducer_id", "one_id", "other_id")))
