"""Somebody left a place with open actions. Told to its leads: they are without an owner now."""

from lpcommunity.actions.domain_events import OwnerLeft
from lpcommunity.notifications.action_recipients import leads
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.outbox import EventMeta


def news(event: OwnerLeft, _meta: EventMeta) -> News | None:
    """The leads. Which actions, they see where each is shown to whoever may read it."""
    return News(leads(event.partnership_id), partnership_id=event.partnership_id, actor_id=event.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [
        f"{line.actor} has left, and what they undertook needs somebody else: ",
        Link(f"actions of {line.place}", f"/partnerships/{line.place_slug}/actions"),
    ]


TYPE = NotificationType(
    key="actions-without-owner",
    in_app=InApp(
        event=OwnerLeft, news=news, sign="check", words=words, because=lambda line: f"Because you lead {line.place}"
    ),
)
