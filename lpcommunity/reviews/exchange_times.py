"""When an exchange stood between its author and facilitators, and who answered: for whoever may know of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import ENTRY, reads
from lpcommunity.people.names import first_name_of
from lpcommunity.reviews.exchange_rows import OF_ANSWERS, SUBMISSION, THIS
from lpcommunity.storage import Statement

MOST = 100


@dataclass(frozen=True)
class ExchangeTime:
    """It was sent for the first time at that moment, and perhaps taken back before anybody answered."""

    sent_at: datetime
    taken_back_at: datetime | None


OF_EXCHANGE = Statement(
    select(SUBMISSION.c.sent_at, SUBMISSION.c.taken_back_at)
    .select_from(SUBMISSION.join(ENTRY, ENTRY.c.id == SUBMISSION.c.reflection_id))
    .where(THIS, SUBMISSION.c.round == 1)
    .order_by(SUBMISSION.c.sent_at.desc(), SUBMISSION.c.id.desc())
    .limit(MOST),
    ExchangeTime,
)


def exchange_times(actor: Reader, entry_id: int) -> list[ExchangeTime]:
    """Each time that the exchange over this entry began, the earliest first, as far as this person may know."""
    return OF_EXCHANGE.all(reads(actor), entry=entry_id)[::-1]


def answerers(actor: Reader, entry_id: int) -> list[str]:
    """The first names of those who have answered, in the order in which they did: one query."""
    return list(dict.fromkeys(first_name_of(one.author) for one in OF_ANSWERS.all(reads(actor), entry=entry_id)))
