"""What the worker does for notifications. Whom it tells of what is in kinds/; here is the rest."""

from datetime import timedelta

from lpcommunity.actions.commands.partners import let_go
from lpcommunity.actions.domain_events import PartnerForgotten, PartnerLinkEnded
from lpcommunity.demo.domain_events import DemonstrationLoaded
from lpcommunity.notifications import kinds
from lpcommunity.notifications.commands import blank_partner_mails, mark_read_of_old
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail import sender
from lpcommunity.outbox import EventMeta, subscribe

__all__ = ["kinds"]
STILL_NEW = timedelta(days=10)


@subscribe(MailWritten, "mail-sender", external_effect=True, tries=None)
def send(event: MailWritten, _meta: EventMeta) -> None:
    """Send what was written."""
    sender.send(event)


@subscribe(PartnerForgotten, "mail.forget-partner")
def forget_partner(event: PartnerForgotten, _meta: EventMeta) -> None:
    """Their address goes from what was sent to it, too; then name and address are let go of."""
    _let_go(event.partner_owner_id)


@subscribe(PartnerLinkEnded, "mail.end-partner")
def end_partner(event: PartnerLinkEnded, _meta: EventMeta) -> None:
    """The same, thirty days after the report."""
    _let_go(event.partner_owner_id)


def _let_go(partner_owner_id: int) -> None:
    blank_partner_mails(partner_owner_id)
    let_go(partner_owner_id)


@subscribe(DemonstrationLoaded, "demonstration-read")
def mark_old_as_read(_event: DemonstrationLoaded, meta: EventMeta) -> None:
    """The people of the demonstration have lived through their half year: only what is of late is still unread."""
    mark_read_of_old(meta.at - STILL_NEW)
