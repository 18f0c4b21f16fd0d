"""Somebody says thanks for an entry. Told to its author."""

from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_author
from lpcommunity.notifications.recipients import AUTHOR, Recipient, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.thanks.domain_events import ThanksSaid


def news(event: ThanksSaid, _meta: EventMeta) -> News | None:
    """The author, whatever became of the entry: it is theirs to read."""
    entry = entry_facts(event.entry_id)
    if entry is None:
        return None
    return News([Recipient(entry.author_id, AUTHOR)], entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} says thanks for ", line.entry_link]


TYPE = NotificationType(
    key="thanked",
    in_app=InApp(event=ThanksSaid, news=news, sign="thanks", words=words, because=because_author),
)
