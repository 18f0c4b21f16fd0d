"""What waits without an answer when a facilitator has come: it opens to them, so that it is answered at all."""

from typing import Any

from sqlalchemy import select

from lpcommunity.entries import lifecycle
from lpcommunity.entries.policy import ENTRY
from lpcommunity.openings.commands import open_to
from lpcommunity.openings.models import Introduction
from lpcommunity.partnerships.terms import current
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.reviews.prospects import OPENS_BY_ITSELF, THIS_INTRODUCTION, TOLD_OF_WHOEVER_CAME
from lpcommunity.storage import Statement, session, today, transactional

STILL_CLOSED: Statement[Any] = Statement(
    select(ENTRY.c.id)
    .select_from(TOLD_OF_WHOEVER_CAME)
    .where(THIS_INTRODUCTION, OPENS_BY_ITSELF, current())
    .order_by(ENTRY.c.id)
)


@transactional
def open_what_waits(introduction_id: int) -> None:
    """Three days after an author was told who facilitates now, open to them what still waits and was never answered."""
    introduction = session().get_one(Introduction, introduction_id)
    for entry_id in STILL_CLOSED.values(introduction=introduction_id, today=today()):
        reflection = lifecycle.lock(session().get_one(Reflection, entry_id))
        if reflection.review_state == WAITING and reflection.rounds == 1:
            open_to(reflection, introduction.membership_id)
