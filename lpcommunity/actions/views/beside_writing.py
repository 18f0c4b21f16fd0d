"""What stands beside what somebody writes: actions to look back at, and a way from each move to an action."""

from typing import Any

from flask import request

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions import policy, queries
from lpcommunity.actions.views.reporting import report_in_place
from lpcommunity.entries import page_slots
from lpcommunity.entries import policy as entries
from lpcommunity.entries.kinds import looking_back

OPEN, REPORTED = 3, 2  # that are shown


@page_slots.fill(page_slots.OPENING, "actions/opening.html")
def opening(actor: Reader | Visitor, place: Any) -> dict[str, Any] | None:
    """One's own open actions of the place, and what was lately reported there."""
    if not isinstance(actor, Reader):
        return None
    found = queries.undertaken(actor, place.id)
    mine, lately = [one for one in found.open if one.mine][:OPEN], found.lately[:REPORTED]
    if not mine and not lately:
        return None
    kind = looking_back()
    new = kind.new_path(place.slug) if kind else ""
    reporting = report_in_place(mine, request.args.get("report", ""), new)
    return {
        "mine": mine,
        "lately": lately,
        "reporting": reporting,
        "back": reporting.back if reporting else new,
    }


@page_slots.fill(page_slots.MOVE, "actions/of-move.html")
def of_move(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """For the author of a reflection, who may make an action of any move of an answer."""
    place = entry.partnership
    if not isinstance(actor, Reader) or place is None or not entries.is_author(actor, entry):
        return None
    may = policy.can_undertake(actor, place.id) and entry.state == "published"
    return {"path": f"/partnerships/{place.slug}/actions/new?source=move:"} if may else None
