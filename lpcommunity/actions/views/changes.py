"""What else is done with an action: handed on, declined, put right, made for other people."""

from flask import Response, flash, request

from lpcommunity.access import Conflict, Invalid, access, require
from lpcommunity.actions import audience_text, policy, queries
from lpcommunity.actions.commands import owners, undertaking, wording
from lpcommunity.actions.forms import ActionAudienceForm, CorrectionForm, HandOverForm, RefusalForm
from lpcommunity.actions.views import pages
from lpcommunity.actions.views.action import found, page, row
from lpcommunity.drafts import editing_session
from lpcommunity.entries.audience_text import hints, widening
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import wider
from lpcommunity.entries.readership import confided_readership, readership_of
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other


@pages.post("/actions/<id:action_id>/hand-over")
@access("signed-in")
@re_renders
def hand_over(action_id: int) -> Response:
    """Let somebody else do it."""
    action = found(action_id)
    require(policy.can_hand_over(me(), action) or action.reported_at is not None)
    form = HandOverForm(ids="hand-over")
    people = queries.owners_in(action.partnership_id or 0)
    form.offer(me(), people, action.owner_id if action.has_owner else None)
    fine = form.validate_on_submit()
    if fine and not form.owner.data:
        form.refuse("Choose who does it", "owner")
    elif fine:
        try:
            owners.hand_over(me(), row(action_id), int(form.owner.data), form.why.data or "")
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.refuse(str(error))
        else:
            name = next((one.name for one in people if str(one.id) == form.owner.data), "")
            told = "It is yours now." if str(me().id) == form.owner.data else f"{name} has it now, and is told."
            flash(told)
            return _on(action_id, f"/partnerships/{action.place_slug}/actions")
    return page(found(action_id), hand_over=form)


@pages.post("/actions/<id:action_id>/refusal")
@access("signed-in")
@re_renders
def refuse(action_id: int) -> Response:
    """Give it back, with a word."""
    action = found(action_id)
    require(policy.can_decline(me(), action) or action.turn == "handed-on")
    form = RefusalForm(ids="refusal")
    if form.validate_on_submit():
        try:
            owners.decline(me(), row(action_id), form.why.data or "")
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.refuse(str(error))
        else:
            flash(f"You gave it back. {audience_text.told_of_refusal(action, me().id)}")
            return _on(action_id, f"/partnerships/{action.place_slug}/actions")
    return page(found(action_id), refusal=form)


@pages.route("/actions/<id:action_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(action_id: int) -> Response:
    """Put right what was written down, for ten minutes."""
    action = found(action_id)
    require(action.author_id == me().id)
    if not policy.can_correct(me(), action) and request.method == "GET":
        if kept := editing_session.words_alone(me()):
            return kept
        flash("It was written down more than ten minutes ago. If it has changed, report it as changed.", "Too late")
        return see_other(action.path)
    form = CorrectionForm(data={"what": action.what, "due": action.due_on, "expects": action.expects})
    if form.validate_on_submit():
        if not policy.can_correct(me(), action):
            form.refuse("Ten minutes are over. If it has changed, report it as changed. Your words are still here")
            return render_form("actions/edit.html", form, status=409, action=action)
        try:
            undertaking.correct(
                me(), row(action_id), what=form.what.data, due_on=form.due.data, expects=form.expects.data or ""
            )
        except Invalid as error:
            form.take(error)
        else:
            flash("It is put right.")
            return see_other(action.path)
    return render_form("actions/edit.html", form, action=action)


@pages.route("/actions/<id:action_id>/audience", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def audience(action_id: int) -> Response:
    """Make it for other people, with a clear word on what that means."""
    action = found(action_id)
    require(policy.can_change_audience(me(), action))
    form = ActionAudienceForm(data={"audience": action.audience, "what": action.what})
    if form.validate_on_submit():
        try:
            undertaking.change_audience(me(), row(action_id), form.audience.data, form.what.data or "")
        except Invalid as error:
            form.take(error)
        else:
            more = wider(form.audience.data, action.audience)
            flash("More people can read it now." if more else "From now on only they can open it.")
            return see_other(action.path)
        action = found(action_id)
    place, its_row = with_slug(action.place_slug or ""), row(action_id)
    readership = readership_of(place)
    few = confided_readership(
        readership,
        place.id,
        author_id=action.author_id,
        confided_at=owners.confided_at(its_row),
        comes_of=action.source_entry_id,
    )
    open_to = {one: few if one == "facilitators" else readership for one in AUDIENCES}
    return render_form(
        "actions/audience.html",
        form,
        action=action,
        readers=audience_text.readers(action, place.name),
        in_expected=wording.in_what_was_expected(its_row),
        can_correct=policy.can_correct(me(), action),
        hints={one: hints(open_to[one])[one] for one in AUDIENCES},
        wider={one: widening(open_to[one], action.audience, one) for one in AUDIENCES if wider(one, action.audience)},
    )


@pages.post("/actions/<id:action_id>/wording-request")
@access("signed-in")
def ask_for_words(action_id: int) -> Response:
    """Ask whoever wrote the words of an answer that an action holds whether more people may read them."""
    found(action_id)
    wording.ask_for_words(me(), row(action_id))
    flash("They are asked. Until they say yes, it stays for you and your facilitators.")
    return see_other(f"/actions/{action_id}/audience")


@pages.post("/actions/<id:action_id>/wording")
@access("signed-in")
def give_words(action_id: int) -> Response:
    """Say that more people may read one's words in an action."""
    found(action_id)
    wording.give_words(me(), row(action_id))
    flash("You said yes. Whoever wrote the action down is told, and decides who it is for.")
    return see_other(f"/actions/{action_id}")


def _on(action_id: int, otherwise: str) -> Response:
    """To the page of the action, or where it can be read no longer, to the others."""
    there = queries.action(me(), action_id) is not None
    return see_other(f"/actions/{action_id}" if there else otherwise)
