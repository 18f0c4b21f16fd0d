"""Closing a conversation, and opening it again."""

from flask import Response

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.comments import closing, policy, queries
from lpcommunity.comments.forms import ClosingForm
from lpcommunity.comments.queries import ClosedTalk
from lpcommunity.comments.views import pages
from lpcommunity.entries.in_full import head_of
from lpcommunity.entries.kinds import kind_at
from lpcommunity.entries.queries import readable_at
from lpcommunity.offline import resends
from lpcommunity.people.current_user import me
from lpcommunity.web import (
    ask_once,
    flash_at,
    is_to_be_asked,
    path_of_kept_words,
    re_renders,
    render_form,
    see_other,
)


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
    told = {resends.WHO: entry.audience}
    if form.validate_on_submit() and (form.state.data == "open" or resends.is_as_told(form, told)):
        row = readable_at(me(), plural, entry_id)
        if form.state.data == "open":
            closed = queries.closed(me(), entry_id)
            if closed is not None and closed.reason and is_to_be_asked():
                return _ask_to_open(closed, there)
            closing.open_conversation(me(), row)
            flash_at("The conversation is open again.", there)
            return see_other(there)
        said = form.reason.data or ""
        earlier = queries.closed(me(), entry_id)
        if earlier is not None and earlier.reason != " ".join(said.split()):  # by somebody else, meanwhile
            return see_other(path_of_kept_words() or there)
        try:
            closing.close_conversation(me(), row, said)
        except Invalid as error:
            form.take(error)
        else:
            flash_at("The conversation is closed. What was said stays, and you can open it again.", there)
            return see_other(there)
    closed = queries.closed(me(), entry_id)
    if closed is not None and form.state.data == "open" and form.is_submitted():  # its token was too old: press again
        return _ask_to_open(closed, there, status=422)
    if closed is not None and not form.is_submitted():
        return see_other(there)
    resends.tell(form, told)
    return render_form("comments/closing.html", form, entry=entry, kind=kind)


def _ask_to_open(closed: ClosedTalk, there: str, *, status: int = 200) -> Response:
    """Its reason goes with that."""
    words = closed.reason or ""
    return ask_once("Open this conversation again?", words, "Open it again", there, "Leave it closed", status=status)
