"""The pages of updates: posting one, reading it, changing it."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.drafts.editing_session import EditingSession
from lpcommunity.editing.views import EntryPages
from lpcommunity.entries import page_slots, policy
from lpcommunity.entries.audience_text import consequences, consequences_in_general, hints, in_short, readers_line
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.kinds import looking_back
from lpcommunity.entries.models import ONLY_ME
from lpcommunity.entries.readership import readership_of
from lpcommunity.entries.versions import can_compare
from lpcommunity.following.recipients import how_many
from lpcommunity.people.current_user import actor, me
from lpcommunity.updates import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.updates import queries
from lpcommunity.updates import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.updates.kind import UPDATE
from lpcommunity.web import re_renders
from lpcommunity.web.confirmation import confirm

pages = Blueprint("updates", __name__, template_folder="templates")


class UpdatePages(EntryPages):
    """Posting an update, and changing it."""

    def for_new(self, place: PlaceName) -> dict[str, Any]:
        """Who will read it, and how many are told."""
        readership = readership_of(place)
        return {
            "facilitators": readership.facilitators,
            "hints": hints(readership),
            "short": in_short(readership),
            "will": consequences(readership, how_many(place.id, me().id)),
            "general": consequences_in_general(readership),
        }

    def begin(self, form: Any) -> None:
        """With the milestone it is about, where somebody comes from there: `?about=milestone-7`."""
        super().begin(form)
        kind, _, number = request.args.get("about", "").rpartition("-")
        if kind == "milestone" and number in {choice.value for choice in form.milestone.choices}:
            form.milestone.data = number

    def posted(self, place: PlaceName, entry: Any, form: Any, files: FormFiles, editing: EditingSession) -> None:
        """Say so, and who is told."""
        told = how_many(place.id, me().id, entry.audience)
        done = consequences(readership_of(place), told)[entry.audience]
        back = (f"Back to {place.name}", f"/partnerships/{place.slug}")
        might_help = f"{UPDATE.path(entry.id)}#might-help-{entry.id}"
        helped = ("See who might help", might_help) if entry.help_wanted and entry.audience != ONLY_ME else None
        confirm(f"Your update is posted: {done}", *(helped or _reflect_upon(place, entry.id) or back))


writing = UpdatePages(UPDATE)


def _reflect_upon(place: PlaceName, update_id: int) -> tuple[str, str] | None:
    """Words and address for looking back at an update."""
    kind = looking_back()
    return (kind.upon, f"{kind.new_path(place.slug)}?about={UPDATE.key}-{update_id}") if kind else None


@pages.route("/partnerships/<slug:slug>/updates/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Post an update, in three minutes, on a phone."""
    return writing.new(slug)


@pages.route("/updates/<id:update_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(update_id: int) -> Response:
    """Change an update; the version before stays readable."""
    return writing.edit(update_id)


@pages.get("/updates/<id:update_id>")
@access("anyone")
def show(update_id: int) -> str:
    """Read an update."""
    update = queries.update_in_full(actor(), update_id)
    if update is None:
        raise Missing
    mine = policy.is_author(actor(), update)
    return render_template(
        "updates/update.html",
        update=update,
        place=update.partnership,
        mine=mine,
        **queries.files_below(update),
        readers="Only you can open this"
        if update.state != "published"
        else readers_line(update.audience, update.partnership.name if update.partnership else ""),
        upon=_reflect_upon(update.partnership, update_id)
        if update.partnership and isinstance(actor(), Reader) and policy.can_post(me(), update.partnership.id)
        else None,
        can_compare=can_compare(actor(), update),
        can_edit=mine and policy.can_edit(me(), update),
        can_withdraw=mine and policy.can_withdraw(me(), update),
        in_head=page_slots.parts(page_slots.HEAD, actor(), update),
        notices=page_slots.parts(page_slots.NOTICE, actor(), update),
        under_text=page_slots.parts(page_slots.TEXT, actor(), update),
        below=page_slots.parts(page_slots.BELOW, actor(), update),
        aside=page_slots.parts(page_slots.ASIDE, actor(), update),
    )
