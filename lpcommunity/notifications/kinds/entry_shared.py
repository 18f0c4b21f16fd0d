"""An entry came on record. Told to those around and to those who follow: for each kind of entry in its own words."""

from lpcommunity.entries.kinds import Kind, Told
from lpcommunity.mentions.queries import told_of
from lpcommunity.notifications import recipients
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_around
from lpcommunity.outbox import EventMeta


def news(event: Told.Event, _meta: EventMeta) -> News | None:
    """Whoever the entry concerns and is meant for."""
    entry = recipients.entry_facts(event.entry_id)
    if entry is None:
        return None
    mentioned = told_of(entry.entry_id)  # of it already, by a line that is about them
    around = (one for one in recipients.around(entry) if one.person_id not in mentioned)
    return News(around, entry.entry_id, entry.partnership_id, event.actor_id)


def type_of_kind(kind: Kind, told: Told) -> NotificationType:
    """What is told when an entry of this kind comes on record."""

    def words(line: Line) -> list[str | Link]:
        return [f"{line.actor} {told.did} in {line.place}: ", line.entry_link]

    return NotificationType(
        key=told.what,
        in_app=InApp(event=told.event, news=news, sign=kind.sign, words=words, because=because_around),
    )
