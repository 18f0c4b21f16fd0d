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

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID, uuid5

from flask import Response, flash, g, request
from markupsafe import Markup
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from lpcommunity.access import Invalid
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.access.reader import Reader
from lpcommunity.drafts import commands, postings, queries, signed_forms, windows
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.drafts.models import Draft
from lpcommunity.drafts.postings import Posting
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.rescue import AGAIN
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.drafts.subjects import subject_of
from lpcommunity.web.humanize import saved_at
from lpcommunity.web.responses import see_other
from lpcommunity.web.signatures import derived_keys
from lpcommunity.web.urls import safe_next

DRAFT = "draft"  # in the address of a form: the key of the draft that it carries on with
BESIDE = "beside"  # in the address of a form: the number of the draft that another window carried on with
PLACE = "drafts.place"
LINK = "govuk-notification-banner__link"
TICKETS = UUID("a1d0a5b2-6f0d-4c58-9a53-7f3f3e3b6c11")
TICKET = re.compile(r"[0-9A-Za-z-]{8,36}")
KEPT = Markup(
    "Kept as a draft {at}. Only you can see it, and nothing is sent. "
    'You find it in <a class="{link}" href="/drafts">your drafts</a>.'
)
ONCE = Markup('You {done} this {at}, and it is here once. {more}<a class="{link}" href="{anew}">Begin a new one</a>.')
EMPTY = "There are no words of yours in it yet. What you chose or added is kept, and nothing is sent."


