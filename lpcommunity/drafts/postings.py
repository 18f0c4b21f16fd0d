"""What was posted from a form: for whoever comes back to that form, so that nothing is posted twice by mistake.

Entries are found by themselves. What else is sent from writing forms registers how it is found, from above.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.policy import ENTRY, VISIBLE, mine, reads
from lpcommunity.storage import Statement

LATELY = timedelta(days=1)  # the same words once more within so long a time are asked about


@dataclass(frozen=True)
class Posting:
    """Something of one's own that was posted, or sent."""

    path: str
    at: datetime
    done: str = "posted"


@dataclass(frozen=True)
class _Posted:
    """An entry of one's own."""

    id: int
    kind: str
    posted_at: datetime


PostingFinder = Callable[[Reader, str], Posting | None]
_finders: list[PostingFinder] = []

POSTED = Statement(
    select(ENTRY.c.id, ENTRY.c.kind, ENTRY.c.created_at.label("posted_at")).where(
        VISIBLE, mine(), ENTRY.c.idempotency_key == bindparam("key", type_=String)
    ),
    _Posted,
)


def register_finder(finder: PostingFinder) -> PostingFinder:
    """Register what finds something else by the reader who sent it and the idempotency key of its form."""
    _finders.append(finder)
    return finder


def posted_from(person: Reader, idempotency_key: str) -> Posting | None:
    """What this person posted from the form of this key, if they did."""
    found = POSTED.first(reads(person), key=idempotency_key)
    if found is not None:
        return Posting(kind_of(found.kind).path(found.id), found.posted_at)
    return next((other for finder in _finders if (other := finder(person, idempotency_key))), None)
