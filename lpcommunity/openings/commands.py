"""Telling authors who facilitates, and opening to a facilitator what was confided before they began."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Missing, audit, require
from lpcommunity.access.reader import Reader
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import Entry, Opening
from lpcommunity.openings import queries
from lpcommunity.openings.domain_events import ExchangeOpened, FacilitatorIntroduced, IntroductionSettled
from lpcommunity.openings.models import Introduction
from lpcommunity.openings.policy import can_open_to
from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import now, session, transactional

GRACE = timedelta(days=3)  # from the telling to the opening of what still waits (PROMISES section 1)


@transactional
def introduce(membership_id: int) -> None:
    """Have everybody told of this facilitator who had confided something in the place before the term begins, and was
    not told yet. Does nothing for a term that has ended, or is a member's.
    """
    membership = session().get(Membership, membership_id, with_for_update=True)
    if membership is None or membership.ended_at is not None or membership.role != "facilitator":
        return
    for author_id in queries.to_be_told(membership_id):
        introduction = Introduction(membership_id=membership_id, author_id=author_id, made_at=now())
        session().add(introduction)
        session().flush()
        outbox.record(FacilitatorIntroduced(introduction.id))


@transactional
def note_told(introduction_id: int) -> None:
    """The e-mail with the name is out: from now on three days count. Twice is once."""
    introduction = session().get(Introduction, introduction_id, with_for_update=True)
    if introduction is None or introduction.told_at is not None:
        return
    introduction.told_at = now()
    term = session().get_one(Membership, introduction.membership_id)
    outbox.record(IntroductionSettled(introduction.id), at=max(introduction.told_at + GRACE, term.began_at))


@transactional
def say(actor: Reader, answers: Mapping[tuple[int, int], bool]) -> int:
    """Open what one confided to facilitators who began later, or keep it closed: by the ids of the entry and of the
    facilitator's membership. Returns how many it opened. A yes stays; a no can become one.

    Raises Missing for what is not one's own to open to them.
    """
    opened = 0
    for entry_id, membership_id in sorted(answers):
        entry = session().get(Entry, entry_id)
        if entry is None:
            raise Missing
        lifecycle.lock(entry)
        require(can_open_to(actor, entry))
        opened += _say(entry, membership_id, yes=answers[entry_id, membership_id], actor_id=actor.id)
    return opened


def open_to(entry: Entry, membership_id: int) -> None:
    """Open an entry, locked by the caller's command, which still waits, to the facilitator whose name its author was
    told. Does nothing where that term has ended.
    """
    with suppress(Missing):
        _say(entry, membership_id, yes=True, actor_id=None)


def _say(entry: Entry, membership_id: int, *, yes: bool, actor_id: int | None) -> int:
    membership = session().get(Membership, membership_id)
    if (
        membership is None
        or membership.ended_at is not None
        or membership.role != "facilitator"
        or membership.partnership_id != entry.partnership_id
        or membership.person_id == entry.author_id
    ):
        raise Missing
    said = session().scalar(select(Opening).where(Opening.entry_id == entry.id, Opening.membership_id == membership_id))
    if said is None:
        said = Opening(entry_id=entry.id, membership_id=membership_id)
        session().add(said)
    if said.opens_at is not None:
        return 0
    if not yes:
        said.declined_at = said.declined_at or now()
        return 0
    said.opens_at, said.declined_at = now(), None
    session().flush()
    audit.note(
        "exchange-opened",
        actor_id=actor_id,
        subject_kind=entry.kind,
        subject_id=entry.id,
        place_id=entry.partnership_id,
        membership_id=membership_id,
    )
    outbox.record(ExchangeOpened(entry.id, membership_id))
    return 1
