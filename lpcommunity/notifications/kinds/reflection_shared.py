"""A reflection came on record for more than its facilitators. Told to those around and to those who follow."""

from lpcommunity.notifications import recipients
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_around
from lpcommunity.outbox import EventMeta
from lpcommunity.reflections.domain_events import ReflectionShared


def news(event: ReflectionShared, _meta: EventMeta) -> News | None:
    """Whoever the entry concerns and is meant for."""
    entry = recipients.entry_facts(event.entry_id)
    if entry is None:
        return None
    return News(recipients.around(entry), entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} shared a reflection in {line.place}: ", line.entry_link]


TYPE = NotificationType(
    key="reflection-shared",
    in_app=InApp(event=ReflectionShared, news=news, sign="reflection", words=words, because=because_around),
)
