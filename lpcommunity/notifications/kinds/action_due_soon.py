"""The day of an action is a week away. Told to its owner, once."""

from collections.abc import Iterator
from datetime import date

from lpcommunity.actions.domain_events import ActionDueSoon, ActionLate
from lpcommunity.notifications.action_recipients import ActionFacts, facts, is_still_theirs, owner
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import today
from lpcommunity.web.humanize import weekday


def waits(event: ActionDueSoon | ActionLate) -> ActionFacts | None:
    """The action, if it is open still, and for that day."""
    action = facts(event.action_id)
    if action is None or action.reported_at is not None or action.due_on != date.fromisoformat(event.due_on):
        return None
    return action


def news(event: ActionDueSoon, _meta: EventMeta) -> News | None:
    """The owner, unless the day is past by now: then the other reminder comes."""
    action = waits(event)
    if action is None or action.due_on < today():
        return None
    return News(owner(action), partnership_id=action.partnership_id, action_id=action.id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return ["In a week it is the day of ", line.action_link]


def letters(event: ActionDueSoon, _meta: EventMeta) -> Iterator[Letter]:
    """The same by mail."""
    action = waits(event)
    if action is None or action.due_on < today():
        return
    when = weekday(action.due_on)
    for one in owner(action):
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject=f"Due on {when}" if action.is_confided else f"Due on {when}: “{action.what}”",
            lines=[f"On {when} it is the day of what you undertook.", *action.words],
            button=("Report back", absolute_url(action.path)),
            after=["If it has changed, say so: that is a report as well."],
            about_id=action.id,
        )


TYPE = NotificationType(
    key="action-due-soon",
    in_app=InApp(
        event=ActionDueSoon, news=news, sign="check", words=words, because=lambda _: "Because it is yours to do"
    ),
    by_mail=ByMail(
        event=ActionDueSoon,
        letters=letters,
        why="You get this because it is yours to do.",
        still_meant=is_still_theirs,
        choice=Choice(
            says="The day of an action of mine is a week away", offered_to=lambda reader: bool(reader.places)
        ),
    ),
)
