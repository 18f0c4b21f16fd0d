"""What waits without an answer when a facilitator has come: it opens to them, so that it is answered at all."""

from typing import Any

from sqlalchemy import Integer, bindparam, select

from lpcommunity.entries import lifecycle
from lpcommunity.entries.policy import ENTRY, OPENING
from lpcommunity.openings.commands import open_to
from lpcommunity.openings.models import Introduction
from lpcommunity.openings.queries import CLOSED, INTRODUCTION
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.reviews.queries import ROW, WAITS
from lpcommunity.storage import Statement, session, today, transactional

# An exchange that nobody has ever answered: one with earlier rounds opens when its author says so, and not before. So
# does one to which its author said no.
_never_answered = (ROW.c.rounds == 1, ENTRY.c.audience != "me", OPENING.c.declined_at.is_(None))
STILL_CLOSED: Statement[Any] = Statement(
    select(ENTRY.c.id)
    .select_from(
        CLOSED.join(ROW, ROW.c.id == ENTRY.c.id).join(
            INTRODUCTION,
            (INTRODUCTION.c.membership_id == MEMBERSHIP.c.id) & (INTRODUCTION.c.author_id == ENTRY.c.author_id),
        )
    )
    .where(INTRODUCTION.c.id == bindparam("introduction", type_=Integer), WAITS, *_never_answered, current())
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
