"""An editing session: how a view opens a writing form, keeps it as a draft, and offers it again.

Forms of entries go the whole way in editing.views; what else is written begins here:

    editing = editing_session.open_session(me(), f"review:{entry_id}", path)
    form = AnswerForm(**editing.form_arguments)  # from the draft that `?draft=` names, or empty, or what was posted
    editing.fill(form)                           # its signed form, and the version that the draft began from
    if kept := editing.save_if_asked():          # the button “Keep as a draft” (name="keep"): 303 back to the form
        return kept
    if form.validate_on_submit(): … command(me(), …, idempotency_key=editing.idempotency_key, …)
    return render_form("reviews/answer.html", form, editing=editing)

In the template: `{% import "drafts/editing_session.html" as d with context %}`; `{{ d.offers(editing) }}` above the
form; in its tag `{{ d.form_attributes }}` (autosave; see frontend/scripts/autosave.js); beside the button
`{{ d.keep_button() }}` and `{{ d.saved(editing) }}`.
Form class: subclass drafts.forms.WritingForm.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

from flask import Response, g, request
from werkzeug.datastructures import MultiDict

from lpcommunity.access import Invalid
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.access.reader import Reader
from lpcommunity.drafts import commands, queries, signed_forms
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.web.responses import see_other


@dataclass(frozen=True)
class EditingSession:
    """A writing form that is open in front of somebody."""

    person: Reader
    signed_form: SignedForm
    token: str  # the same, as the form carries it
    draft: DraftLine | None = None  # what it carries on with
    others: list[DraftLine] = field(default_factory=list)  # what else they began to write here, offered above the form
    came_with_form: bool = False  # whether a form was sent that this person had before them

    @property
    def idempotency_key(self) -> str:
        """What the entry, review or reply is posted under."""
        return self.signed_form.idempotency_key

    @property
    def form_arguments(self) -> dict[str, Any]:
        """How to make the form: from the draft where one is carried on with, else as Flask-WTF does it by itself."""
        return {"formdata": MultiDict(self.draft.fields)} if self.draft and request.method == "GET" else {}

    def fill(self, form: WritingForm, version: int | None = None) -> None:
        """Give the form its signature; when it is opened also the version of the entry that the writing begins from."""
        form.signed_form.data = self.token
        if request.method == "GET":
            began_from = (self.draft.base_version if self.draft else None) or version
            form.version.data = began_from  # type: ignore[assignment]

    def save_if_asked(self) -> Response | None:
        """Keep what was typed, if the button for that was pressed, and come back to the form."""
        if "keep" not in request.form or not g.get("csrf_valid", True):
            return None
        commands.save_form(self.person, self.signed_form, submitted_fields())
        return see_other(self.signed_form.address)

    def save(self) -> None:
        """Keep what was typed although it goes on: when a conflict or an error is shown."""
        commands.save_form(self.person, self.signed_form, submitted_fields())

    def save_if_waiting(self, refusal: Invalid) -> None:
        """Keep what was typed as a draft, too, where it can be sent only later: whoever waits may close the page."""
        if isinstance(refusal, TooMany):
            with suppress(TooMany):
                self.save()


def open_session(person: Reader, subject: str, path: str) -> EditingSession:
    """Open a writing form: a new one, one with the draft that `?draft=` names, or the one that was just sent.

    A signed form of somebody else, or for something else, counts as none.
    """
    if request.method != "GET":
        sent = signed_forms.verify_own(person, request.form.get("signed_form"))
        known = sent if sent is not None and sent.subject == subject else None
        sent_one = _session(person, subject, path, known.idempotency_key if known else signed_forms.new_key())
        return replace(sent_one, came_with_form=known is not None)
    drafts = queries.about(person, subject)
    named = next((draft for draft in drafts if draft.idempotency_key == request.args.get("draft")), None)
    others = [] if named else drafts
    return _session(person, subject, path, named.idempotency_key if named else signed_forms.new_key(), named, others)


def follow_up(posted: EditingSession, subject: str, path: str) -> EditingSession:
    """A form that carries on with words that came too late in another one, which was posted before. The same words once
    more (a second click) come to the same form.
    """
    words = {name: values for name, values in submitted_fields().items() if name not in commands.NOT_TEXT}
    key = uuid5(UUID(posted.idempotency_key), f"{subject} {json.dumps(words, sort_keys=True)}")
    return _session(posted.person, subject, path, str(key))


def words_alone(person: Reader) -> Response | None:
    """To the page of the draft that `?draft=` names: for a page that stays open but shows its form no more."""
    named = queries.with_key(person, request.args.get("draft", ""))
    return see_other(named.page) if named is not None else None


def submitted_fields() -> dict[str, list[str]]:
    """The fields of this request as the browser sent them."""
    return {name: request.form.getlist(name) for name in request.form}


def _session(
    person: Reader,
    subject: str,
    path: str,
    idempotency_key: str,
    draft: DraftLine | None = None,
    others: list[DraftLine] | None = None,
) -> EditingSession:
    signed_form = SignedForm(person.id, idempotency_key, subject, path)
    return EditingSession(
        person, signed_form, signed_forms.sign(person, subject, path, idempotency_key), draft, others or []
    )
