"""What waits to be read, and how much of what there is could be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, bindparam, func, select

from lpcommunity.documents.models import WAITING, DocumentText
from lpcommunity.entries.policy import word
from lpcommunity.storage import Moment, Statement, now, session

TEXT: FromClause = DocumentText.__table__
_due = select(TEXT.c.blob_key, TEXT.c.tries).where(
    TEXT.c.state == word(WAITING), TEXT.c.run_at <= bindparam("moment", type_=Moment)
)


@dataclass(frozen=True)
class Due:
    """A content that is to be read now."""

    blob_key: str
    tries: int


@dataclass(frozen=True)
class Number:
    """How many are in one state, and since when the first of them is known."""

    state: str
    number: int
    since: datetime


ANY_DUE: Statement[Any] = Statement(_due.limit(1))
# Whatever another worker is just taking is passed over.
NEXT = Statement(_due.order_by(TEXT.c.run_at, TEXT.c.blob_key).limit(1).with_for_update(skip_locked=True), Due)
NUMBERS = Statement(
    select(
        TEXT.c.state,
        func.count().label("number"),
        func.min(TEXT.c.queued_at, type_=Moment).label("since"),
    ).group_by(TEXT.c.state),
    Number,
)


def any_due() -> bool:
    """Whether something is to be read now. Only reads, so asking often disturbs nobody."""
    try:
        return ANY_DUE.value(moment=now()) is not None
    finally:
        session().rollback()


def numbers() -> dict[str, Number]:
    """How many are in each state: one query, for the operator."""
    return {one.state: one for one in NUMBERS.all()}
