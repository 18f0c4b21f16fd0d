"""Reading exchanges and queues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Integer, ScalarSelect, and_, bindparam, exists, func, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.queries import DraftLine, latest_about
from lpcommunity.entries.policy import ENTRY, READER, meant, published, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import WAITING, Reflection, Submission
from lpcommunity.reviews.models import Review
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.storage import Statement, today
from lpcommunity.storage.clock import LONDON

NOUN = REFLECTION.word.lower()  # what waits in a queue
LONGEST_QUEUE = 100
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
    .order_by(ROW.c.waiting_since, ENTRY.c.id)
    .limit(LONGEST_QUEUE),
)  # fmt: skip


def queue_for(actor: Reader) -> list[QueueItem]:
    """What waits for this facilitator, the oldest first: two queries, the second for what they have begun to answer."""
    if not actor.facilitates:
        return []
    rows = QUEUE.all(reads(actor))
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


@dataclass(frozen=True)
class WaitingPlace:
    """A partnership in which reflections wait, or that has no facilitator: all that the programme team is told."""

    name: str
    slug: str
    facilitators: int
    waited: tuple[WaitingTime, ...]  # the longest first


MOST_WAITING, MOST_WITHOUT = 500, 200
PLACES = bindparam("places", type_=Integer, expanding=True)


def _facilitates(place: FromClause) -> ColumnElement[bool]:
    """SQL over membership and person: an open account that facilitates this place today."""
    here = and_(MEMBERSHIP.c.partnership_id == place.c.id, MEMBERSHIP.c.role == "facilitator", current())
    return and_(here, MEMBERSHIP.c.person_id == PERSON.c.id, can_sign_in())


# All that the programme team is told: where, and since when (PROMISES section 1).
WAITING_IN = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug, ROW.c.waiting_since)
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id).join(PLACE, PLACE.c.id == ENTRY.c.partnership_id))
    .where(WAITS, ENTRY.c.audience != "me")
    .order_by(ROW.c.waiting_since, ENTRY.c.id)
    .limit(MOST_WAITING),
)
FACILITATORS_OF = Statement(
    select(PLACE.c.id, func.count().label("number"))
    .select_from(PLACE.join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == PLACE.c.id).join(PERSON, _facilitates(PLACE)))
    .where(PLACE.c.id.in_(PLACES))
    .group_by(PLACE.c.id),
)
WITHOUT_FACILITATOR = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug)
    .where(~exists().select_from(MEMBERSHIP.join(PERSON, _facilitates(PLACE))).correlate(PLACE))
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_WITHOUT),
)


def waiting_overview() -> list[WaitingPlace]:
    """The places where somebody waits, the longest first, then those without a facilitator by name: three queries.

    No title, no author, no words, no cycle. For those whom policy.can_see_waiting admits.
    """
    waits: dict[int, list[WaitingTime]] = {}
    names: dict[int, tuple[str, str]] = {}
    for row in WAITING_IN.all():
        waits.setdefault(row["id"], []).append(WaitingTime(row["waiting_since"]))
        names[row["id"]] = row["name"], row["slug"]
    counted = {row["id"]: row["number"] for row in FACILITATORS_OF.all(places=sorted(waits), today=today())}
    waiting = [
        WaitingPlace(*names[place_id], counted.get(place_id, 0), tuple(since)) for place_id, since in waits.items()
    ]
    without = [
        WaitingPlace(row["name"], row["slug"], 0, ())
        for row in WITHOUT_FACILITATOR.all(today=today())
        if row["id"] not in waits
    ]
    return waiting + without


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
        .where(SUBMISSION.c.partnership_id == PLACE.c.id, EXCHANGE)
        .order_by(SUBMISSION.c.sent_at.desc(), SUBMISSION.c.id.desc())
        .limit(1)
        .correlate(PLACE)
        .scalar_subquery()
    )


OWN_PLACES = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug, _last_sent().label("reflected_at"))
    .where(PLACE.c.id.in_(PLACES))
    .order_by(PLACE.c.sort_name, PLACE.c.id),
)
LAST_ANSWERED = Statement(
    select(ENTRY.c.partnership_id, func.max(REVIEW.c.sent_at).label("sent_at"))
    .select_from(REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id))
    .where(REVIEW.c.author_id == READER, ENTRY.c.partnership_id.in_(PLACES))
    .group_by(ENTRY.c.partnership_id),
)


def places_of(actor: Reader) -> list[OwnPlace]:
    """The places that this person facilitates, by name: two queries."""
    known = {**reads(actor), "places": sorted(actor.facilitates)}
    answered = {row["partnership_id"]: row["sent_at"] for row in LAST_ANSWERED.all(known)}
    rows = OWN_PLACES.all(known)
    return [OwnPlace(row["name"], row["slug"], row["reflected_at"], answered.get(row["id"])) for row in rows]
