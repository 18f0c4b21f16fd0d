"""Told in the app: what is new, what waits, what was answered."""

from lpcommunity.entries.models import Entry
from lpcommunity.notifications import notification_types, recipients
from lpcommunity.notifications.inbox import notify
from lpcommunity.notifications.queries import entry_of, reflection_waiting
from lpcommunity.notifications.recipients import AUTHOR, FACILITATOR, TEAM
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.reflections.domain_events import FacilitatorMissing, ReflectionShared, ReflectionSubmitted
from lpcommunity.reviews.domain_events import ReplySent, ReviewSent
from lpcommunity.thanks.domain_events import ThanksSaid
from lpcommunity.updates.domain_events import UpdatePosted


@subscribe(UpdatePosted)
def notify_of_update(event: UpdatePosted, meta: EventMeta) -> None:
    """Those around the place and those who follow it hear of an update."""
    _notify_around(event.entry_id, event.actor_id, notification_types.UPDATE_POSTED, meta)


@subscribe(ReflectionShared)
def notify_of_reflection(event: ReflectionShared, meta: EventMeta) -> None:
    """The same for a reflection that is for more than its facilitators."""
    _notify_around(event.entry_id, event.actor_id, notification_types.REFLECTION_SHARED, meta)


@subscribe(ReflectionSubmitted)
def notify_facilitators(event: ReflectionSubmitted, meta: EventMeta) -> None:
    """The partnership's present facilitators hear that a reflection waits for them."""
    reflection = reflection_waiting(event.entry_id, event.round)
    if reflection is not None:
        reasons = dict.fromkeys(recipients.facilitators(reflection.partnership_id or 0), FACILITATOR)
        notify(meta, notification_types.REFLECTION_WAITING, reasons, entry=reflection, actor_id=event.actor_id)


@subscribe(FacilitatorMissing)
def notify_programme_team(event: FacilitatorMissing, meta: EventMeta) -> None:
    """The programme team hears that somebody waits where nobody can answer: the place, and nothing else."""
    reasons = dict.fromkeys(recipients.programme_team(), TEAM)
    notify(meta, notification_types.FACILITATOR_MISSING, reasons, partnership_id=event.partnership_id)


@subscribe(ReviewSent)
def notify_author(event: ReviewSent, meta: EventMeta) -> None:
    """The author hears that a facilitator has answered."""
    _notify_author(event.entry_id, event.actor_id, notification_types.ANSWERED, meta)


@subscribe(ReplySent)
def notify_reviewers(event: ReplySent, meta: EventMeta) -> None:
    """The present facilitators who answered hear that the author has replied."""
    entry = entry_of(event.entry_id)
    if entry is not None:
        reasons = dict.fromkeys(recipients.reviewers(entry), FACILITATOR)
        notify(meta, notification_types.REPLIED, reasons, entry=entry, actor_id=event.actor_id)


@subscribe(ThanksSaid)
def notify_of_thanks(event: ThanksSaid, meta: EventMeta) -> None:
    """The author hears that somebody said thanks."""
    _notify_author(event.entry_id, event.actor_id, notification_types.THANKED, meta)


def _notify_around(entry_id: int, actor_id: int, what: str, meta: EventMeta) -> None:
    entry = entry_of(entry_id)
    if entry is not None:
        notify(meta, what, recipients.of_entry(entry), entry=entry, actor_id=actor_id)


def _notify_author(entry_id: int, actor_id: int, what: str, meta: EventMeta) -> None:
    entry: Entry | None = entry_of(entry_id)
    if entry is not None:
        notify(meta, what, {entry.author_id: AUTHOR}, entry=entry, actor_id=actor_id)
