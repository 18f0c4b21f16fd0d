"""Making the address of one's own feed, anew too, and ending it."""

import secrets

from sqlalchemy import delete, select

from lpcommunity import outbox
from lpcommunity.access import audit, require
from lpcommunity.access.rate_limits import FEEDS, limited
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.accounts.commands.accounts import on_closing
from lpcommunity.feeds import policy
from lpcommunity.feeds.domain_events import FeedAddressEnded, FeedAddressMade
from lpcommunity.feeds.models import FeedAddress
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional


@limited(FEEDS)
@transactional
def make_address(actor: Reader) -> None:
    """Give somebody an address for a feed of their own. One that they had before is dead from now on.

    Raises Refused for who is not in the community.
    """
    require(policy.can_have_feed(actor))
    _one_at_a_time(actor)
    session().merge(FeedAddress(person_id=actor.id, nonce=secrets.token_urlsafe(16), made_at=now()))
    audit.note("feed-address-made", actor_id=actor.id, subject_kind="person", subject_id=actor.id)
    outbox.record(FeedAddressMade(actor.id))


@transactional
def end_address(actor: Reader) -> None:
    """Let the address of one's own feed be dead. Twice is once."""
    _one_at_a_time(actor)
    known = session().get(FeedAddress, actor.id)
    if known is None:
        return
    session().delete(known)
    audit.note("feed-address-ended", actor_id=actor.id, subject_kind="person", subject_id=actor.id)
    outbox.record(FeedAddressEnded(actor.id))


def _one_at_a_time(actor: Reader) -> None:
    """Pressed twice at once, one comes first."""
    session().execute(select(Person.id).where(Person.id == actor.id).with_for_update())


@on_closing
def forget_address(_actor: Reader | Operator, person: Person) -> None:
    """An account that is opened again has no feed: who knew its address reads nothing."""
    session().execute(delete(FeedAddress).where(FeedAddress.person_id == person.id))
