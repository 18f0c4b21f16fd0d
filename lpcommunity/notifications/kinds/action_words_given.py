"""Whether the words of an answer may be read by more people in an action: asked of whoever wrote them, and the yes."""

from lpcommunity.actions.domain_events import WordsAsked, WordsGiven
from lpcommunity.actions.queries import whose_words
from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.notifications.action_recipients import WROTE, facts, readers_of
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta


def asked(event: WordsAsked, _meta: EventMeta) -> News | None:
    """Whoever wrote them, as long as they facilitate there and may read the action."""
    action, whose = facts(event.action_id), whose_words(event.action_id)
    if action is None or whose is None:
        return None
    told = readers_of(action, Recipient(whose, FACILITATOR))
    return News(told, partnership_id=action.partnership_id, actor_id=event.actor_id, action_id=action.id)


def given(event: WordsGiven, _meta: EventMeta) -> News | None:
    """Whoever wrote the action down."""
    action = facts(event.action_id)
    if action is None:
        return None
    told = [Recipient(action.author_id, WROTE)]
    return News(told, partnership_id=action.partnership_id, actor_id=event.actor_id, action_id=action.id)


def words_asked(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} asks whether more people may read your words in an action: ", line.action_link]


def words_given(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} says that more people may read their words in ", line.action_link]


ASKED_TYPE = NotificationType(
    key="action-words-asked",
    in_app=InApp(
        event=WordsAsked, news=asked, sign="question", words=words_asked, because=lambda _: "Because you wrote them"
    ),
)
TYPE = NotificationType(
    key="action-words-given",
    in_app=InApp(
        event=WordsGiven, news=given, sign="check", words=words_given, because=lambda _: "Because you wrote it down"
    ),
)
