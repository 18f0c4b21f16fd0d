"""The page of one action, and reporting back on it."""

from functools import partial
from typing import Any

from flask import Response, request

from lpcommunity.access import Conflict, Invalid, Missing, access
from lpcommunity.access.reader import Reader
from lpcommunity.actions import audience_text, policy, queries
from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.actions.commands.reporting import report as report_back
from lpcommunity.actions.contacts import contact_of
from lpcommunity.actions.forms import HandOverForm, RefusalForm, ReportForm
from lpcommunity.actions.models import Action
from lpcommunity.actions.registrations import KEPT
from lpcommunity.actions.views import pages
from lpcommunity.actions.views.reporting import Reporting, carried_on, kept_words, reporting
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kinds
from lpcommunity.offline import resends
from lpcommunity.people.current_user import actor, me
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.confirmation import confirm
from lpcommunity.web.forms import ButtonForm


@pages.get("/actions/<id:action_id>")
@access("anyone")
def show(action_id: int) -> Response:
    """Read an action, and report on it."""
    return page(found(action_id))


@pages.post("/actions/<id:action_id>/report")
@access("signed-in")
@re_renders
def report(action_id: int) -> Response:
    """Say what became of it, and what came of it."""
    action = found(action_id)
    at_hand = reporting(action)
    form, editing = at_hand.form, at_hand.editing
    if kept := editing.save_if_asked():
        return kept
    overtaken = editing.is_overtaken
    is_fine = form.validate_on_submit() and resends.is_as_told(form, at_hand.told)
    if is_fine and resends.may_go(form, editing, lambda: at_hand.told):
        if overtaken:
            return page(action, at_hand, 409)
        try:
            report_back(me(), row(action_id), form.report, editing.idempotency_key)
        except Invalid as error:
            form.take(error)
            editing.save_if_waiting(error)
        except Conflict as error:
            editing.save()
            form.refuse(str(error))
            return page(found(action_id), at_hand, 409)
        else:
            return _reported(found(action_id), form)
    return page(found(action_id), at_hand)


def _reported(action: ActionLine, form: ReportForm) -> Response:
    """Say so, and go on: to an update or a reflection with its words, where that was asked for."""
    wanted = request.form.get("then", "")
    kind = next((one for one in kinds() if one.key == wanted), None)
    if kind is not None and action.place_slug is not None:
        return see_other(carried_on(action, form, kind))
    more = f"What {action.place} undertook", f"{action.place_path}/actions"
    said = (
        "What came of it is on record, with what was expected beside it."
        if action.expecting
        else ("What came of it is on record.")
    )
    confirm(said, *more)
    return see_other(action.path)


def page(action: ActionLine, at_hand: Reporting | None = None, status: int | None = None, **forms: Any) -> Response:
    """The page, perhaps with a form that could not be taken."""
    reader = actor()
    rights = _rights(reader, action) if isinstance(reader, Reader) else {}
    if at_hand is None and rights.get("can_report"):
        at_hand = reporting(action)
    if at_hand is not None:
        at_hand.tell()
    kept = kept_words(action) if at_hand is None or not rights.get("can_report") else None
    people = queries.owners_in(action.partnership_id or 0) if rights.get("can_hand_over") else []
    hand_over = forms.get("hand_over") or (HandOverForm(formdata=None, ids="hand-over") if people else None)
    if hand_over is not None and isinstance(reader, Reader):
        hand_over.offer(reader, people, action.owner_id if action.has_owner else None)
    refusal = forms.get("refusal") or (RefusalForm(formdata=None, ids="refusal") if rights.get("can_decline") else None)
    wrong = next((one for one in (at_hand and at_hand.form, hand_over, refusal) if one and one.has_errors), None)
    return render_form(
        "actions/action.html",
        wrong or ButtonForm(),
        status=status,
        action=action,
        readers=audience_text.readers(action, action.place or ""),
        reporting=at_hand if rights.get("can_report") else None,
        kept=kept,
        kept_key=KEPT,
        kinds=kinds(),
        hand_over=hand_over,
        refusal=refusal,
        word_read_by=partial(audience_text.word_read_by, action, reader.id if isinstance(reader, Reader) else 0),
        contact=contact_of(reader, action) if isinstance(reader, Reader) else None,
        asks_me=action.words_asked_at is not None
        and action.words_given_at is None
        and isinstance(reader, Reader)
        and queries.whose_words(action.id) == reader.id,
        mine=isinstance(reader, Reader) and policy.is_owner(reader, action),
        below=page_slots.parts(page_slots.ACTION, reader, action),
        **{"can_report": False, "can_decline": False, "can_correct": False, "can_change_audience": False, **rights},
    )


def _rights(reader: Reader, action: ActionLine) -> dict[str, Any]:
    return {
        "can_report": policy.can_report(reader, action),
        "can_hand_over": policy.can_hand_over(reader, action),
        "can_decline": policy.can_decline(reader, action),
        "can_correct": policy.can_correct(reader, action),
        "can_change_audience": policy.can_change_audience(reader, action),
    }


def found(action_id: int) -> ActionLine:
    """The action, for this reader. Raises Missing."""
    action = queries.action(actor(), action_id)
    if action is None:
        raise Missing
    return action


def row(action_id: int) -> Action:
    """The row that a command changes, which asks for the right again. Raises Missing."""
    action = queries.action_row(action_id)
    if action is None:
        raise Missing
    return action
