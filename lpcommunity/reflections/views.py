"""The pages on which a reflection is written, changed, sent and taken back. Reading it is in reviews.views.reading."""

from typing import Any

from flask import Blueprint, Response, flash, request

from lpcommunity.access import Conflict, Invalid, Missing, access, require
from lpcommunity.drafts import commands as drafts
from lpcommunity.drafts import desk as desks
from lpcommunity.drafts import tickets
from lpcommunity.entries import policy as entries
from lpcommunity.entries.audience_words import readers_line
from lpcommunity.entries.audiences import circle_around
from lpcommunity.entries.comparing import Compared, compare
from lpcommunity.entries.recording import EditConflict
from lpcommunity.entries.words import same
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.signed_in import me
from lpcommunity.reflections import commands, policy, queries
from lpcommunity.reflections import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.reflections.audience_words import hints, will, will_in_general
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reflections.forms import PROMPTS, NewReflectionForm, ReflectionForm, SubmissionForm, as_typed
from lpcommunity.reflections.models import ANSWERED, WAITING, Reflection
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.words import clock_time

pages = Blueprint("reflections", __name__, template_folder="templates")


@pages.route("/partnerships/<slug:slug>/reflections/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Write a reflection along the questions of a cycle."""
    place = with_slug(slug)
    require(entries.can_post(me(), place.id))
    desk = desks.open_desk(me(), f"reflection:new:{place.id}", f"/partnerships/{slug}/reflections/new")
    form = NewReflectionForm(**desk.given)
    desk.put_into(form)
    form.offer(queries.subjects_to_choose(me(), place.id))
    if kept := _kept(desk, form):
        return kept
    if form.validate_on_submit() and form.has_words():
        words, audience = form.words, str(form.audience.data)
        try:
            reflection = commands.write_reflection(
                me(), with_slug(slug), desk.uuid, words,
                cycle=form.chosen, audience=audience, submit=audience != "me", **form.subjects,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        else:
            if not same(reflection.fields, words.fields):
                return _posted_before(reflection.id)
            _keep_left_over(desk, form)
            flash("It is kept for you." if audience == "me" else "Your reflection is sent.")
            return see_other(f"/reflections/{reflection.id}")
    return _write(form, desk, with_slug(slug))


@pages.route("/reflections/<id:reflection_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(reflection_id: int) -> Response:
    """Change the text; the version before stays readable, and what was answered stays beside its answer."""
    reflection = _mine(reflection_id)
    desk = _edit_desk(reflection_id)
    tied = queries.subjects_of(me(), reflection)
    form = ReflectionForm(**(desk.given or {"data": as_typed(reflection, tied)}))
    desk.put_into(form, reflection.version)
    chosen = [subject.id for subject in tied if subject.kind == "update"]
    form.offer(queries.subjects_to_choose(me(), reflection.partnership_id or 0, chosen))
    if kept := _kept(desk, form):
        return kept
    if form.validate_on_submit() and form.has_words():
        try:
            commands.edit_reflection(
                me(), reflection, form.words, int(form.version.data or 0),
                cycle=form.chosen, ticket=desk.uuid, **form.subjects,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except EditConflict:
            desk.keep_quietly()
            return _conflict(form, desk, reflection_id)
        else:
            return _saved(reflection_id)
    return _change(form, desk, _mine(reflection_id))


@pages.route("/reflections/<id:reflection_id>/submission", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def submission(reflection_id: int) -> Response:
    """Send it to the facilitators, now or again; what is for its author only asks first who may read it."""
    reflection = _own(reflection_id)
    form = SubmissionForm(data={"audience": reflection.audience if reflection.audience != "me" else "facilitators"})
    if form.validate_on_submit():
        named = "audience" in request.form
        try:
            commands.submit(me(), reflection, str(form.audience.data) if named else None)
        except Invalid as error:
            form.take(error)
        else:
            flash("Your reflection is sent.")
            return see_other(f"/reflections/{reflection_id}")
    reflection = _own(reflection_id)
    if not policy.can_submit(me(), reflection):
        return see_other(f"/reflections/{reflection_id}")
    place = _place(reflection)
    circle = circle_around(place)
    return render_form(
        "reflections/submission.html", form, reflection=reflection, place=place, hints=hints(circle),
        will=will(circle), general=will_in_general(circle, alone=False),
    )  # fmt: skip


@pages.post("/reflections/<id:reflection_id>/taking-back")
@access("signed-in")
def take_back(reflection_id: int) -> Response:
    """Take it back, until somebody has answered."""
    reflection = _own(reflection_id)
    try:
        commands.take_back(me(), reflection)
    except commands.AnsweredAlready as late:
        raise Conflict(f"{late.reason} The answer stands on its page.") from late
    flash("You took it back. Nobody waits to answer it now.")
    return see_other(f"/reflections/{reflection_id}")


def _kept(desk: desks.Desk, form: ReflectionForm) -> Response | None:
    """The buttons that send nothing: keep it as a draft, and use other questions (for pages without scripts)."""
    if "use" in request.form and form.is_submitted() and form.validate():
        desk.keep_quietly()
        return see_other(f"{desk.ticket.address}#cycle")
    return desk.keep()


def _keep_left_over(desk: desks.Desk, form: ReflectionForm) -> None:
    """What was written along other questions was not sent; it is offered again as a draft of its own."""
    if form.left_over:
        ticket = tickets.Ticket(me().id, tickets.fresh_uuid(), desk.ticket.subject, desk.ticket.path)
        drafts.keep(me(), ticket, form.left_over)


def _saved(reflection_id: int) -> Response:
    """Changed; and sent again, where that was the button."""
    if "send" in request.form:
        reflection = _own(reflection_id)
        if policy.can_submit(me(), reflection) and reflection.audience != "me":
            commands.submit(me(), reflection)
            flash("Your changes are saved, and your reflection is sent again.")
            return see_other(f"/reflections/{reflection_id}")
    flash("Your changes are saved. What stood there before is kept under Versions.")
    return see_other(f"/reflections/{reflection_id}")


def _own(reflection_id: int) -> Reflection:
    reflection = queries.in_full(me(), reflection_id)
    if reflection is None or not policy.is_author(me(), reflection):
        raise Missing
    return reflection


def _mine(reflection_id: int) -> Reflection:
    reflection = _own(reflection_id)
    if not entries.can_edit(me(), reflection):
        raise Missing
    return reflection


def _place(reflection: Reflection) -> Partnership:
    if reflection.partnership is None:
        raise Missing
    return reflection.partnership


def _edit_desk(reflection_id: int) -> desks.Desk:
    return desks.open_desk(me(), f"entry:{reflection_id}", f"/reflections/{reflection_id}/edit")


def _write(form: NewReflectionForm, desk: desks.Desk, place: Partnership) -> Response:
    circle = circle_around(place)
    return render_form(
        "reflections/new.html", form, desk=desk, place=place, cycles=CYCLES, hints=hints(circle),
        will=will(circle), general=will_in_general(circle),
    )  # fmt: skip


def _change(
    form: ReflectionForm, desk: desks.Desk, reflection: Reflection, both: list[Compared] | None = None
) -> Response:
    place = _place(reflection)
    waits = reflection.review_state == WAITING
    return render_form(
        "reflections/edit.html",
        form,
        status=409 if both else None,
        desk=desk,
        reflection=reflection,
        place=place,
        cycles=CYCLES,
        readers=readers_line(reflection.audience, place.name),
        waits=waits,
        answered=reflection.review_state == ANSWERED,
        may_send=policy.can_submit(me(), reflection) and reflection.audience != "me",
        both=both,
        changed=clock_time(reflection.updated_at),
    )


def _conflict(form: ReflectionForm, desk: desks.Desk, reflection_id: int) -> Response:
    """Show both texts: the one that was saved meanwhile, and the one just sent, ready to be sent again."""
    reflection = _mine(reflection_id)
    saved: dict[str, Any] = {"title": reflection.title, **reflection.fields}
    labels = {"title": "Title", **{key: prompt.asks for key, prompt in PROMPTS.items()}}
    wanted = {"title", *reflection.fields, *(prompt.key for prompt in form.prompts)}
    both = [
        compare(label, str(saved.get(name, "")), str(form[name].data or ""))
        for name, label in labels.items()
        if name in wanted
    ]
    form.version.data = reflection.version  # type: ignore[assignment]
    return _change(form, desk, reflection, [one for one in both if not one.same] or both)


def _posted_before(reflection_id: int) -> Response:
    """This form was posted once before, with other words (a second tab with the same draft): lose neither text."""
    reflection = _mine(reflection_id)
    desk = _edit_desk(reflection_id)
    form = ReflectionForm()
    desk.put_into(form)
    form.offer(queries.subjects_to_choose(me(), reflection.partnership_id or 0))
    desk.keep_quietly()
    form.ticket.data = desk.signed
    return _conflict(form, desk, reflection_id)
