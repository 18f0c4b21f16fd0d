"""One of two who were introduced lets the other have their e-mail address. The other is told, if both are there."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.introductions import queries
from lpcommunity.introductions.domain_events import AddressShared
from lpcommunity.introductions.policy import can_share_address
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient, person_with_id
from lpcommunity.outbox import EventMeta

OTHER = "introduced-to"


def _is_meant(introduction_id: int, reader: Reader | Visitor) -> bool:
    """Whether this is one of the two, and the other, who is there still, let them have the address."""
    made = queries.row(introduction_id)
    if made is None or not isinstance(reader, Reader) or not can_share_address(reader, made):
        return False
    shared_at = made.other_shared_at if reader.id == made.one_id else made.one_shared_at
    return shared_at is not None


def news(event: AddressShared, _meta: EventMeta) -> News | None:
    """The other of the two. The address stands on the page that the line leads to, which they open."""
    if not _is_meant(event.introduction_id, reader_of(event.to_id)):
        return None
    facts = {"introduction": event.introduction_id}
    return News([Recipient(event.to_id, OTHER)], actor_id=event.actor_id, facts=facts)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    there = f"/introductions/{line.facts['introduction']}#next"
    return [f"{line.actor} lets you have an e-mail address. ", Link("Read it", there)]


def because(_line: Line) -> str:
    """Why they."""
    return "You two were introduced to each other"


def letters(event: AddressShared, _meta: EventMeta) -> Iterator[Letter]:
    """The same. Mailboxes are read by others: the address is not in it."""
    by, to = person_with_id(event.actor_id), person_with_id(event.to_id)
    if by is None or to is None or not _is_meant(event.introduction_id, reader_of(event.to_id)):
        return
    yield Letter(
        to=to.email,
        person_id=to.person_id,
        greets=to.first_name,
        subject=f"{by.name} lets you have an e-mail address",
        lines=[
            f"You two were introduced to each other, and {by.name} lets you have an e-mail address.",
            "Only you can read it, so it is not in this e-mail.",
        ],
        button=("Read it", absolute_url(f"/introductions/{event.introduction_id}#next")),
        after=["You need not answer."],
        about_id=event.introduction_id,
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """Whether both are still there."""
    return _is_meant(event.about_id or 0, reader)


TYPE = NotificationType(
    key="address-shared",
    in_app=InApp(event=AddressShared, news=news, sign="person", words=words, because=because),
    by_mail=ByMail(
        event=AddressShared,
        letters=letters,
        why="You get this because somebody introduced you two to each other.",
        still_meant=still_meant,
        choice=Choice(
            says="Somebody to whom I was introduced lets me have their e-mail address",
            offered_to=lambda reader: reader.in_community,
            in_letter=words,
        ),
    ),
)
