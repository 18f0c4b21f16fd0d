"""An owner gave an action back. Told to whoever wrote it down, and the leads who may read it."""

from lpcommunity.actions.domain_events import ActionDeclined
from lpcommunity.notifications.action_recipients import THESE, facts, leads, readers_of
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.outbox import EventMeta


def news(event: ActionDeclined, _meta: EventMeta) -> News | None:
    """Whoever wrote it down, and the leads."""
    action = facts(event.action_id)
    if action is None:
        return None
    told = readers_of(action, *THESE.all(one=action.author_id, other=0), *leads(action.partnership_id))
    return News(told, partnership_id=action.partnership_id, actor_id=event.actor_id, action_id=action.id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor or 'Its owner'} cannot do this, and it needs somebody else: ", line.action_link]


def because(line: Line) -> str:
    """Why one is told."""
    return f"Because you lead {line.place}" if line.reason == "lead" else "Because you wrote it down"


TYPE = NotificationType(
    key="action-declined",
    in_app=InApp(event=ActionDeclined, news=news, sign="check", words=words, because=because),
)
