"""Somebody says of a person that they helped. Told to them, with thanks, as long as it is said."""

from typing import Any

from sqlalchemy import Integer, bindparam, select

from lpcommunity.access.reader import reader_of
from lpcommunity.entries.models import Entry
from lpcommunity.help_requests.domain_events import HelpFound
from lpcommunity.help_requests.policy import IS_ANSWERED, REQUEST, can_be_asked
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import Statement, session

HELPER = "helped"
STILL_SAID: Statement[Any] = Statement(
    select(REQUEST.c.helper_id).where(REQUEST.c.id == bindparam("request", type_=Integer), IS_ANSWERED)
)


def news(event: HelpFound, _meta: EventMeta) -> News | None:
    """Whoever helped, if that is still said, and they may still read it."""
    entry = entry_facts(event.entry_id)
    if entry is None or event.helper_id is None or STILL_SAID.value(request=event.request_id) != event.helper_id:
        return None
    if not can_be_asked(reader_of(event.helper_id), session().get_one(Entry, event.entry_id)):
        return None
    return News([Recipient(event.helper_id, HELPER)], entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} says that you helped, and thanks you: ", line.entry_link]


TYPE = NotificationType(
    key="helped",
    in_app=InApp(event=HelpFound, news=news, sign="thanks", words=words, because=lambda _line: "Because you helped"),
)
