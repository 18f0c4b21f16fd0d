"""Reading what became of a form that a browser kept."""

from sqlalchemy import String, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.queries import DRAFT
from lpcommunity.storage import Statement

SENT: Statement[int] = Statement(
    select(DRAFT.c.id).where(
        DRAFT.c.person_id == bindparam("owner"),
        DRAFT.c.idempotency_key == bindparam("key", type_=String),
        DRAFT.c.spent_at.is_not(None),
    )
)


def was_sent(person: Reader, idempotency_key: str) -> bool:
    """Whether the form of this key was sent by this person, or its draft thrown away: either is final."""
    return bool(SENT.values(owner=person.id, key=idempotency_key))
