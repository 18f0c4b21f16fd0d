"""Below an entry, for lead and deputy of its place: keep it in the short account, or let go of it."""

from typing import Any

from flask import Blueprint, Response

from lpcommunity.access import access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.queries import readable_at
from lpcommunity.people.current_user import me
from lpcommunity.pins import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.pins import commands, policy, queries
from lpcommunity.pins import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.web import came_from, see_other

pages = Blueprint("pins", __name__, template_folder="templates")


@pages.post("/<slug:plural>/<id:entry_id>/pin")
@access("signed-in")
def pin(plural: str, entry_id: int) -> Response:
    """Keep an entry in the short account of its place."""
    commands.pin(me(), readable_at(me(), plural, entry_id))
    return _back(plural, entry_id)


@pages.post("/<slug:plural>/<id:entry_id>/pin-removal")
@access("signed-in")
def unpin(plural: str, entry_id: int) -> Response:
    """Keep it there no longer."""
    commands.unpin(me(), readable_at(me(), plural, entry_id))
    return _back(plural, entry_id)


@page_slots.fill(page_slots.BELOW, "pins/line.html", order=25, is_act=True)
def below_entry(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """Below an entry: the button. One query, for those who may press it."""
    if not isinstance(actor, Reader) or not policy.can_pin(actor, entry):
        return None
    place_id = entry.partnership_id or 0
    kept = queries.kept_in(actor, place_id)
    return {
        "kept": entry.id in kept,
        "newer": kept[:1] not in ([], [entry.id]),  # for this reader
        "place": actor.names_of_places[place_id],
        "path": kind_of(entry.kind).path(entry.id),
    }


def _back(plural: str, entry_id: int) -> Response:
    return see_other(came_from(f"/{plural}/{entry_id}", "keep"))
