"""What the worker does for notifications. Whom it tells of what is in kinds/; here is the rest."""

from datetime import timedelta

from lpcommunity.demo.domain_events import DemonstrationLoaded
from lpcommunity.notifications import kinds
from lpcommunity.notifications.commands import mark_read_of_old
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail import sender
from lpcommunity.outbox import EventMeta, subscribe

__all__ = ["kinds"]
STILL_NEW = timedelta(days=10)


@subscribe(MailWritten, "mail-sender", external_effect=True, tries=None)
def send(event: MailWritten, _meta: EventMeta) -> None:
    """Send what was written."""
    sender.send(event)


@subscribe(DemonstrationLoaded, "demonstration-read")
def mark_old_as_read(_event: DemonstrationLoaded, meta: EventMeta) -> None:
    """The people of the demonstration have lived through their half year: only what is of late is still unread."""
    mark_read_of_old(meta.at - STILL_NEW)
