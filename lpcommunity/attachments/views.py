"""Files: opening one, and adding one while one writes."""

import io
from contextlib import suppress
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request, send_file

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments import commands, queries
from lpcommunity.attachments import found_texts as _found_texts  # noqa: F401  (how they are found)
from lpcommunity.attachments import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.attachments import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.attachments.stored_files import StoredFile, openable
from lpcommunity.attachments.uploads import content_of
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts import rescue, signed_forms, windows
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.drafts.subjects import entry_of
from lpcommunity.entries import page_slots
from lpcommunity.entries.models import VersionLike
from lpcommunity.people.current_user import actor, me
from lpcommunity.storage import blobs
from lpcommunity.web.responses import refused_until

pages = Blueprint("attachments", __name__, template_folder="templates")

# Whatever a file holds, a browser that opens it by itself may do nothing with it.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@pages.get("/attachments/<id:attachment_id>")
@access("anyone")
def show(attachment_id: int) -> Response:
    """A picture to be seen, a document to be downloaded: for those who may read what it belongs to."""
    attachment, public = _opened(attachment_id)
    return _sent(attachment, attachment.blob_key, attachment.media_type, public=public)


@pages.get("/attachments/<id:attachment_id>/thumbnail")
@access("anyone")
def thumbnail(attachment_id: int) -> Response:
    """A picture, small."""
    attachment, public = _opened(attachment_id)
    if attachment.thumb_key is None:
        raise Missing
    return _sent(attachment, attachment.thumb_key, "image/webp", public=public)


@pages.post("/attachments")
@access("signed-in")
def add() -> Response:
    """Add one file to a form that is being filled in: for scripts, when a picture is pasted or files are chosen."""
    signed_form = signed_forms.verify_own(me(), request.form.get("signed_form"))
    file = request.files.get("file")
    if signed_form is None or file is None:
        raise Missing
    try:
        made = commands.add_attachment(
            me(),
            signed_form.idempotency_key,
            file.filename or "picture",
            content_of(file),
            request.form.get("alt", ""),
            entry_id=entry_of(signed_form.subject),
        )
    except Invalid as error:
        refused = jsonify({"error": str(error), "code": error.code})
        refused.status_code = 422
        return refused_until(refused, error.until) if isinstance(error, TooMany) else refused
    path = f"/attachments/{made.id}"
    name = made.name.rpartition(".")[0].replace("[", "(").replace("]", ")")
    mark = f"![]({path})" if made.kind == "picture" else f"[{name}]({path})"
    answer = jsonify(
        {"id": made.id, "kind": made.kind, "name": made.name, "size": made.size, "path": path, "markdown": mark}
    )
    answer.status_code = 201
    return answer


rescue.register_disposer(commands.discard_pending)
windows.register_copier(commands.copy_pending)
drafts.register_file_finder(queries.with_pending)


@page_slots.fill(page_slots.VERSION, "attachments/version.html")
def _of_version(_actor: Reader | Visitor, version: VersionLike) -> dict[str, Any] | None:
    """The files that a version of an entry had."""
    files = queries.of_version(version)
    return {"files": files} if files else None


@rescue.register_rescuer
def _keep_files(owner: Reader, signed_form: SignedForm, sent: Request) -> None:
    """Somebody sent a writing form with files when their session had ended: keep the files, too."""
    for file in sent.files.getlist("files"):
        if file.filename:
            with suppress(Invalid):
                commands.add_attachment(
                    owner, signed_form.idempotency_key, file.filename, content_of(file),
                    entry_id=entry_of(signed_form.subject),
                )  # fmt: skip


def _opened(attachment_id: int) -> tuple[StoredFile, bool]:
    found = openable(actor(), attachment_id)
    if found is None:
        raise Missing
    return found


def _sent(attachment: StoredFile, key: str, media_type: str, *, public: bool) -> Response:
    try:
        content = blobs.read(key)
    except FileNotFoundError:
        raise Missing from None
    answer = send_file(
        io.BytesIO(content),
        mimetype=media_type,
        as_attachment=attachment.kind != "picture",
        download_name=attachment.name,
        conditional=True,
        etag=key[:32] if public else False,
        max_age=None,
    )
    answer.headers["Content-Type"] = media_type  # Werkzeug would name the letters of a text once more
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-cache" if public else "no-store"
    return answer
