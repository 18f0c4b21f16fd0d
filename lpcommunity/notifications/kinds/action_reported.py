"""Somebody reported back on an action. Told to the people of its place whom it is for."""

from lpcommunity.actions.domain_events import ActionReported
from lpcommunity.notifications.action_recipients import WROTE, around, facts
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.outbox import EventMeta


def news(event: ActionReported, _meta: EventMeta) -> News | None:
    """Those around it who may read it."""
    action = facts(event.action_id)
    if action is None or action.reported_at is None:
        return None
    return News(around(action), partnership_id=action.partnership_id, actor_id=event.actor_id, action_id=action.id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor or 'A partner'} reported back: ", line.action_link]


def because(line: Line) -> str:
    """Why one is told."""
    return "Because you wrote it down, or do it" if line.reason == WROTE else f"Because you belong to {line.place}"


TYPE = NotificationType(
    key="action-reported",
    in_app=InApp(event=ActionReported, news=news, sign="check", words=words, because=because),
)
