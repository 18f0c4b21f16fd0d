"""Told in the app: what is new, what waits, what was answered."""

from lpcommunity.entries.models import Entry
from lpcommunity.notifications import recipients, whats
from lpcommunity.notifications.queries import entry_of, reflection_waiting
from lpcommunity.notifications.recipients import AUTHOR, FACILITATOR, TEAM
from lpcommunity.notifications.telling import tell
from lpcommunity.outbox import Happened, subscribe
from lpcommunity.reflections.domain_events import FacilitatorMissing, ReflectionShared, ReflectionSubmitted
from lpcommunity.reviews.domain_events import ReplySent, ReviewSent
from lpcommunity.thanks.domain_events import ThanksSaid
from lpcommunity.updates.domain_events import UpdatePosted


@subscribe(UpdatePosted)
def tell_of_update(event: UpdatePosted, happened: Happened) -> None:
    """Those around the place and those who follow it hear of an update."""
    _tell_around(event.entry_id, event.actor_id, whats.UPDATE_POSTED, happened)


@subscribe(ReflectionShared)
def tell_of_reflection(event: ReflectionShared, happened: Happened) -> None:
    """The same for a reflection that is for more than its facilitators."""
    _tell_around(event.entry_id, event.actor_id, whats.REFLECTION_SHARED, happened)


@subscribe(ReflectionSubmitted)
def tell_facilitators(event: ReflectionSubmitted, happened: Happened) -> None:
    """The partnership's present facilitators hear that a reflection waits for them."""
    reflection = reflection_waiting(event.entry_id, event.round)
    if reflection is not None:
        reasons = dict.fromkeys(recipients.facilitators(reflection.partnership_id or 0), FACILITATOR)
        tell(happened, whats.REFLECTION_WAITING, reasons, entry=reflection, actor_id=event.actor_id)


@subscribe(FacilitatorMissing)
def tell_programme_team(event: FacilitatorMissing, happened: Happened) -> None:
    """The programme team hears that somebody waits where nobody can answer: the place, and nothing else."""
    reasons = dict.fromkeys(recipients.programme_team(), TEAM)
    tell(happened, whats.FACILITATOR_MISSING, reasons, partnership_id=event.partnership_id)


@subscribe(ReviewSent)
def tell_author(event: ReviewSent, happened: Happened) -> None:
    """The author hears that a facilitator has answered."""
    _tell_author(event.entry_id, event.actor_id, whats.ANSWERED, happened)


@subscribe(ReplySent)
def tell_those_who_answered(event: ReplySent, happened: Happened) -> None:
    """The present facilitators who answered hear that the author has replied."""
    entry = entry_of(event.entry_id)
    if entry is not None:
        reasons = dict.fromkeys(recipients.those_who_answered(entry), FACILITATOR)
        tell(happened, whats.REPLIED, reasons, entry=entry, actor_id=event.actor_id)


@subscribe(ThanksSaid)
def tell_of_thanks(event: ThanksSaid, happened: Happened) -> None:
    """The author hears that somebody said thanks."""
    _tell_author(event.entry_id, event.actor_id, whats.THANKED, happened)


def _tell_around(entry_id: int, actor_id: int, what: str, happened: Happened) -> None:
    entry = entry_of(entry_id)
    if entry is not None:
        tell(happened, what, recipients.of_entry(entry), entry=entry, actor_id=actor_id)


def _tell_author(entry_id: int, actor_id: int, what: str, happened: Happened) -> None:
    entry: Entry | None = entry_of(entry_id)
    if entry is not None:
        tell(happened, what, {entry.author_id: AUTHOR}, entry=entry, actor_id=actor_id)
