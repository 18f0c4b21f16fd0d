"""On the page of what answers a question: which one it was, for whoever reads the exchange in which it was asked."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.questions import queries

TEMPLATE = "questions/of-answer.html"


@page_slots.fill(page_slots.CONFIDED, TEMPLATE, order=15)
@page_slots.fill(page_slots.BELOW, TEMPLATE, order=15)
def of_entry(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """Below an entry."""
    found = queries.answered_by_entry(actor, entry.id, entry.partnership_id)
    return {"answers": found} if found else None


@page_slots.fill(page_slots.ACTION, TEMPLATE)
def of_action(actor: Reader | Visitor, action: Any) -> dict[str, Any] | None:
    """Below an action."""
    found = queries.answered_by_action(actor, action.id, action.partnership_id)
    return {"answers": found} if found else None
