"""Introducing two people to each other."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import or_, select

from lpcommunity import outbox
from lpcommunity.access import Invalid, Missing, require
from lpcommunity.access.rate_limits import CHANGES, INTRODUCTIONS, limited
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.introductions import policy
from lpcommunity.introductions.domain_events import AddressShared, PeopleIntroduced
from lpcommunity.introductions.models import LONGEST_WHY, PeopleIntroduction
from lpcommunity.people.models import Person
from lpcommunity.storage import name_locks, now, session, transactional

A_YEAR = timedelta(days=365)


@limited(INTRODUCTIONS)
@transactional
def introduce(actor: Reader, one: Person, other: Person, why: str, idempotency_key: str) -> PeopleIntroduction:
    """Send each of these two people one message, with why. The same form pressed twice is once.

    Raises Refused where the actor may not see one of them, is one of them, or they are one; Invalid without a word why,
    and where the actor introduced the same two within a year.
    """
    require(policy.can_introduce(actor, reader_of(one.id), reader_of(other.id)))
    two = {one.id, other.id}
    name_locks.hold(f"introduction {actor.id} {min(two)} {max(two)}")
    # Whoever goes back to a form that was sent, and names somebody else in it, means one more.
    once_more = str(uuid5(NAMESPACE_OID, f"{idempotency_key} {min(two)} {max(two)}"))
    keys = PeopleIntroduction.idempotency_key.in_([idempotency_key, once_more])
    sent = list(session().scalars(select(PeopleIntroduction).where(keys)))
    if any(one_sent.introducer_id != actor.id for one_sent in sent):
        raise Missing
    for found in sent:
        if {found.one_id, found.other_id} == two:
            return found
    words = _checked(why)
    earlier = _lately(actor, two)
    if earlier is not None:
        raise Invalid("to", "introduction-again", one=one.name, other=other.name, at=earlier.made_at)
    made = PeopleIntroduction(
        introducer_id=actor.id, one_id=one.id, other_id=other.id, why=words, made_at=now(),
        idempotency_key=once_more if sent else idempotency_key,
    )  # fmt: skip
    session().add(made)
    session().flush()
    outbox.record(PeopleIntroduced(made.id, one.id, other.id, actor.id))
    return made


@limited(CHANGES)
@transactional
def share_address(actor: Reader, introduction_id: int) -> None:
    """Let the other of the two have one's e-mail address. Twice is once; it cannot be taken back.

    Raises Missing for whoever is none of the two, as for no introduction, and where they do not see each other today.
    """
    made = session().get(PeopleIntroduction, introduction_id, with_for_update=True)
    if made is None or not policy.can_share_address(actor, made):
        raise Missing
    is_one = actor.id == made.one_id
    if (made.one_shared_at if is_one else made.other_shared_at) is not None:
        return
    if is_one:
        made.one_shared_at = now()
    else:
        made.other_shared_at = now()
    session().flush()
    outbox.record(AddressShared(made.id, made.other_id if is_one else made.one_id, actor.id))


def _checked(why: str) -> str:
    words = why.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("why", "introduction-why-missing")
    if len(words) > LONGEST_WHY:
        raise Invalid("why", "introduction-why-long", length=len(words), most=LONGEST_WHY)
    return words


def _lately(actor: Reader, two: set[int]) -> PeopleIntroduction | None:
    """That they introduced the same two within a year, whichever was named first."""
    one, other = sorted(two)
    same = or_(
        (PeopleIntroduction.one_id == one) & (PeopleIntroduction.other_id == other),
        (PeopleIntroduction.one_id == other) & (PeopleIntroduction.other_id == one),
    )
    return session().scalar(
        select(PeopleIntroduction)
        .where(PeopleIntroduction.introducer_id == actor.id, PeopleIntroduction.made_at > now() - A_YEAR, same)
        .order_by(PeopleIntroduction.made_at.desc())
        .limit(1)
    )
