"""Reading exchanges and queues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Integer, ScalarSelect, and_, bindparam, exists, func, select, tuple_

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.queries import DraftLine, latest_about
from lpcommunity.entries.policy import ENTRY, READER, meant, published, reads
from lpcommunity.entries.queries import PLACE, SIZE, TOP, cursor, place_in_list
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import WAITING, Reflection, Submission
from lpcommunity.reviews.models import Review
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.storage import Moment, Statement, today
from lpcommunity.storage.clock import LONDON

NOUN = REFLECTION.word.lower()  # what waits in a queue
QUEUE_PAGE = 25
WEEKEND = 5
ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth")


@dataclass(frozen=True)
class WaitingTime:
    """For how long something has waited: the days since, and which of them were at a weekend."""

    since: datetime

    @property
    def days(self) -> int:
        """Days on the calendar."""
        return (today() - self._first).days

    @property
    def rests(self) -> list[bool]:
        """For each of the latest days, the oldest first, whether it was at a weekend."""
        weekday = today().weekday()
        return [(weekday - n) % 7 >= WEEKEND for n in range(min(self.days, 28) - 1, -1, -1)]

    @property
    def _first(self) -> date:
        return self.since.astimezone(LONDON).date()


@dataclass(frozen=True)
class QueueItem:
    """A reflection that waits for a facilitator, as their queue shows it."""

    id: int
    title: str
    place: str
    place_slug: str
    author: str
    waited: WaitingTime
    round: int
    first_here: bool  # the author has sent none in this place before, of which its facilitators may know
    cycle: str
    answered: int  # how many prompts have words
    prompts: int
    words: int
    draft: DraftLine | None  # what this facilitator has begun to answer

    @property
    def round_name(self) -> str:
        """First, Second, Third."""
        return ORDINALS[self.round] if self.round < len(ORDINALS) else f"{self.round}th"

    @property
    def cycle_name(self) -> str:
        """Gibbs; After action review; No questions, just writing."""
        return (
            CYCLES[self.cycle].name.split(":")[0].replace("just write", "just writing") if self.cycle in CYCLES else ""
        )

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/reflections/{self.id}"

    @property
    def answer_path(self) -> str:
        """Where it is answered; with what was written before."""
        return self.draft.address if self.draft else f"{self.path}/review"

    @property
    def drafted_moves(self) -> int:
        """How many moves of the draft have words."""
        fields: dict[str, list[str]] = self.draft.fields if self.draft else {}
        return sum(1 for name, said in fields.items() if name.endswith("-says") and any(text.strip() for text in said))


ROW: FromClause = Reflection.__table__
SUBMISSION: FromClause = Submission.__table__
REVIEW: FromClause = Review.__table__
WAITS = and_(ROW.c.review_state == WAITING, published())
AFTER = bindparam("after", type_=Moment)
AFTER_ID = bindparam("after_id", type_=Integer)
BEGINNING = {"before": datetime(1, 1, 1, tzinfo=UTC), "before_id": 0}
EARLIER: FromClause = ENTRY.alias("earlier")


def _sent_before() -> ColumnElement[bool]:
    """SQL: its author has sent another reflection to the facilitators of this place before, which they may know of."""
    others = SUBMISSION.join(EARLIER, EARLIER.c.id == SUBMISSION.c.reflection_id)
    return (
        exists()
        .select_from(others)
        .where(
            EARLIER.c.author_id == ENTRY.c.author_id,
            EARLIER.c.id != ENTRY.c.id,
            EARLIER.c.partnership_id == ENTRY.c.partnership_id,
            SUBMISSION.c.taken_back_at.is_(None),
            published(EARLIER),
            meant(EARLIER),
        )
        .correlate(ENTRY)
    )


QUEUE = Statement(
    select(
        ENTRY.c.id, ENTRY.c.title, PLACE.c.name.label("place"), PLACE.c.slug.label("place_slug"),
        PERSON.c.name.label("author"), ROW.c.waiting_since, ROW.c.rounds, _sent_before().label("sent_before"),
        ROW.c.cycle, ENTRY.c.fields,
    )
    .select_from(
        ENTRY.join(ROW, ROW.c.id == ENTRY.c.id)
        .join(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
        .join(PERSON, PERSON.c.id == ENTRY.c.author_id)
    )
    .where(WAITS, EXCHANGE, ENTRY.c.author_id != READER)
    .where(tuple_(ROW.c.waiting_since, ENTRY.c.id) > tuple_(AFTER, AFTER_ID))
    .order_by(ROW.c.waiting_since, ENTRY.c.id)
    .limit(SIZE),
)  # fmt: skip
HOW_MANY_WAIT = Statement(
    select(func.count().label("number"))
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id))
    .where(WAITS, EXCHANGE, ENTRY.c.author_id != READER),
)


@dataclass(frozen=True)
class Queue:
    """What waits for a facilitator, oldest first: a page of it, how much it is in all, the next page's cursor."""

    items: list[QueueItem]
    total: int
    next: str | None


