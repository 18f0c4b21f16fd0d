"""What somebody has confided: where it stands, and which facilitators who came later it is closed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.policy import ENTRY, ON_RECORD, mine, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.openings.queries import Newcomer, newcomers_to_mine
from lpcommunity.reflections.models import ACKNOWLEDGED, WAITING, Reflection
from lpcommunity.storage import Statement

MOST = 100
REFLECTION: FromClause = Reflection.__table__


@dataclass(frozen=True)
class Confidence:
    """An entry that stands between its author and facilitators, or its exchange does."""

    id: int
    kind: Kind
    title: str
    audience: str
    place: str
    place_slug: str
    confided_at: datetime
    review_state: str
    rounds: int

    @property
    def path(self) -> str:
        """Where it is read."""
        return self.kind.path(self.id)

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer: then it can be taken back."""
        return self.review_state == WAITING

    @property
    def never_answered(self) -> bool:
        """Whether nobody has ever answered it: then it opens to whoever comes, three days after the name was told."""
        return self.waits and self.rounds == 1

    @property
    def closed(self) -> bool:
        """Whether its exchange has come full circle."""
        return self.review_state == ACKNOWLEDGED


def _confidence(*, kind: str, review_state: str | None, rounds: int | None, **columns: object) -> Confidence:
    return Confidence(kind=kind_of(kind), review_state=review_state or "", rounds=rounds or 0, **columns)  # type: ignore[arg-type]


_mine = (
    select(
        ENTRY.c.id, ENTRY.c.kind, ENTRY.c.title, ENTRY.c.audience, PLACE.c.name.label("place"),
        PLACE.c.slug.label("place_slug"), ENTRY.c.confided_at, REFLECTION.c.review_state, REFLECTION.c.rounds,
    )
    .select_from(
        ENTRY.join(PLACE, PLACE.c.id == ENTRY.c.partnership_id).outerjoin(REFLECTION, REFLECTION.c.id == ENTRY.c.id)
    )
    .where(mine(), ON_RECORD, ENTRY.c.confided_at.is_not(None), ENTRY.c.audience != "me")
)  # fmt: skip
LATEST = Statement(_mine.order_by(ENTRY.c.confided_at.desc(), ENTRY.c.id.desc()).limit(MOST), _confidence)
THESE = Statement(_mine.where(ENTRY.c.id.in_(bindparam("ids", type_=Integer, expanding=True))), _confidence)


@dataclass(frozen=True)
class Question:
    """A facilitator who began later, and what of one's own they find closed."""

    membership_id: int
    name: str
    first_name: str
    began_at: datetime
    place: str
    closed: Sequence[tuple[Confidence, Newcomer]]


@dataclass(frozen=True)
class Questions:
    """What somebody is asked, facilitator by facilitator; `more` comes when these are answered."""

    asked: list[Question]
    more: bool

    @property
    def newcomers(self) -> list[Newcomer]:
        """Each thing that is asked."""
        return [newcomer for question in self.asked for _, newcomer in question.closed]


def confidences_of(actor: Reader) -> list[Confidence]:
    """What this person has confided, the latest first: one query."""
    return LATEST.all(reads(actor))


def questions_to(actor: Reader) -> Questions:
    """Of whom this person is asked, each with what of theirs is closed to them, what waits first: two queries."""
    newcomers, more = newcomers_to_mine(actor)
    by_id = {one.id: one for one in THESE.all(reads(actor), ids=sorted({one.entry_id for one in newcomers}))}
    of_term: dict[int, list[tuple[Confidence, Newcomer]]] = {}
    for one in newcomers:
        of_term.setdefault(one.membership_id, []).append((by_id[one.entry_id], one))
    return Questions([_question(closed) for closed in of_term.values()], more)


def _question(closed: list[tuple[Confidence, Newcomer]]) -> Question:
    confidence, newcomer = closed[0]
    in_order = sorted(closed, key=lambda pair: (pair[1].declined_at is not None, not pair[0].waits, -pair[0].id))
    return Question(
        newcomer.membership_id, newcomer.name, newcomer.first_name, newcomer.began_at, confidence.place, in_order
    )
