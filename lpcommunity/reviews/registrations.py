"""What an exchange adds where others show reflections and drafts: how it went, and what its own drafts are called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.drafts.subjects import Subject, register
from lpcommunity.entries.policy import ENTRY, reads
from lpcommunity.entries.timeline_marks import MarkFacts, known_by
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.reviews.models import Review
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.storage import Statement

ROW: FromClause = Reflection.__table__
REVIEW: FromClause = Review.__table__
IDS = bindparam("ids", type_=Integer, expanding=True)


def _move_named(name: str) -> str:
    """How the page of a draft calls a move: by its place, as the form does."""
    n = name.split("-")[1]
    return f"Move {int(n) + 1}" if n.isascii() and n.isdigit() else "Move"


register(Subject("review", "Answer", lambda name: name.endswith("-says"), "draft answer", _move_named))
register(Subject("response", "Reply", lambda name: name.startswith("reply-"), named=lambda _name: "Your reply"))


@dataclass(frozen=True)
class _Line:
    """A reflection and one answer to it, if there is one."""

    id: int
    review_state: str
    acknowledged_at: datetime | None
    sent_at: datetime | None


# How it went is known to its author and to the facilitators of its place today (PROMISES section 1).
PROGRESS = Statement(
    select(ENTRY.c.id, ROW.c.review_state, ROW.c.acknowledged_at, REVIEW.c.sent_at)
    .select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id).outerjoin(REVIEW, REVIEW.c.reflection_id == ROW.c.id))
    .where(ENTRY.c.id.in_(IDS), EXCHANGE)
    .order_by(ENTRY.c.id, REVIEW.c.sent_at, REVIEW.c.id),
    _Line,
)


def progress(actor: Reader | Visitor, reflection_ids: Collection[int]) -> dict[int, MarkFacts]:
    """How the exchanges of these reflections went, those of which this reader may know: one query."""
    if isinstance(actor, Visitor):
        return {}
    lines: dict[int, list[_Line]] = {}
    for line in PROGRESS.all(reads(actor), ids=sorted(reflection_ids)):
        lines.setdefault(line.id, []).append(line)
    return {
        key: MarkFacts(
            waiting=found[0].review_state == WAITING,
            closed_at=found[0].acknowledged_at,
            answers=tuple(line.sent_at for line in found if line.sent_at is not None),
        )
        for key, found in lines.items()
    }


known_by(REFLECTION.key, progress)