@dataclass(frozen=True)
class EditingSession:
    """A writing form that is open in front of somebody."""

    person: Reader
    signed_form: SignedForm
    token: str  # the same, as the form carries it
    draft: DraftLine | None = None  # what it carries on with
    others: list[DraftLine] = field(default_factory=list)  # what else they began to write here, offered above the form
    came_with_form: bool = False  # whether a form was sent that this person had before them
    ahead: DraftLine | None = (
        None  # what they carried on with in another window: what is written here is kept beside it
    )
    posting: Posting | None = None  # what they posted from this form before, or just as it stands
    asks: bool = False  # whether it says the same as that, and waits for a second press
    added: bool = False  # whether it says more than that
    again: bool = False  # whether they had to sign in meanwhile
    beside: bool = False  # whether the page that shows it is of something else, and has an address of its own

    @property
    def idempotency_key(self) -> str:
        """What the entry, review or reply is posted under."""
        return self.signed_form.idempotency_key

    @property
    def place(self) -> str:
        """The same whenever this person writes this: by it a tab knows what was left there, and no more."""
        return derived_keys(PLACE, f"{self.person.id} {self.signed_form.subject}")[0].hex()[:16]

    @property
    def form_arguments(self) -> dict[str, Any]:
        """How to make the form: from the draft where one is carried on with, else as Flask-WTF does it by itself."""
        return {"formdata": MultiDict(self.draft.fields)} if self.draft and request.method == "GET" else {}

    def fill(self, form: WritingForm, version: int | None = None) -> None:
        """Give the form its signature; when it is opened also the version of the entry that the writing begins from."""
        form.signed_form.data = self.token
        if request.method == "GET":
            form.seen.data = str(windows.opened(self.draft))
            began_from = (self.draft.base_version if self.draft else None) or version
            form.version.data = began_from  # type: ignore[assignment]

    def save_if_asked(self) -> Response | None:
        """Keep what was typed, if the button for that was pressed, and come back to the form; or go on to where another
        button of it leads (its value is a path of this site): words do not get lost on the way.
        """
        if "keep" not in request.form or not g.get("csrf_valid", True):
            return None
        draft = commands.save_form(self.person, self.signed_form, submitted_fields())
        if draft.spent_at is not None:
            draft = commands.save_after(self.person, self.signed_form, submitted_fields())
        onward = request.form["keep"]
        subject = subject_of(draft.subject, draft.path)
        if onward.startswith("/"):
            return see_other(safe_next(self._carrying_on(onward, draft), draft.path))
        if any(subject.written(name) and any(map(str.strip, values)) for name, values in draft.fields.items()):
            flash(KEPT.format(at=saved_at(draft.saved_at), link=LINK), "Kept for you")
        else:
            flash(EMPTY, "Nothing written yet")
        beside = f"&{BESIDE}={self.ahead.id}" if self.ahead else ""
        return see_other(replace(self.signed_form, idempotency_key=draft.idempotency_key).address + beside)

    def _carrying_on(self, onward: str, draft: Draft) -> str:
        """The same address; where it is of the form's own page, with the draft: the form is there as it was."""
        parts = urlsplit(onward)
        if parts.path != draft.path:
            return onward
        asked = [(name, value) for name, value in parse_qsl(parts.query) if name not in (DRAFT, BESIDE)]
        beside = [(BESIDE, str(self.ahead.id))] if self.ahead else []
        return parts._replace(query=urlencode([*asked, (DRAFT, draft.idempotency_key), *beside])).geturl()

    def save(self) -> None:
        """Keep what was typed although it goes on: when a conflict or an error is shown."""
        commands.save_form(self.person, self.signed_form, submitted_fields())

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody carried on in another window with what was just sent. It is kept beside that; whoever sees
        both presses once more.
        """
        if self.ahead is None or request.method == "GET" or not g.get("csrf_valid", True):
            return False
        with suppress(TooMany):
            self.save()
        return True

    def asking(self, posting: Posting, form: WritingForm) -> "EditingSession":
        """The same session, with the question whether the same is meant once more. The next press is the answer."""
        form.twice.data = "1"
        return replace(self, posting=posting, asks=True)

    def save_if_waiting(self, refusal: Invalid) -> None:
        """Keep what was typed as a draft, too, where it can be sent only later: whoever waits may close the page."""
        if isinstance(refusal, TooMany):
            with suppress(TooMany):
                self.save()


def open_session(person: Reader, subject: str, path: str) -> EditingSession:
    """Open a writing form: a new one, one with the draft that `?draft=` names, or the one that was just sent.

    A signed form for something else counts as none; one of somebody else came no further than access control.
    """
    if request.method != "GET":
        return _sent(person, subject, path)
    drafts = queries.about(person, subject)
    wanted = request.args.get("draft", "")
    named = next((draft for draft in drafts if draft.idempotency_key == wanted), None)
    if named is None:
        offered = queries.worth_offering(person, drafts)
        opened = _session(person, subject, path, signed_forms.new_key(), None, offered)
        return replace(opened, posting=postings.posted_from(person, wanted)) if wanted else opened
    ahead = next((draft for draft in drafts if str(draft.id) == request.args.get(BESIDE) and draft is not named), None)
    opened = _session(person, subject, path, named.idempotency_key, named)
    return replace(opened, ahead=ahead, again=AGAIN in request.args)


def open_beside(person: Reader, subject: str, path: str) -> EditingSession:
    """A writing form on a page whose address is of something else: a new one, which offers what was begun, or the one
    with the draft that `?draft=` names.
    """
    drafts = queries.about(person, subject)
    wanted = request.args.get(DRAFT, "") if request.method == "GET" else ""
    named = next((draft for draft in drafts if draft.idempotency_key == wanted), None)
    offered = queries.worth_offering(person, drafts) if named is None else []
    key = named.idempotency_key if named is not None else signed_forms.new_key()
    return replace(_session(person, subject, path, key, named, offered), beside=True)


def _sent(person: Reader, subject: str, path: str) -> EditingSession:
    sent = signed_forms.verify_own(person, request.form.get("signed_form"))
    known = sent if sent is not None and sent.subject == subject else None
    if known is None:
        return _session(person, subject, path, _ticket(person) or signed_forms.new_key())
    key, seen = known.idempotency_key, windows.read(request.form.get("seen", ""))
    ahead = queries.with_key(person, key)
    if not windows.is_ahead(ahead, seen, commands.words_of(submitted_fields())):
        return replace(_session(person, subject, path, key), came_with_form=True)
    beside = windows.key_beside(key, seen)
    numbers = commands.copy_files(person, key, beside) if g.get("csrf_valid", True) else {}
    request.form = ImmutableMultiDict(  # from here on it is as if it had come from the form that it becomes
        [(name, one) for name, many in windows.renumbered(submitted_fields(), numbers).items() for one in many]
    )
    posted = postings.posted_from(person, beside)
    return replace(
        _session(person, subject, path, beside), came_with_form=True, ahead=None if posted is not None else ahead
    )


def _ticket(person: Reader) -> str:
    """The key of what a program brings that sends no signed form, so that what it sends twice is once: of this person's
    alone, whatever ticket somebody else chose.
    """
    ticket = request.form.get("ticket", "")
    return str(uuid5(TICKETS, f"{person.id} {ticket}")) if TICKET.fullmatch(ticket) else ""


def follow_up(posted: EditingSession, subject: str, path: str) -> EditingSession:
    """A form that carries on with words that came too late in another one, which was posted before. The same words once
    more (a second click) come to the same form.
    """
    key = windows.key_after(posted.idempotency_key, subject, commands.words_of(submitted_fields()))
    return _session(posted.person, subject, path, key)


def say_posted(posting: Posting, anew: str, more: str = "") -> None:
    """Say at the top of the next page that this was posted before, and where a new one is begun."""
    flash(ONCE.format(done=posting.done, at=saved_at(posting.at), more=more, link=LINK, anew=anew), "There already")


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
