"""Below an entry: the actions that came of it, and undertaking one."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions import policy, queries
from lpcommunity.entries import page_slots
from lpcommunity.entries.models import PUBLISHED


@page_slots.fill(page_slots.BELOW, "actions/below-entry.html", order=30)
def below_entry(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """What came of an entry, for whoever may read that; for members of its place, a way to undertake more."""
    place_id = entry.partnership_id or 0
    may = isinstance(actor, Reader) and policy.can_undertake(actor, place_id)
    found = queries.born_of(actor, entry.id)
    if entry.state != PUBLISHED or not (found or may):
        return None
    slug = actor.names_of_places[place_id].slug if isinstance(actor, Reader) and may else ""
    return {"actions": found, "slug": slug, "source": f"{entry.kind}:{entry.id}" if may else ""}
