"""Saying, for oneself alone, that one looks at a conversation."""

from flask import Response, request

from lpcommunity.access import access
from lpcommunity.comments import looks, queries
from lpcommunity.comments.views import pages
from lpcommunity.entries.queries import readable_at
from lpcommunity.people.current_user import me
from lpcommunity.web import came_from, see_other


@pages.post("/<slug:plural>/<id:entry_id>/conversation/look")
@access("signed-in")
def look(plural: str, entry_id: int) -> Response:
    """I look at this conversation: said by the script of its page, and by the button "I have read these" (`seen`)."""
    entry = readable_at(me(), plural, entry_id)
    seen = "seen" in request.form
    if seen or not queries.has_just_looked(me(), entry_id):
        looks.note_look(me(), entry, seen=seen)
    return see_other(came_from(f"/{plural}/{entry_id}", "talk")) if seen else Response(status=204)
