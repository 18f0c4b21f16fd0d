"""The pages of drafts: keeping one while it is typed, the list of one's own, throwing one away."""

import contextlib
from dataclasses import replace
from typing import Any

from flask import Blueprint, Request, Response, abort, flash, g, jsonify, render_template, request, url_for

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.access.reader import Visitor
from lpcommunity.drafts import commands, postings, queries, rescue, short_forms, signed_forms
from lpcommunity.drafts import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.drafts import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.drafts.subjects import endings
from lpcommunity.entries.queries import taken_back
from lpcommunity.people.current_user import actor, me
from lpcommunity.web import ShortForm, came_from, register_draft_keeper, register_short_forms, see_other
from lpcommunity.web.csrf import SAFE_METHODS
from lpcommunity.web.humanize import saved_at
from lpcommunity.web.responses import refused_until
from lpcommunity.web.urls import safe_next

pages = Blueprint("drafts", __name__, template_folder="templates")

LARGEST = 1_000_000  # bytes of one autosave


@pages.get("/drafts")
@access("signed-in")
def index() -> str:
    """What one is still writing, and what one took back."""
    drafts = queries.worth_offering(me(), queries.all_of(me()))
    over = endings(me(), [draft.subject for draft in drafts])
    return render_template("drafts/list.html", drafts=drafts, over=over, taken_back=taken_back(me()))


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
    now_in = replace(signed_form, idempotency_key=draft.idempotency_key)
    if not _wants_json():
        return see_other(now_in.address)
    if draft.spent_at is not None:
        posting = postings.posted_from(me(), draft.idempotency_key)
        notice = render_template("drafts/_posted.html", posting=posting, anew=signed_form.path) if posting else ""
        return jsonify({"saved_at": None, "sent": True, "notice": notice})
    when = draft.saved_at
    saved = {"saved_at": when.isoformat(), "words": saved_at(when), "address": now_in.address, "sent": False}
    return jsonify({**saved, **(_beside(signed_form, now_in) if now_in != signed_form else {})})


def _beside(was: SignedForm, now_in: SignedForm) -> dict[str, Any]:
    """What a window needs that another one overtook: its own form from now on, and what to say."""
    ahead = queries.with_key(me(), was.idempotency_key)
    numbers = commands.copy_files(me(), was.idempotency_key, now_in.idempotency_key)
    return {
        "signed_form": signed_forms.sign(me(), now_in.subject, now_in.path, now_in.idempotency_key),
        "notice": render_template("drafts/_ahead.html", ahead=ahead) if ahead is not None else "",
        "files": {str(was): made for was, made in numbers.items()},
    }


@pages.get("/drafts/<id:draft_id>")
@access("signed-in")
def show(draft_id: int) -> str:
    """The words of a draft, plainly: also where what it was written for can no longer be opened."""
    draft = queries.with_id(me(), draft_id)
    if draft is None:
        raise Missing
    return render_template(
        "drafts/draft.html",
        draft=draft,
        holds_file=_holds_file(draft),
        ended=endings(me(), [draft.subject]).get(draft.subject),
        closed="closed" in request.args,
        again=rescue.AGAIN in request.args,
    )


@register_short_forms
def short_form(called: str, names: tuple[str, ...]) -> ShortForm | None:
    """A form that keeps no drafts while one types, of which these fields hold own words."""
    writer = actor()
    return None if isinstance(writer, Visitor) else short_forms.opened(writer, called, names)


@pages.after_app_request
def let_go(response: Response) -> Response:
    """A short form was taken: what was kept of it is kept no longer, and a browser that holds it still learns so."""
    if request.method == "POST" and response.status_code == 303 and not g.get("words_kept", False):
        writer = actor()
        if not isinstance(writer, Visitor) and g.get("csrf_valid", False):
            form = signed_forms.verify_own(writer, request.form.get("signed_form"))
            if form is not None and rescue.is_short(form):
                with contextlib.suppress(TooMany):  # then what another window saved stays where it is
                    rescue.set_aside(writer, form, request)
                    commands.discard_draft(writer, form.idempotency_key)
    return response


@register_draft_keeper
def keep_for_writer(sent: Request) -> str | None:
    """Where the words are read of a form of one's own that cannot be opened here, or not be sent, any more."""
    writer = actor()
    if isinstance(writer, Visitor):
        return None
    if sent.method in SAFE_METHODS:
        key = sent.args.get("draft", "")
        draft = queries.with_key(writer, key) if key else None
        return draft.page if draft is not None else None
    signed_form = signed_forms.verify_own(writer, sent.form.get("signed_form"))
    if signed_form is None or not g.get("csrf_valid", False) or not _belongs(sent.path, signed_form):
        return None
    form = rescue.keep(signed_form, sent)
    g.words_kept = True  # whatever is answered, they were not taken
    kept = queries.with_key(writer, form.idempotency_key) if form is not None else None
    return kept.page if kept is not None else None


def _belongs(path: str, signed_form: SignedForm) -> bool:
    """Whether a form is sent to where it stands, or below."""
    return f"{path}/".startswith(f"{signed_form.path.partition('?')[0]}/")


@pages.post("/drafts/<id:draft_id>/disposal")
@access("signed-in")
def dispose(draft_id: int) -> Response | str:
    """Throw a draft away, once its writer was asked: `sure` says that they were. Twice is once."""
    back = safe_next(request.form.get("back"), came_from(url_for("drafts.index")))
    draft = queries.with_id(me(), draft_id)
    if draft is not None and not request.form.get("sure"):
        return render_template("drafts/disposal.html", draft=draft, back=back, holds_file=_holds_file(draft))
    if draft is not None:
        idempotency_key = draft.idempotency_key
        commands.discard_draft(me(), idempotency_key)
        for dispose_also in rescue.disposers:
            dispose_also(me(), idempotency_key)
        flash("The draft is gone.")
    return see_other(url_for("drafts.index") if back.startswith("/drafts/") else back)


def _holds_file(draft: DraftLine) -> bool:
    return bool(queries.with_files(me(), [draft.idempotency_key]))


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
