"""The day of an action is past. Told to its owner, once."""

from collections.abc import Iterator

from lpcommunity.actions.domain_events import ActionLate
from lpcommunity.notifications.action_recipients import is_still_theirs, owner
from lpcommunity.notifications.kinds.action_due_soon import waits
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.outbox import EventMeta
from lpcommunity.web.humanize import day


def news(event: ActionLate, _meta: EventMeta) -> News | None:
    """The owner."""
    action = waits(event)
    if action is None:
        return None
    return News(owner(action), partnership_id=action.partnership_id, action_id=action.id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return ["Its day is past. What became of it? ", line.action_link]


def letters(event: ActionLate, _meta: EventMeta) -> Iterator[Letter]:
    """The same by mail, without blame."""
    action = waits(event)
    for one in owner(action) if action is not None else ():
        assert action is not None
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject="What became of it?" if action.is_confided else f"What became of “{action.what}”?",
            lines=[
                f"You meant to do this by {day(action.due_on)}.",
                *action.words_or_not,
                "Done, changed or dropped: a sentence on what came of it is enough.",
            ],
            button=("Report back", absolute_url(action.path)),
            after=["You are not reminded of it again."],
            about_id=action.id,
        )


TYPE = NotificationType(
    key="action-late",
    in_app=InApp(event=ActionLate, news=news, sign="check", words=words, because=lambda _: "Because it is yours to do"),
    by_mail=ByMail(
        event=ActionLate,
        letters=letters,
        why="You get this because it is yours to do.",
        still_meant=is_still_theirs,
        choice=Choice(says="An action of mine is late", offered_to=lambda reader: bool(reader.places)),
    ),
)
