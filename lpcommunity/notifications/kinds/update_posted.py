"""A place put an update on its record. Told to those around and to those who follow."""

from lpcommunity.notifications import recipients
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_around
from lpcommunity.outbox import EventMeta
from lpcommunity.updates.domain_events import UpdatePosted


def news(event: UpdatePosted, _meta: EventMeta) -> News | None:
    """Whoever the entry concerns and is meant for."""
    entry = recipients.entry_facts(event.entry_id)
    if entry is None:
        return None
    return News(recipients.around(entry), entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} posted an update in {line.place}: ", line.entry_link]


TYPE = NotificationType(
    key="update-posted",
    in_app=InApp(event=UpdatePosted, news=news, sign="update", words=words, because=because_around),
)
