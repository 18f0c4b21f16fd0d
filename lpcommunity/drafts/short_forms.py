"""Short forms (web.short_forms) as drafts know them: whose they are, and what was written in them before."""

from urllib.parse import urlencode

from flask import request

from lpcommunity.access.reader import Reader
from lpcommunity.drafts import queries, signed_forms
from lpcommunity.drafts.models import MOST_PATH, MOST_SUBJECT
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.rescue import AGAIN
from lpcommunity.drafts.subjects import WORDS
from lpcommunity.web.csrf import SAFE_METHODS
from lpcommunity.web.short_forms import ShortForm
from lpcommunity.web.urls import url_quoted

DRAFT = "draft"  # in the address of a page: the key of the draft that one of its forms carries on with


def opened(writer: Reader, called: str, names: tuple[str, ...]) -> ShortForm:
    """The form of that name as it stands on this page for its writer: opened anew, with a draft, or shown again because
    it was not taken as it was sent.
    """
    subject = f"{WORDS}:{','.join(names)}:{called}"
    sent = None if request.method in SAFE_METHODS else signed_forms.verify_own(writer, request.form.get("signed_form"))
    if sent is not None and sent.subject == subject:
        text = signed_forms.sign(writer, subject, sent.path, sent.idempotency_key)
        saved_at = request.form.get("draft_saved_at", "")
        return ShortForm(text, sent.idempotency_key, _of(subject, sent.path), saved_at, shown_again=True)
    path, draft = _path(), _draft(writer, subject)
    key = draft.idempotency_key if draft is not None else signed_forms.new_key()
    text = signed_forms.sign(writer, subject, path, key)
    if draft is None:
        return ShortForm(text, key, _of(subject, path))
    return ShortForm(text, key, _of(subject, path), draft.saved_at.isoformat(), draft.fields)


def _draft(writer: Reader, subject: str) -> DraftLine | None:
    """What this page is asked to carry on with, if it was written in this form here."""
    wanted = request.args.get(DRAFT)
    draft = queries.with_key(writer, wanted) if wanted and request.method in SAFE_METHODS else None
    unnamed = subject.rpartition(":")[0]  # as it was signed before forms were told apart by name
    if draft is None or draft.subject not in (subject[:MOST_SUBJECT], unnamed[:MOST_SUBJECT]):
        return None
    return draft if draft.path in (_path(), request.path) else None


def _path() -> str:
    """This page, with what its address asks for: where one carries on. Not which draft; a long query is left out."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in (DRAFT, AGAIN)]
    path = url_quoted(request.path)
    whole = f"{path}?{urlencode(asked, safe=':/')}" if asked else path
    return whole if len(whole) <= MOST_PATH else path


def _of(subject: str, path: str) -> str:
    return f"{subject} {path}"
