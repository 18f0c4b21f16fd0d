"""A facilitator has answered a reflection. Told to its author."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import ENTRY, VISIBLE, mine, reads
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_author
from lpcommunity.notifications.recipients import AUTHOR, Recipient, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.domain_events import ReviewSent
from lpcommunity.reviews.models import INVITES, Review
from lpcommunity.storage import Statement


@dataclass(frozen=True)
class Answer:
    """What the letter says of an answer; nothing of its words."""

    entry_id: int
    title: str
    author_id: int
    author: str
    called: str | None
    email: str
    facilitator: str
    outcome: str
    round: int


@dataclass(frozen=True)
class RoundOfMine:
    """How often one's own reflection was submitted."""

    entry_id: int
    rounds: int


REVIEW: FromClause = Review.__table__
REFLECTION: FromClause = Reflection.__table__
_facilitator = PERSON.alias("facilitator")

ANSWER = Statement(
    select(
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.title,
        ENTRY.c.author_id,
        PERSON.c.name.label("author"),
        PERSON.c.called,
        PERSON.c.email,
        _facilitator.c.name.label("facilitator"),
        REVIEW.c.outcome,
        REVIEW.c.round,
    )
    .select_from(REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id))
    .join(PERSON, PERSON.c.id == ENTRY.c.author_id)
    .join(_facilitator, _facilitator.c.id == REVIEW.c.author_id)
    .where(REVIEW.c.id == bindparam("review", type_=Integer)),
    Answer,
)
ROUND_OF_MINE = Statement(
    select(ENTRY.c.id.label("entry_id"), REFLECTION.c.rounds)
    .join(REFLECTION, REFLECTION.c.id == ENTRY.c.id)
    .where(ENTRY.c.id == bindparam("entry", type_=Integer), mine(), VISIBLE),
    RoundOfMine,
)


def news(event: ReviewSent, _meta: EventMeta) -> News | None:
    """The author."""
    entry = entry_facts(event.entry_id)
    if entry is None:
        return None
    return News([Recipient(entry.author_id, AUTHOR)], entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} answered your reflection: ", line.entry_link]


def letters(event: ReviewSent, _meta: EventMeta) -> Iterator[Letter]:
    """To the author only, who may read the title."""
    answer = ANSWER.first(review=event.review_id)
    if answer is None:
        return
    facilitator = first_name_of(answer.facilitator)
    more = (
        f"{facilitator} invites you to reflect further."
        if answer.outcome == INVITES
        else f"{facilitator} acknowledges your reflection: this turn has come full circle."
    )
    yield Letter(
        to=answer.email,
        person_id=answer.author_id,
        greets=answer.called or first_name_of(answer.author),
        subject=f"{facilitator} has answered “{answer.title}”",
        lines=[f"{facilitator} has answered your reflection “{answer.title}”.", more],
        button=("Read the answer", absolute_url(f"/reflections/{answer.entry_id}")),
        after=["Only you and your facilitators can read the answer."],
        about_id=answer.entry_id,
        round=answer.round,
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """It is theirs, and they have not sent it again since: then the answer that counts is still to come."""
    reflection = ROUND_OF_MINE.first(reads(reader), entry=event.about_id)
    return reflection is not None and event.round in {None, reflection.rounds}  # none: written before 0008


TYPE = NotificationType(
    key="answered",
    in_app=InApp(event=ReviewSent, news=news, sign="question", words=words, because=because_author),
    by_mail=ByMail(
        event=ReviewSent,
        letters=letters,
        why="You get this because a facilitator answered a reflection of yours.",
        still_meant=still_meant,
        choice=Choice(says="A facilitator has answered my reflection", offered_to=lambda _: True, in_letter=words),
    ),
)
