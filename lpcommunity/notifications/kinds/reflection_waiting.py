"""A reflection waits for an answer. Told to the partnership's present facilitators."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import FromClause, Integer, bindparam, literal_column, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import ENTRY, VISIBLE, reads
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator
from lpcommunity.notifications.recipients import Recipient, confidants, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.models import Partnership
from lpcommunity.reflections.domain_events import ReflectionSubmitted
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.storage import Statement


@dataclass(frozen=True)
class WaitingReflection:
    """Where a reflection waits. Its words and who wrote it stay out of mailboxes: they are read by others."""

    entry_id: int
    partnership_id: int
    place: str


PLACE: FromClause = Partnership.__table__
REFLECTION: FromClause = Reflection.__table__
_waiting = (
    select(ENTRY.c.id.label("entry_id"), ENTRY.c.partnership_id, PLACE.c.name.label("place"))
    .join(REFLECTION, REFLECTION.c.id == ENTRY.c.id)
    .join(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    .where(
        ENTRY.c.id == bindparam("entry", type_=Integer),
        REFLECTION.c.review_state == literal_column(f"'{WAITING}'"),
        REFLECTION.c.rounds == bindparam("round", type_=Integer),
    )
)

WAITS = Statement(_waiting, WaitingReflection)
WAITS_FOR_READER = Statement(_waiting.where(VISIBLE), WaitingReflection)


def news(event: ReflectionSubmitted, _meta: EventMeta) -> News | None:
    """The facilitators, if it still waits in this round."""
    one = WAITS.first(entry=event.entry_id, round=event.round)
    if one is None:
        return None
    return News(_confidants(one), one.entry_id, one.partnership_id, event.actor_id)


def _confidants(one: WaitingReflection) -> list[Recipient]:
    entry = entry_facts(one.entry_id)
    return confidants(entry) if entry is not None else []


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} in {line.place} sent you a reflection: ", line.entry_link]


def letters(event: ReflectionSubmitted, _meta: EventMeta) -> Iterator[Letter]:
    """The same people read where, and nothing else."""
    one = WAITS.first(entry=event.entry_id, round=event.round)
    for person in _confidants(one) if one is not None else ():
        if one is not None and person.person_id != event.actor_id:
            yield Letter(
                to=person.email,
                person_id=person.person_id,
                greets=person.first_name,
                subject=f"A reflection from {one.place} is waiting for you",
                lines=[
                    f"Somebody in {one.place} has sent you a reflection.",
                    "You need not solve anything: one good question is an answer.",
                ],
                button=("Open my queue", absolute_url("/reviews")),
                about_id=one.entry_id,
                round=event.round,
            )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """It waits in this round, and they facilitate the place and may read it."""
    one = WAITS_FOR_READER.first(reads(reader), entry=event.about_id, round=event.round)
    return one is not None and one.partnership_id in reader.facilitates


TYPE = NotificationType(
    key="reflection-waiting",
    in_app=InApp(event=ReflectionSubmitted, news=news, sign="reflection", words=words, because=because_facilitator),
    by_mail=ByMail(
        event=ReflectionSubmitted,
        letters=letters,
        why="You get this because you facilitate the partnership.",
        still_meant=still_meant,
        choice=Choice(says="A reflection is waiting for my answer", offered_to=lambda reader: bool(reader.facilitates)),
    ),
)
