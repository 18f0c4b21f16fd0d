"""What scripts ask for to keep words sealed in a browser: the keys, what became of a form, taking words in."""

import base64
import re
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, request

from lpcommunity.access import Invalid, access
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts import signed_forms
from lpcommunity.drafts.editing_session import submitted_fields
from lpcommunity.drafts.models import MOST_SUBJECT
from lpcommunity.drafts.subjects import subject_of
from lpcommunity.offline import commands, queries
from lpcommunity.people.current_user import me
from lpcommunity.web import asks_about_forms
from lpcommunity.web.authentication import writer_tags
from lpcommunity.web.responses import refused_until
from lpcommunity.web.signatures import derived_keys

pages = Blueprint("offline", __name__)

PURPOSE = "offline.sealing-key"
BROWSER = re.compile(r"[0-9a-f]{32}")
QUIETLY = "quietly"  # a field: whoever signs out then is told nothing of it on the next page
MOST = 50  # forms that are asked for at once: more than one browser keeps
TAKEN_IN = "Here is what was kept in this browser. It is saved as a draft now, and not sent."


@pages.post("/sealing-keys")
@access("signed-in")
def sealing_keys() -> Response:
    """The keys with which this person's words are sealed in this browser: the first seals, all of them open. 409 to a
    page of somebody else: what is typed there would be sealed for whoever is signed in now.
    """
    writer = request.form.get("writer", "")
    if writer not in writer_tags():
        abort(409)
    browser = request.form.get("browser", "")
    if not BROWSER.fullmatch(browser):
        abort(400)
    keys = derived_keys(PURPOSE, f"{me().id}:{browser}")
    return jsonify({"writer": writer, "keys": [base64.b64encode(key).decode() for key in keys]})


@pages.post("/kept-words/forms")
@access("signed-in")
@asks_about_forms
def forms() -> Response:
    """What became of the forms in which kept words were typed, in their order."""
    return jsonify({"forms": [_form(text) for text in request.form.getlist("signed_form")[:MOST]]})


@pages.post("/kept-words/left")
@access("signed-in")
@asks_about_forms
def left() -> Response:
    """Where to carry on with the draft of this key, if it is one's own of what is written in this form. It may have
    been saved when its page was left, after the page of this form was made.
    """
    signed_form = signed_forms.verify_own(me(), request.form.get("signed_form"))
    draft = drafts.with_key(me(), request.form.get("key", "")) if signed_form is not None else None
    if draft is None or signed_form is None or draft.subject != signed_form.subject[:MOST_SUBJECT]:
        return jsonify({"address": None})
    return jsonify({"address": draft.address, "saved_at": draft.saved_at.isoformat()})


@pages.post("/kept-words")
@access("signed-in")
def take_in() -> Response:
    """Keep what a browser held as a draft. Answers where to carry on with it; nothing where the form is too old."""
    signed_form = signed_forms.verify_own(me(), request.form.get("signed_form"))
    if signed_form is None:
        return jsonify({"address": None})
    fields = {name: values for name, values in submitted_fields().items() if name != QUIETLY}
    try:
        address = commands.take_in(me(), signed_form, fields, request.form.get("draft_saved_at", ""))
    except Invalid as error:
        response = jsonify({"error": str(error), "code": error.code})
        response.status_code = 422
        return refused_until(response, error.until) if isinstance(error, TooMany) else response
    if QUIETLY not in request.form:
        flash(TAKEN_IN)
    return jsonify({"address": address})


def _form(text: str) -> dict[str, Any]:
    """Of one's own form: what is written in it, and what is on record of it here. Of any other nothing."""
    signed_form = signed_forms.verify_own(me(), text)
    if signed_form is None:
        return {"good": False}
    draft = drafts.with_key(me(), signed_form.idempotency_key)
    return {
        "good": True,
        "what": subject_of(signed_form.subject, signed_form.path).word,
        "sent": draft is None and queries.was_sent(me(), signed_form.idempotency_key),
        "digest": commands.digest(draft.fields) if draft else None,
    }
