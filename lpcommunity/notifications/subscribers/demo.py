"""What the people of the demonstration have read before the first visitor comes."""

from datetime import timedelta

from lpcommunity.demo.domain_events import DemonstrationLoaded
from lpcommunity.notifications.commands import mark_read_of_old
from lpcommunity.outbox import EventMeta, subscribe

STILL_NEW = timedelta(days=10)


@subscribe(DemonstrationLoaded)
def mark_old_as_read(_event: DemonstrationLoaded, meta: EventMeta) -> None:
    """They have lived through their half year: only what is of late is still unread."""
    mark_read_of_old(meta.at - STILL_NEW)
