"""The form in which somebody reports back: on the page of an action, and in its place in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request

from lpcommunity.access.reader import Reader
from lpcommunity.actions import audience_text, policy
from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.actions.forms import ReportForm
from lpcommunity.actions.registrations import REPORT
from lpcommunity.drafts import editing_session, signed_forms
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts.editing_session import DRAFT, EditingSession
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.entries.kinds import Kind, looking_back
from lpcommunity.entries.readership import confided_readership, readership_of
from lpcommunity.offline import resends
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import actor, me


@dataclass(frozen=True)
class Reporting:
    """An open form of a report."""

    id: int
    form: ReportForm
    editing: EditingSession
    will: str  # who is told
    told: resends.Told
    back: str = ""  # where one was writing when one came to report first

    def tell(self) -> "Reporting":
        """Let the form carry who will read it: when it is shown, not when it is sent."""
        resends.tell(self.form, self.told)
        return self

    @property
    def then(self) -> str:
        """The kind of what one was writing, and goes on with."""
        kind = looking_back() if self.back or self.form.carry_on.data else None
        return kind.key if kind else ""


def reporting(action: ActionLine) -> Reporting:
    """The form for a report on this action: a new one, one with a draft, or the one that was just sent."""
    editing = editing_session.open_session(me(), f"{REPORT}:{action.id}", action.path)
    form = ReportForm(**editing.form_arguments)
    editing.fill(form)
    will, few = told_of_report(action)
    who = f"{action.audience} {', '.join(few)}"
    return Reporting(action.id, form, editing, will, {resends.ALL: will, resends.WHO: who})


def report_in_place(actions: Sequence[ActionLine], wanted: str, back: str = "") -> Reporting | None:
    """The form for the one of these that was asked for, if this reader may report on it. `back`: the page on which they
    write, and came to report first; it carries on with the draft that its address names.
    """
    found = next((one for one in actions if str(one.id) == wanted), None)
    reader = actor()
    if found is None or not isinstance(reader, Reader) or not policy.can_report(reader, found):
        return None
    at_hand = reporting(found).tell()
    if not back:
        return at_hand
    draft = request.args.get(DRAFT, "")
    at_hand.form.carry_on.data = draft[:36]
    editing = replace(at_hand.editing, posting=None)  # what the address names is said of the other form
    return replace(at_hand, editing=editing, back=f"{back}?{urlencode({DRAFT: draft})}" if draft else back)


def carried_on(action: ActionLine, form: ReportForm, kind: Kind) -> str:
    """Where one goes on after a report: in what one was writing, or in a new one, with what came of it."""
    draft = {DRAFT: form.carry_on.data} if form.carry_on.data and kind is looking_back() else {}
    return f"{kind.new_path(action.place_slug or '')}?{urlencode({'begin': f'action-{action.id}', **draft})}"


def kept_words(action: ActionLine) -> DraftLine | None:
    """What this reader wrote in a report that cannot be sent any more: just now, or before and kept as a draft."""
    reader, about = actor(), f"{REPORT}:{action.id}"
    if not isinstance(reader, Reader):
        return None
    sent = signed_forms.verify_own(reader, request.form.get("signed_form"))
    key = sent.idempotency_key if sent is not None and sent.subject == about else request.args.get(DRAFT, "")
    draft = drafts.with_key(reader, key) if key else None
    return draft if draft is not None and draft.subject == about and draft.texts else None


def told_of_report(action: ActionLine) -> tuple[str, list[str]]:
    """Whom a report on this action is told to, in a sentence; and by name, where it is for few."""
    if action.place_slug is None:
        return "Whoever wrote it down and whoever does it are told of it here.", []
    place = with_slug(action.place_slug)
    few = confided_readership(
        readership_of(place),
        place.id,
        author_id=action.author_id,
        confided_at=action.confided_at if action.audience == "facilitators" else None,
        comes_of=action.source_entry_id,
    )
    named = few.facilitators if action.audience == "facilitators" else []
    return audience_text.told_of_report(action, me(), few), named
