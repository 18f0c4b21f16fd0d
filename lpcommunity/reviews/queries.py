"""Reading exchanges and queues."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import aliased

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.models import PUBLISHED, Entry
from lpcommunity.entries.policy import visible_to
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.partnerships.terms import current_today
from lpcommunity.people.models import Person
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.models import WAITING, Reflection, Submission
from lpcommunity.reviews.models import Review
from lpcommunity.storage import session, today
from lpcommunity.storage.clock import LONDON

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
        ends = [today() - timedelta(days=n) for n in range(min(self.days, 28) - 1, -1, -1)]
        return [day.weekday() >= WEEKEND for day in ends]

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
    first_ever: bool  # the author has never sent one before
    cycle: str
    answered: int  # how many prompts have words
    prompts: int
    words: int
    draft: Draft | None  # what this facilitator has begun to answer

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


def queue_for(actor: Reader) -> list[QueueItem]:
    """What waits for this facilitator, the oldest first: one query, and two for where they stand."""
    places = actor.facilitates
    if not places:
        return []
    earlier = aliased(Entry)
    sent_before = (
        select(Submission.id)
        .join(earlier, earlier.id == Submission.reflection_id)
        .where(earlier.author_id == Reflection.author_id, earlier.id != Reflection.id)
        .exists()
    )
    of_this = (Draft.subject == literal("review:").concat(cast(Reflection.id, String))) & (Draft.person_id == actor.id)
    rows = session().execute(
        select(
            Reflection.id,
            Reflection.title,
            Partnership.name,
            Partnership.slug,
            Person.name,
            Reflection.waiting_since,
            Reflection.rounds,
            ~sent_before,
            Reflection.cycle,
            Reflection.fields,
            Draft,
        )
        .join(Partnership, Partnership.id == Reflection.partnership_id)
        .join(Person, Person.id == Reflection.author_id)
        .outerjoin(Draft, of_this & Draft.spent_at.is_(None))
        .where(
            Reflection.review_state == WAITING,
            Reflection.state == PUBLISHED,
            Reflection.partnership_id.in_(sorted(places)),
            Reflection.author_id != actor.id,
            visible_to(actor),
        )
        .order_by(Reflection.waiting_since, Reflection.id, Draft.saved_at.desc())
        .limit(LONGEST_QUEUE)
    )
    seen: dict[int, QueueItem] = {}
    for row in rows:
        seen.setdefault(row[0], _in_queue(row))  # of several drafts, the latest
    return list(seen.values())


def _in_queue(row: Any) -> QueueItem:
    entry_id, title, place, slug, author, since, rounds, first_ever, cycle, fields, draft = row
    prompts = prompts_of(cycle if cycle in CYCLES else "free")
    texts = [fields[prompt.key] for prompt in prompts if fields.get(prompt.key)]
    return QueueItem(
        id=entry_id,
        title=title,
        place=place,
        place_slug=slug,
        author=author,
        waited=WaitingTime(since),
        round=rounds,
        first_ever=bool(first_ever) and rounds == 1,
        cycle=cycle,
        answered=len(texts),
        prompts=len(prompts),
        words=sum(len(text.split()) for text in texts),
        draft=draft,
    )


def last_answer(actor: Reader) -> tuple[str, datetime] | None:
    """Where this person's last answer went, and when."""
    row = (
        session()
        .execute(
            select(Partnership.name, Review.sent_at)
            .join(Reflection, Reflection.id == Review.reflection_id)
            .join(Partnership, Partnership.id == Reflection.partnership_id)
            .where(Review.author_id == actor.id)
            .order_by(Review.sent_at.desc(), Review.id.desc())
            .limit(1)
        )
        .first()
    )
    return (row[0], row[1]) if row else None


@dataclass(frozen=True)
class WaitingPlace:
    """A partnership in which reflections wait, or that has no facilitator: all that the programme team is told."""

    name: str
    slug: str
    facilitators: int
    waited: tuple[WaitingTime, ...]  # the longest first


def waiting_overview() -> list[WaitingPlace]:
    """The places where somebody waits, the longest first, then those without a facilitator by name: two queries.

    No title, no author, no words, no cycle. For those whom policy.can_see_waiting admits.
    """
    facilitators = (
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.partnership_id == Partnership.id,
            Membership.role == "facilitator",
            current_today(),
            Person.disabled_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = session().execute(
        select(Partnership.name, Partnership.slug, facilitators, Reflection.waiting_since)
        .select_from(Partnership)
        .outerjoin(
            Reflection,
            (Reflection.partnership_id == Partnership.id)
            & (Reflection.review_state == WAITING)
            & (Reflection.state == PUBLISHED)
            & (Reflection.audience != "me"),
        )
        .where(Reflection.waiting_since.is_not(None) | (facilitators == 0))
        .order_by(Partnership.sort_name, Reflection.waiting_since)
    )
    places: dict[str, WaitingPlace] = {}
    for name, slug, count, since in rows:
        known = places.get(slug, WaitingPlace(name, slug, count, ()))
        waited = (*known.waited, WaitingTime(since)) if since else known.waited
        places[slug] = WaitingPlace(name, slug, count, waited)
    waiting = sorted((place for place in places.values() if place.waited), key=lambda place: place.waited[0].since)
    return waiting + [place for place in places.values() if not place.waited]


@dataclass(frozen=True)
class OwnPlace:
    """A place that a facilitator supports, and when it was last reflected there, or answered by them."""

    name: str
    slug: str
    reflected_at: datetime | None
    answered_at: datetime | None


def places_of(actor: Reader) -> list[OwnPlace]:
    """The places that this person facilitates, by name: one query."""
    reflected = (
        select(func.max(Submission.sent_at))
        .join(Entry, Entry.id == Submission.reflection_id)
        .where(Entry.partnership_id == Partnership.id, visible_to(actor))
        .scalar_subquery()
    )
    answered = (
        select(func.max(Review.sent_at))
        .join(Entry, Entry.id == Review.reflection_id)
        .where(Entry.partnership_id == Partnership.id, Review.author_id == actor.id)
        .scalar_subquery()
    )
    rows = session().execute(
        select(Partnership.name, Partnership.slug, reflected, answered)
        .where(Partnership.id.in_(sorted(actor.facilitates)))
        .order_by(Partnership.sort_name)
    )
    return [OwnPlace(*row) for row in rows]
