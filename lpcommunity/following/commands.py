"""Following, stopping, and having looked. Nobody is told of any; doing it twice is doing it once."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import require
from lpcommunity.access.rate_limits import FOLLOWS, limited
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.following import policy
from lpcommunity.following.models import Follow, Visit
from lpcommunity.following.queries import followed_places
from lpcommunity.following.visits import SITTING
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


@transactional
def note_visit(actor: Reader, partnership: Partnership, *, seen: bool = False) -> None:
    """This person looks at the page of a place, of their own or followed; or, `seen`, has looked: then nothing that
    came so far is new to them. Raises Refused for any other place.

    Known to themselves alone, so nothing is recorded of it: neither an event nor an audit line.
    """
    followed = bool(followed_places(actor, [partnership.id]))
    require(policy.has_visits(actor, partnership.id, followed=followed))
    moment = now()
    here = Visit.person_id == actor.id, Visit.partnership_id == partnership.id
    visit = session().scalar(select(Visit).where(*here).with_for_update())
    if visit is None:
        _first_visit(actor, partnership)
        return
    if seen:
        visit.before_at = moment
    elif moment - visit.looked_at >= SITTING:
        visit.before_at = visit.looked_at
    visit.looked_at = moment


def _first_visit(actor: Reader, partnership: Partnership) -> None:
    try:
        with session().begin_nested():
            session().add(Visit(person_id=actor.id, partnership_id=partnership.id, looked_at=now()))
    except IntegrityError:  # another window was first
        return


def _one_of(partnership: Partnership | None, theme: Theme | None, person: Person | None) -> dict[str, int]:
    targets: dict[str, Any] = {"partnership_id": partnership, "theme_id": theme, "followed_id": person}
    named = {column: thing.id for column, thing in targets.items() if thing is not None}
    if len(named) != 1:
        raise TypeError("One partnership, one theme or one person.")
    return named
