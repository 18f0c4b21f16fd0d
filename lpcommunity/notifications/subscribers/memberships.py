"""Told in the app: where one belongs from now on."""

from lpcommunity.notifications import notification_types
from lpcommunity.notifications.inbox import notify
from lpcommunity.notifications.queries import came_by_invitation, membership_of
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.partnerships.domain_events import MembershipBegan


@subscribe(MembershipBegan)
def notify_new_member(event: MembershipBegan, meta: EventMeta) -> None:
    """Somebody who was put into a partnership by another hears of it; who came by invitation knows."""
    membership = membership_of(event.membership_id)
    if membership is None or event.actor_id is None or membership.ended_at is not None:
        return
    if not came_by_invitation(membership):
        reasons = {membership.person_id: membership.role}
        place = membership.partnership_id
        notify(meta, notification_types.BELONGS, reasons, partnership_id=place, actor_id=event.actor_id)
