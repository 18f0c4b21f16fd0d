"""What a person began and did not send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, String, and_, bindparam, exists, func, literal_column, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.queries import FILE, WAITS
from lpcommunity.drafts.models import Draft
from lpcommunity.drafts.subjects import endings, subject_of
from lpcommunity.storage import Statement

MOST = 10  # that are looked through for one to finish

DRAFT: FromClause = Draft.__table__
# With words or files in them: what was only opened, or chosen, is not begun. A label is made of what words there are.
_begun = and_(
    DRAFT.c.person_id == bindparam("person", type_=Integer),
    DRAFT.c.spent_at.is_(None),
    or_(
        DRAFT.c.label != literal_column("''"),
        exists()
        .where(FILE.c.idempotency_key == DRAFT.c.idempotency_key, FILE.c.owner_id == DRAFT.c.person_id, WAITS)
        .correlate(DRAFT),
    ),
)


@dataclass(frozen=True)
class PendingDraft:
    """Something begun and not sent."""

    title: str
    subject: str
    since: datetime
    address: str


DRAFTS = Statement(
    select(
        DRAFT.c.label.label("title"),
        DRAFT.c.subject,
        DRAFT.c.saved_at.label("since"),
        (DRAFT.c.path + literal_column("'?draft='", String) + DRAFT.c.idempotency_key).label("address"),
    )
    .where(_begun)
    .order_by(DRAFT.c.saved_at.desc(), DRAFT.c.id.desc())
    .limit(MOST),
    PendingDraft,
)

MOST_COUNTED = 100  # the page of drafts lists no more
COUNT: Statement[Any] = Statement(
    select(func.count()).select_from(select(DRAFT.c.id).where(_begun).limit(MOST_COUNTED).subquery("unsent"))
)


def number_of_drafts(actor: Reader) -> int:
    """How many things with words or files in them this person did not send, so many at most. One query."""
    return int(COUNT.value(person=actor.id) or 0)


def pending_draft(actor: Reader) -> PendingDraft | None:
    """What this person began last and did not send, has words or files in it, and can be finished."""
    drafts = DRAFTS.all(person=actor.id)
    ended = endings(actor, [one.subject for one in drafts])
    going_on = (one for one in drafts if one.subject not in ended)
    return next((one for one in going_on if not subject_of(one.subject, one.address).over(actor, one.subject)), None)
