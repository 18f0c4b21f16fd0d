"""Noting what somebody looked for, for themselves alone: the newest few."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import require
from lpcommunity.access.rate_limits import SEARCHES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.search import policy
from lpcommunity.search.models import RecentSearch
from lpcommunity.search.query_language import Wanted
from lpcommunity.storage import now, session, transactional

MOST = 20  # kept of one person


@limited(SEARCHES)
@transactional
def note_search(actor: Reader, wanted: Wanted) -> None:
    """Keep these words among those that this person looked for lately. Raises Refused for whoever does not search.

    Known to themselves alone, so nothing is recorded of it.
    """
    require(policy.can_search(actor))
    if not wanted:
        return
    mine = RecentSearch.person_id == actor.id
    found = session().scalar(select(RecentSearch).where(mine, RecentSearch.words == wanted.text))
    if found is not None:
        found.at = now()
        return
    try:
        with session().begin_nested():
            session().add(RecentSearch(person_id=actor.id, words=wanted.text, at=now()))
    except IntegrityError:  # noted already, by the other click of a double click
        return
    newest = select(RecentSearch.id).where(mine).order_by(RecentSearch.at.desc(), RecentSearch.id.desc())
    kept = list(session().scalars(newest.limit(MOST)))
    session().execute(delete(RecentSearch).where(mine, RecentSearch.id.not_in(kept)))


@transactional
def forget_searches(actor: Reader) -> None:
    """Forget all that this person looked for."""
    require(policy.can_search(actor))
    session().execute(delete(RecentSearch).where(RecentSearch.person_id == actor.id))
