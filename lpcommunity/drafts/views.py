"""The pages of drafts: keeping one while it is typed, the list of one's own, throwing one away."""

from typing import Any

from flask import Blueprint, Request, Response, abort, flash, g, jsonify, render_template, request, url_for

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.access.reader import Visitor
from lpcommunity.drafts import commands, queries, rescue, signed_forms
from lpcommunity.drafts import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.drafts import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.entries.queries import taken_back
from lpcommunity.people.current_user import actor, me
from lpcommunity.web import came_from, register_draft_keeper, see_other
from lpcommunity.web.csrf import SAFE_METHODS
from lpcommunity.web.humanize import saved_at
from lpcommunity.web.responses import refused_until

pages = Blueprint("drafts", __name__, template_folder="templates")

LARGEST = 1_000_000  # bytes of one autosave


@pages.get("/drafts")
@access("signed-in")
def index() -> str:
    """What one is still writing, and what one took back."""
    return render_template("drafts/list.html", drafts=queries.all_of(me()), taken_back=taken_back(me()))


@pages.post("/drafts")
@access("signed-in")
def save() -> Response:
    """Keep a form as it is typed now. Scripts get JSON; without scripts one comes back to the form."""
    if (request.content_length or 0) > LARGEST:
        abort(413)
    fields = _fields()
    signed_form = signed_forms.verify_own(me(), (fields.get("signed_form") or [""])[0])
    if signed_form is None:
        raise Missing
    try:
        draft = commands.save_form(me(), signed_form, fields)
    except Invalid as error:
        if not _wants_json():
            raise
        return _refusal(error)
    if not _wants_json():
        return see_other(signed_form.address)
    if draft.spent_at is not None:
        return jsonify({"saved_at": None, "sent": True})
    when = draft.saved_at
    return jsonify({"saved_at": when.isoformat(), "words": saved_at(when), "address": draft.address, "sent": False})


@pages.get("/drafts/<id:draft_id>")
@access("signed-in")
def show(draft_id: int) -> str:
    """The words of a draft, plainly: also where what it was written for can no longer be opened."""
    draft = queries.with_id(me(), draft_id)
    if draft is None:
        raise Missing
    return render_template("drafts/draft.html", draft=draft, closed="closed" in request.args)


@register_draft_keeper
def keep_for_writer(sent: Request) -> str | None:
    """Where the words are read of a form of one's own that cannot be opened here, or not be sent, any more."""
    writer = actor()
    if isinstance(writer, Visitor):
        return None
    if sent.method in SAFE_METHODS:
        draft = queries.with_key(writer, sent.args.get("draft", ""))
        return draft.page if draft is not None else None
    signed_form = signed_forms.verify_own(writer, sent.form.get("signed_form"))
    if signed_form is None or not g.get("csrf_valid", False) or not f"{sent.path}/".startswith(f"{signed_form.path}/"):
        return None
    if not rescue.keep(signed_form, sent):
        return None
    kept = queries.with_key(writer, signed_form.idempotency_key)
    return kept.page if kept is not None else None


@pages.post("/drafts/<id:draft_id>/disposal")
@access("signed-in")
def dispose(draft_id: int) -> Response:
    """Throw a draft away. Twice is once."""
    draft = queries.with_id(me(), draft_id)
    if draft is not None:
        idempotency_key = draft.idempotency_key
        commands.discard_draft(me(), idempotency_key)
        for dispose_also in rescue.disposers:
            dispose_also(me(), idempotency_key)
        flash("The draft is gone.")
    back = came_from(url_for("drafts.index"))
    return see_other(url_for("drafts.index") if back.startswith("/drafts/") else back)


def _fields() -> dict[str, list[str]]:
    """The fields of the form, sent as a form or as JSON {"name": "text" or ["text", …]}."""
    if not request.is_json:
        return {name: request.form.getlist(name) for name in request.form}
    sent: Any = request.get_json(silent=True)
    if not isinstance(sent, dict):
        abort(400)
    return {
        str(name): [str(text) for text in (values if isinstance(values, list) else [values])]
        for name, values in sent.items()
    }


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _refusal(error: Invalid) -> Response:
    response = jsonify({"error": str(error), "code": error.code})
    response.status_code = 422
    return refused_until(response, error.until) if isinstance(error, TooMany) else response