def queue_for(actor: Reader, after: str | None = None, size: int = QUEUE_PAGE) -> Queue:
    """What waits for this facilitator: two queries, the second for what they have begun to answer; a third counts what
    is not shown. `after` is the cursor that the page before gave.
    """
    if not actor.facilitates:
        return Queue([], 0, None)
    place = place_in_list(after)
    place = BEGINNING if place is TOP else place  # this list begins with the oldest
    rows = QUEUE.all(reads(actor), after=place["before"], after_id=place["before_id"], size=size + 1)
    shown, more = rows[:size], len(rows) > size
    total = HOW_MANY_WAIT.value(reads(actor)) if more or after else len(rows)
    following = cursor(shown[-1]["waiting_since"], shown[-1]["id"]) if more else None
    return Queue(_items(actor, shown), total, following)


def _items(actor: Reader, rows: list[dict[str, Any]]) -> list[QueueItem]:
    begun = latest_about(actor, [f"review:{row['id']}" for row in rows])
    return [_in_queue(row, begun.get(f"review:{row['id']}")) for row in rows]


def _in_queue(row: Mapping[str, Any], draft: DraftLine | None) -> QueueItem:
    cycle, fields = row["cycle"], row["fields"]
    prompts = prompts_of(cycle if cycle in CYCLES else "free")
    texts = [fields[prompt.key] for prompt in prompts if fields.get(prompt.key)]
    return QueueItem(
        id=row["id"],
        title=row["title"],
        place=row["place"],
        place_slug=row["place_slug"],
        author=row["author"],
        waited=WaitingTime(row["waiting_since"]),
        round=row["rounds"],
        first_here=not row["sent_before"] and row["rounds"] == 1,
        cycle=cycle,
        answered=len(texts),
        prompts=len(prompts),
        words=sum(len(text.split()) for text in texts),
        draft=draft,
    )


class LastAnswer(NamedTuple):
    """Where one's last answer went, and when."""

    place: str
    sent_at: datetime


LAST_ANSWER = Statement(
    select(PLACE.c.name.label("place"), REVIEW.c.sent_at)
    .select_from(
        REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id).join(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    )
    .where(REVIEW.c.author_id == READER)
    .order_by(REVIEW.c.sent_at.desc(), REVIEW.c.id.desc())
    .limit(1),
    LastAnswer,
)


def last_answer(actor: Reader) -> LastAnswer | None:
    """Where this person's last answer went, and when."""
    return LAST_ANSWER.first(reader=actor.id)


PLACES = bindparam("places", type_=Integer, expanding=True)


@dataclass(frozen=True)
class OwnPlace:
    """A place that a facilitator supports, and when it was last reflected there, or answered by them."""

    name: str
    slug: str
    reflected_at: datetime | None
    answered_at: datetime | None


def _last_sent() -> ScalarSelect[datetime]:
    """When something that the reader may see was last sent in a place: along an index, however much there is."""
    return (
        select(SUBMISSION.c.sent_at)
        .select_from(SUBMISSION.join(ENTRY, ENTRY.c.id == SUBMISSION.c.reflection_id))
        .where(SUBMISSION.c.partnership_id == PLACE.c.id, SUBMISSION.c.taken_back_at.is_(None), EXCHANGE)
        .order_by(SUBMISSION.c.sent_at.desc(), SUBMISSION.c.id.desc())
        .limit(1)
        .correlate(PLACE)
        .scalar_subquery()
    )


def _last_answered() -> ScalarSelect[datetime]:
    """When the reader last answered in a place: along an index of their answers there."""
    here = and_(REVIEW.c.author_id == READER, REVIEW.c.partnership_id == PLACE.c.id)
    latest = select(REVIEW.c.sent_at).where(here).order_by(REVIEW.c.sent_at.desc()).limit(1)
    return latest.correlate(PLACE).scalar_subquery()


OWN_PLACES = Statement(
    select(
        PLACE.c.name, PLACE.c.slug, _last_sent().label("reflected_at"), _last_answered().label("answered_at")
    )
    .where(PLACE.c.id.in_(PLACES))
    .order_by(PLACE.c.sort_name, PLACE.c.id),
    OwnPlace,
)  # fmt: skip


def places_of(actor: Reader) -> list[OwnPlace]:
    """The places that this person facilitates, by name: one query."""
    return OWN_PLACES.all(reads(actor), places=sorted(actor.facilitates))
