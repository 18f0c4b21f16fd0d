"""Thanks, one click on any entry, and taking them back."""

from typing import Any

from flask import Blueprint, Response

from lpcommunity.access import access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.queries import readable_at
from lpcommunity.people.current_user import me
from lpcommunity.thanks import commands, policy, queries
from lpcommunity.thanks import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.web import came_from, see_other

pages = Blueprint("thanks", __name__, template_folder="templates")


@pages.post("/<slug:plural>/<id:entry_id>/thanks")
@access("signed-in")
def say(plural: str, entry_id: int) -> Response:
    """Say thanks for an entry."""
    commands.say_thanks(me(), readable_at(me(), plural, entry_id))
    return _back(plural, entry_id)


@pages.post("/<slug:plural>/<id:entry_id>/thanks-withdrawal")
@access("signed-in")
def unsay(plural: str, entry_id: int) -> Response:
    """Take one's thanks back."""
    commands.unsay_thanks(me(), readable_at(me(), plural, entry_id))
    return _back(plural, entry_id)


@page_slots.fill(page_slots.BELOW, "thanks/line.html", order=20, is_act=True)
def below_entry(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """Below an entry: the button, and from whom thanks came."""
    said = queries.thanks_for(actor, entry)
    allowed = isinstance(actor, Reader) and policy.can_thank(actor, entry)
    if not allowed and not entry.thanks_count:
        return None
    return {"said": said, "can": allowed, "path": kind_of(entry.kind).path(entry.id)}


def _back(plural: str, entry_id: int) -> Response:
    return see_other(came_from(f"/{plural}/{entry_id}", "say-thanks"))
