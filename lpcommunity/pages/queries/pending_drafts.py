"""What a person began and did not send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, String, bindparam, func, literal_column, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft
from lpcommunity.drafts.queries import has_files
from lpcommunity.drafts.subjects import subject_of
from lpcommunity.storage import Statement

MOST = 10  # that are looked through for one to finish

DRAFT: FromClause = Draft.__table__


@dataclass(frozen=True)
class PendingDraft:
    """Something begun and not sent."""

    title: str
    subject: str
    since: datetime
    address: str
    key: str


DRAFTS = Statement(
    select(
        DRAFT.c.label.label("title"),
        DRAFT.c.subject,
        DRAFT.c.saved_at.label("since"),
        (DRAFT.c.path + literal_column("'?draft='", String) + DRAFT.c.idempotency_key).label("address"),
        DRAFT.c.idempotency_key.label("key"),
    )
    .where(DRAFT.c.person_id == bindparam("person", type_=Integer), DRAFT.c.spent_at.is_(None))
    .order_by(DRAFT.c.saved_at.desc(), DRAFT.c.id.desc())
    .limit(MOST),
    PendingDraft,
)

MOST_COUNTED = 100  # the page of drafts lists no more
COUNT: Statement[Any] = Statement(
    select(func.count()).select_from(
        select(DRAFT.c.id)
        .where(DRAFT.c.person_id == bindparam("person", type_=Integer), DRAFT.c.spent_at.is_(None))
        .limit(MOST_COUNTED)
        .subquery("unsent")
    )
)


def number_of_drafts(actor: Reader) -> int:
    """How many things this person began and did not send, so many at most. One query."""
    return int(COUNT.value(person=actor.id) or 0)


def pending_draft(actor: Reader) -> PendingDraft | None:
    """What this person began last and did not send, has words or files in it, and can be finished."""
    return next((one for one in DRAFTS.all(person=actor.id) if _can_be_finished(actor, one)), None)


def _can_be_finished(actor: Reader, draft: PendingDraft) -> bool:
    if not draft.title and not has_files(actor, draft.key):
        return False
    return not subject_of(draft.subject, draft.address).over(actor, draft.subject)
