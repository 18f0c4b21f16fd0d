"""Following and stopping. Nobody is told of either; doing it twice is doing it once."""

from typing import Any

from sqlalchemy import ColumnElement, delete
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import require
from lpcommunity.access.rate_limits import FOLLOWS, limited
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.following import policy
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import now, session, transactional


@limited(FOLLOWS)
@transactional
def follow(
    actor: Reader, *, partnership: Partnership | None = None, theme: Theme | None = None, person: Person | None = None
) -> None:
    """Follow exactly one partnership, theme or person from now on. Raises Refused for who may not."""
    target = _one_of(partnership, theme, person)
    if person is not None:
        require(policy.can_follow_person(actor, reader_of(person.id)))
    else:
        require(policy.can_follow(actor))
    try:
        with session().begin_nested():
            session().add(Follow(person_id=actor.id, since=now(), **target))
    except IntegrityError:  # followed already, perhaps by the other click of a double click
        return


@transactional
def unfollow(
    actor: Reader, *, partnership: Partnership | None = None, theme: Theme | None = None, person: Person | None = None
) -> None:
    """Follow it no longer."""
    [(column, target_id)] = _one_of(partnership, theme, person).items()
    which: ColumnElement[bool] = getattr(Follow, column) == target_id
    session().execute(delete(Follow).where(Follow.person_id == actor.id, which))


def _one_of(partnership: Partnership | None, theme: Theme | None, person: Person | None) -> dict[str, int]:
    targets: dict[str, Any] = {"partnership_id": partnership, "theme_id": theme, "followed_id": person}
    named = {column: thing.id for column, thing in targets.items() if thing is not None}
    if len(named) != 1:
        raise TypeError("One partnership, one theme or one person.")
    return named
