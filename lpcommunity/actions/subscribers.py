"""What follows for actions when somebody leaves a place: at once, or when their last day is past."""

from lpcommunity.actions.commands.owners import note_left
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.partnerships.domain_events import MembershipEnded, MembershipLapsed


@subscribe(MembershipEnded, "actions.owner-left")
def owner_left(event: MembershipEnded, _meta: EventMeta) -> None:
    """What they own is without an owner; the leads are told."""
    note_left(event.membership_id)


@subscribe(MembershipLapsed, "actions.owner-lapsed")
def owner_lapsed(event: MembershipLapsed, _meta: EventMeta) -> None:
    """The same, when their last day is past."""
    note_left(event.membership_id)
