"""What was confided before a facilitator began is open to them now. Told to the facilitator."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator
from lpcommunity.notifications.recipients import Recipient, confidants, entry_facts, person_with_id
from lpcommunity.openings import queries
from lpcommunity.openings.domain_events import ExchangeOpened
from lpcommunity.outbox import EventMeta


def news(event: ExchangeOpened, _meta: EventMeta) -> News | None:
    """The facilitator, unless they have gone meanwhile."""
    entry, term = entry_facts(event.entry_id), queries.term(event.membership_id)
    if entry is None or term is None or term.ended_at is not None:
        return None
    return News([Recipient(term.person_id, FACILITATOR)], entry.entry_id, entry.partnership_id, entry.author_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return ["You may read what was confided before you came to ", line.place_link, ": ", line.entry_link]


def in_letter(line: Line) -> list[str | Link]:
    """That there is something, and no title."""
    return [
        f"Something that was confided in {line.place} before you came is ",
        Link("open to you now", "/notifications"),
    ]


def letters(event: ExchangeOpened, _meta: EventMeta) -> Iterator[Letter]:
    """That there is something, and nothing of it: mailboxes are read by others."""
    term = queries.term(event.membership_id)
    person = person_with_id(term.person_id) if term is not None and term.ended_at is None else None
    if term is None or person is None:
        return
    yield Letter(
        to=person.email,
        person_id=person.person_id,
        greets=person.first_name,
        subject=f"Something from {term.place} is open to you now",
        lines=[f"Something that was confided in {term.place} before you came is open to you now."],
        button=("Read it", absolute_url("/notifications")),
        about_id=event.entry_id,
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """It is there, and still reaches them."""
    entry = entry_facts(event.about_id or 0)
    reached = confidants(entry) if entry is not None and entry.state == PUBLISHED else []
    return isinstance(reader, Reader) and any(one.person_id == reader.id for one in reached)


TYPE = NotificationType(
    key="exchange-opened",
    in_app=InApp(event=ExchangeOpened, news=news, sign="reflection", words=words, because=because_facilitator),
    by_mail=ByMail(
        event=ExchangeOpened,
        letters=letters,
        why="You get this because you facilitate the partnership.",
        still_meant=still_meant,
        choice=Choice(
            says="Something confided before I came is open to me",
            offered_to=lambda reader: bool(reader.facilitates),
            in_letter=in_letter,
        ),
    ),
)
