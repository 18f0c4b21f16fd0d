"""Somebody was named as the owner of an action. Told to them."""

from collections.abc import Iterator

from lpcommunity.actions.domain_events import ActionGiven
from lpcommunity.notifications.action_recipients import facts, is_still_theirs, owner
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import person_with_id
from lpcommunity.outbox import EventMeta
from lpcommunity.web.humanize import day


def news(event: ActionGiven, _meta: EventMeta) -> News | None:
    """The owner, as long as it is theirs."""
    action = facts(event.action_id)
    if action is None or action.owner_id != event.owner_id:
        return None
    return News(owner(action), partnership_id=action.partnership_id, actor_id=event.actor_id, action_id=action.id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} asks you to do something: ", line.action_link]


def letters(event: ActionGiven, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with the day and what one may do with it."""
    action, giver = facts(event.action_id), person_with_id(event.actor_id)
    if action is None or action.owner_id != event.owner_id:
        return
    who = giver.name if giver is not None else "Somebody"
    for one in owner(action):
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject=f"{who} asks you to do something"
            if action.is_confided
            else f"{who} asks you, by {day(action.due_on)}: “{action.what}”",
            lines=[
                f"{who} wrote down an action for you in {action.place}, to be done by {day(action.due_on)}."
                if action.place
                else f"{who} wrote down an action for you, to be done by {day(action.due_on)}.",
                *action.words,
            ],
            button=("See the action", absolute_url(action.path)),
            after=["You can hand it on to somebody else, or give it back with a word."],
            about_id=action.id,
        )


TYPE = NotificationType(
    key="action-given",
    in_app=InApp(
        event=ActionGiven, news=news, sign="check", words=words, because=lambda _: "Because it is yours to do"
    ),
    by_mail=ByMail(
        event=ActionGiven,
        letters=letters,
        why="You get this because somebody named you to do it.",
        still_meant=is_still_theirs,
        choice=Choice(says="Somebody asks me to do something", offered_to=lambda reader: bool(reader.places)),
    ),
)
