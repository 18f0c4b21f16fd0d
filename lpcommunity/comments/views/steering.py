"""Closing a conversation, opening it again; and saying, for oneself alone, that one looks at it."""

from flask import Response, flash, request

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.comments import policy, queries, steering
from lpcommunity.comments.forms import ClosingForm
from lpcommunity.comments.views import pages
from lpcommunity.entries.in_full import head_of
from lpcommunity.entries.kinds import kind_at
from lpcommunity.entries.queries import readable_at
from lpcommunity.people.current_user import me
from lpcommunity.web import came_from, re_renders, render_form, see_other


@pages.route("/<slug:plural>/<id:entry_id>/conversation", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def conversation(plural: str, entry_id: int) -> Response:
    """Close the conversation below an entry with a reason, or let it go on."""
    kind = kind_at(plural)
    entry = head_of(me(), kind, entry_id) if kind is not None else None
    if entry is None or kind is None:
        raise Missing
    require(policy.can_steer(me(), entry))
    form = ClosingForm()
    there = f"{kind.path(entry_id)}#talk"
    if form.validate_on_submit():
        row = readable_at(me(), plural, entry_id)
        if form.state.data == "open":
            steering.open_conversation(me(), row)
            flash("The conversation is open again.")
            return see_other(there)
        try:
            steering.close_conversation(me(), row, form.reason.data or "")
        except Invalid as error:
            form.take(error)
        else:
            flash("The conversation is closed. What was said stays, and you can open it again.")
            return see_other(there)
    if queries.closed(me(), entry_id) is not None:
        return see_other(there)
    return render_form("comments/closing.html", form, entry=entry, kind=kind)


@pages.post("/<slug:plural>/<id:entry_id>/conversation/look")
@access("signed-in")
def look(plural: str, entry_id: int) -> Response:
    """I look at this conversation: said by the script of its page, and by the button "I have read these" (`seen`)."""
    entry = readable_at(me(), plural, entry_id)
    seen = "seen" in request.form
    if seen or not queries.has_just_looked(me(), entry_id):
        steering.note_look(me(), entry, seen=seen)
    return see_other(came_from(f"/{plural}/{entry_id}", "talk")) if seen else Response(status=204)
