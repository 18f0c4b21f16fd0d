"""The pages of visits."""

from typing import Any

from flask import Blueprint, Response, render_template

from lpcommunity.access import Missing, access
from lpcommunity.attachments.queries import of_entry
from lpcommunity.editing.views import EntryPages
from lpcommunity.entries import page_slots
from lpcommunity.entries.audience_text import hints
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.readership import readership_of
from lpcommunity.people.current_user import actor
from lpcommunity.web import re_renders
from tests.editing.third_kind.kind import KIND, read
from tests.editing.third_kind.models import FOOTINGS

pages = Blueprint("visits", __name__, template_folder="templates")


class VisitPages(EntryPages):
    def for_new(self, place: PlaceName) -> dict[str, Any]:
        return {"hints": hints(readership_of(place))}


writing = VisitPages(KIND)


@pages.route("/partnerships/<slug:slug>/visits/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    return writing.new(slug)


@pages.get("/visits/<id:entry_id>")
@access("anyone")
def show(entry_id: int) -> str:
    visit = read(actor(), entry_id)
    if visit is None:
        raise Missing
    return render_template(
        "visits/visit.html", visit=visit, footing=FOOTINGS[visit.footing], files=of_entry(entry_id),
        below=page_slots.parts(page_slots.BELOW, actor(), visit),
    )  # fmt: skip


@pages.route("/visits/<id:entry_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(entry_id: int) -> Response:
    return writing.edit(entry_id)
