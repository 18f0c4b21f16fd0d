"""Below a question of an answer: whether it is open, what answered it, and the way to say so."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.questions import policy
from lpcommunity.reviews.policy import can_read_exchange


@page_slots.fill(page_slots.MOVE, "questions/of-move.html", order=40)
def of_move(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """For whoever reads the exchange; its author decides."""
    if not isinstance(actor, Reader) or not entry.rounds or not can_read_exchange(actor, entry):
        return None
    return {"may": policy.can_decide(actor, entry)}
