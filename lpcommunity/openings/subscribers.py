"""What follows when a facilitator's term is recorded, and when it begins."""

from lpcommunity.openings.commands import introduce
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.partnerships.domain_events import FacilitatorBegan, MembershipBegan


@subscribe(MembershipBegan, "openings.introduce")
def tell_who_it_is(event: MembershipBegan, _meta: EventMeta) -> None:
    """Those who have confided something are told the name before anything of it opens."""
    introduce(event.membership_id)


@subscribe(FacilitatorBegan, "openings.introduce-at-beginning")
def tell_who_it_is_now(event: FacilitatorBegan, _meta: EventMeta) -> None:
    """So are those who confided something between the recording and the first day."""
    introduce(event.membership_id)
