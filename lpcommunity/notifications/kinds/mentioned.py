"""Somebody is mentioned in an entry, or below it. Told to them, if they may read it: that they are, no word of it."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import PUBLISHED, Entry
from lpcommunity.mentions import parts, queries
from lpcommunity.mentions.domain_events import PeopleMentioned
from lpcommunity.mentions.policy import Reach
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import MENTIONED, Recipient, person_with_id
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import session


def news(event: PeopleMentioned, _meta: EventMeta) -> News | None:
    """Those who were to be told, and may read it still."""
    entry = session().get(Entry, event.entry_id)
    if entry is None or entry.state != PUBLISHED:
        return None
    facts = {"part": event.part} if event.part else None  # a number, and no word
    who = [Recipient(person_id, MENTIONED) for person_id in _who(entry, event)]
    return News(who, entry.id, entry.partnership_id, event.actor_id, facts=facts)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} mentions you: ", Link(line.title, _path(line))]


def in_letter(line: Line) -> list[str | Link]:
    """The same without its title, which may be confided."""
    return [f"{line.actor} ", Link("mentions you", _path(line)), f" in {line.place}"]


def letters(event: PeopleMentioned, _meta: EventMeta) -> Iterator[Letter]:
    """By whom, in what and where; nothing of it: mailboxes are read by others."""
    entry, by = session().get(Entry, event.entry_id), person_with_id(event.actor_id)
    if entry is None or entry.state != PUBLISHED or by is None:
        return
    kind = kind_of(entry.kind)
    place = session().get(Partnership, entry.partnership_id) if entry.partnership_id else None
    what = f"{kind.word.lower()} of {place.name}" if place is not None else kind.word.lower()
    where = f"{'below' if event.part else 'in'} {'an' if what[0] in 'aeiou' else 'a'} {what}"
    for one in filter(None, map(person_with_id, _who(entry, event))):
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject=f"{by.name} mentions you",
            lines=[f"{by.name} mentions you {where}."],
            button=("Read it", absolute_url(parts.path_of(event.part) or kind.path(entry.id))),
            about_id=entry.id,
        )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """They are mentioned still, and may read it."""
    return isinstance(reader, Reader) and queries.is_mentioned(reader, event.about_id or 0)


def _who(entry: Entry, event: PeopleMentioned) -> list[int]:
    reached = queries.still_reached(Reach.of(entry), event.part, event.version)
    return [one for one in reached if one != event.actor_id and parts.may_read(reader_of(one), event.part)]


def _path(line: Line) -> str:
    return parts.path_of(str(line.facts.get("part", ""))) or line.entry_link.path


TYPE = NotificationType(
    key="mentioned",
    in_app=InApp(
        event=PeopleMentioned, news=news, sign="talk", words=words, because=lambda _line: "Because you are named there"
    ),
    by_mail=ByMail(
        event=PeopleMentioned,
        letters=letters,
        why="You get this because somebody mentions you.",
        still_meant=still_meant,
        choice=Choice(says="Somebody mentions me", offered_to=lambda reader: reader.in_community, in_letter=in_letter),
    ),
)
