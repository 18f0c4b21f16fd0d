"""The conversation below an entry, in its place on the page, and the way to one comment."""

from typing import Any

from flask import Response, request

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments import form_files
from lpcommunity.comments import queries, single_comments
from lpcommunity.comments.forms import ClosingForm, CommentForm
from lpcommunity.comments.presenters import talk_of
from lpcommunity.comments.queries import START, At
from lpcommunity.comments.registrations import COMMENT
from lpcommunity.comments.single_comments import OneComment
from lpcommunity.comments.views import pages
from lpcommunity.comments.views.box import Box, Placed, box_for
from lpcommunity.drafts.editing_session import open_beside
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import ONLY_ME, PUBLISHED
from lpcommunity.offline import resends
from lpcommunity.people.current_user import actor
from lpcommunity.web import see_other


@page_slots.fill(page_slots.BELOW, "comments/talk.html", order=60)
@page_slots.fill(page_slots.CONFIDED, "comments/talk.html", order=60)
def below_entry(reader: Reader | Visitor, entry: Placed) -> dict[str, Any] | None:
    """What is said below an entry, and the box in which one says something. Nothing where nobody said anything that
    this reader may read, and they may say nothing either.
    """
    if entry.state != PUBLISHED or entry.audience == ONLY_ME:
        return None
    path = kind_of(entry.kind).path(entry.id)
    talk = talk_of(reader, entry, path, queries.place_in_talk(request.args.get("talk", "")))
    if not talk.threads and not talk.can_comment:
        return None
    box = _box(reader, entry, path) if isinstance(reader, Reader) and talk.can_comment and not talk.closed else None
    closing = ClosingForm(formdata=None, ids="closing")
    resends.tell(closing, {resends.WHO: entry.audience})
    beside = page_slots.parts(page_slots.COMMENT, reader, entry) if talk.threads else []
    return {
        "talk": talk,
        "box": box,
        "beside": beside,
        "kind": kind_of(entry.kind),
        "closing": closing,
    }


def _box(reader: Reader, entry: Placed, path: str) -> Box:
    editing = open_beside(reader, f"{COMMENT}:{entry.id}", f"{path}/comments")
    form = CommentForm(**(editing.form_arguments or {"formdata": None}), ids="comment")
    files = form_files.show(reader, editing.idempotency_key) if editing.draft is not None else None
    return box_for(reader, entry, editing, form, files)


@pages.get("/comments/<id:comment_id>")
@access("anyone")
def show(comment_id: int) -> Response:
    """To its place on the page of its entry; or, where that is closed to its author, to what they said themselves."""
    comment = single_comments.one(actor(), comment_id)
    if comment is None:
        raise Missing
    return see_other(address_of(actor(), comment))


def address_of(reader: Reader | Visitor, comment: OneComment) -> str:
    """Where it stands: on the page of its entry; where that is closed to its author, among what they said."""
    if not comment.stands:
        return f"/comments#c{comment.id}"
    return place_of(reader, comment.entry_path, comment.entry_id, comment.at)


def place_of(reader: Reader | Visitor, entry_path: str, entry_id: int, at: At) -> str:
    """The address at which a comment stands for this reader."""
    start = queries.page_of(reader, entry_id, at)
    page = "" if start == START else f"?talk={start.cursor}"
    return f"{entry_path}{page}#c{at.id}"
