"""The pages on which a reflection is written, changed, sent and taken back. Its own page: reviews.views.reflection."""

from typing import Any

from flask import Blueprint, Response, flash, request

from lpcommunity.access import Conflict, Invalid, Missing, access, require
from lpcommunity.drafts import commands as drafts
from lpcommunity.drafts import editing_session, signed_forms
from lpcommunity.entries import policy as entries
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.content import same
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.readership import readership_of
from lpcommunity.entries.text_diff import TextDiff, diff
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.reflections import commands, policy, queries
from lpcommunity.reflections import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.reflections.audience_text import consequences, consequences_in_general, hints
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reflections.forms import PROMPTS, NewReflectionForm, ReflectionForm, SubmissionForm, initial_data
from lpcommunity.reflections.models import ANSWERED, WAITING, Reflection
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import clock_time

pages = Blueprint("reflections", __name__, template_folder="templates")


@pages.route("/partnerships/<slug:slug>/reflections/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Write a reflection along the questions of a cycle."""
    place = with_slug(slug)
    require(entries.can_post(me(), place.id))
    editing = editing_session.open_session(me(), f"reflection:new:{place.id}", f"/partnerships/{slug}/reflections/new")
    form = NewReflectionForm(**editing.form_arguments)
    editing.fill(form)
    form.offer(queries.subjects_to_choose(me(), place.id))
    if kept := _kept(editing, form):
        return kept
    if form.validate_on_submit() and form.has_words():
        content, audience = form.content, str(form.audience.data)
        try:
            reflection = commands.write_reflection(
                me(), with_slug(slug), editing.idempotency_key, content,
                cycle=form.chosen, audience=audience, submit=audience != "me", **form.subjects,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        else:
            if not same(reflection.fields, content.fields):
                return _posted_before(reflection.id)
            _keep_left_over(editing, form)
            flash("It is kept for you." if audience == "me" else "Your reflection is sent.")
            return see_other(f"/reflections/{reflection.id}")
    return _write(form, editing, with_slug(slug))


@pages.route("/reflections/<id:reflection_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(reflection_id: int) -> Response:
    """Change the text; the version before stays readable, and what was answered stays beside its answer."""
    reflection = _mine(reflection_id)
    editing = _editing(reflection_id)
    tied = queries.subjects_of(me(), reflection)
    form = ReflectionForm(**(editing.form_arguments or {"data": initial_data(reflection, tied)}))
    editing.fill(form, reflection.version)
    chosen = [subject.id for subject in tied if subject.kind == "update"]
    form.offer(queries.subjects_to_choose(me(), reflection.partnership_id or 0, chosen))
    if kept := _kept(editing, form):
        return kept
    if form.validate_on_submit() and form.has_words():
        try:
            commands.edit_reflection(
                me(), reflection, form.content, int(form.version.data or 0),
                cycle=form.chosen, idempotency_key=editing.idempotency_key, **form.subjects,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except EditConflict:
            editing.save()
            return _conflict(form, editing, reflection_id)
        else:
            return _saved(reflection_id)
    return _change(form, editing, _mine(reflection_id))


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
    readership = readership_of(place)
    return render_form(
        "reflections/submission.html", form, reflection=reflection, place=place, hints=hints(readership),
        will=consequences(readership), general=consequences_in_general(readership, alone=False),
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


def _kept(editing: editing_session.EditingSession, form: ReflectionForm) -> Response | None:
    """The buttons that send nothing: keep it as a draft, and use other questions (for pages without scripts)."""
    if "use" in request.form and form.is_submitted() and form.validate():
        editing.save()
        return see_other(f"{editing.signed_form.address}#cycle")
    return editing.save_if_asked()


def _keep_left_over(editing: editing_session.EditingSession, form: ReflectionForm) -> None:
    """What was written along other questions was not sent; it is offered again as a draft of its own."""
    if form.left_over:
        left_over_form = signed_forms.SignedForm(
            me().id, signed_forms.new_key(), editing.signed_form.subject, editing.signed_form.path
        )
        drafts.save_form(me(), left_over_form, form.left_over)


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


def _editing(reflection_id: int) -> editing_session.EditingSession:
    return editing_session.open_session(me(), f"entry:{reflection_id}", f"/reflections/{reflection_id}/edit")


def _write(form: NewReflectionForm, editing: editing_session.EditingSession, place: Partnership) -> Response:
    readership = readership_of(place)
    return render_form(
        "reflections/new.html", form, editing=editing, place=place, cycles=CYCLES, hints=hints(readership),
        will=consequences(readership), general=consequences_in_general(readership),
    )  # fmt: skip


def _change(
    form: ReflectionForm,
    editing: editing_session.EditingSession,
    reflection: Reflection,
    both: list[TextDiff] | None = None,
) -> Response:
    place = _place(reflection)
    waits = reflection.review_state == WAITING
    return render_form(
        "reflections/edit.html",
        form,
        status=409 if both else None,
        editing=editing,
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


def _conflict(form: ReflectionForm, editing: editing_session.EditingSession, reflection_id: int) -> Response:
    """Show both texts: the one that was saved meanwhile, and the one just sent, ready to be sent again."""
    reflection = _mine(reflection_id)
    saved: dict[str, Any] = {"title": reflection.title, **reflection.fields}
    labels = {"title": "Title", **{key: prompt.asks for key, prompt in PROMPTS.items()}}
    wanted = {"title", *reflection.fields, *(prompt.key for prompt in form.prompts)}
    both = [
        diff(label, str(saved.get(name, "")), str(form[name].data or ""))
        for name, label in labels.items()
        if name in wanted
    ]
    form.version.data = reflection.version  # type: ignore[assignment]
    return _change(form, editing, reflection, [one for one in both if not one.same] or both)


def _posted_before(reflection_id: int) -> Response:
    """This form was posted once before, with other words (a second tab with the same draft): lose neither text."""
    reflection = _mine(reflection_id)
    editing = _editing(reflection_id)
    form = ReflectionForm()
    editing.fill(form)
    form.offer(queries.subjects_to_choose(me(), reflection.partnership_id or 0))
    editing.save()
    form.signed_form.data = editing.token
    return _conflict(form, editing, reflection_id)
