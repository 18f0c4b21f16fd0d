"""The pages on which a reflection is written, changed, sent and taken back. Its own page: reviews.views.reflection."""

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, flash, request
from markupsafe import Markup

from lpcommunity.access import Conflict, Invalid, Missing, access
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.drafts import commands as drafts
from lpcommunity.drafts.editing_session import LINK, EditingSession
from lpcommunity.editing.views import EntryPages
from lpcommunity.entries import page_slots
from lpcommunity.entries.audience_text import in_short
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.models import DRAFT
from lpcommunity.entries.readership import confidants_of, readership_of
from lpcommunity.openings.forms import answers_of, with_questions
from lpcommunity.openings.queries import newcomers_to
from lpcommunity.people.current_user import me
from lpcommunity.reflections import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.reflections import commands, policy, queries
from lpcommunity.reflections import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.reflections.audience_text import consequences, consequences_in_general, hints
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reflections.fields import PROMPTS
from lpcommunity.reflections.forms import SubmissionForm
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import ANSWERED, WAITING
from lpcommunity.reflections.queries import ReflectionInFull
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.confirmation import confirm

LEFT_OUT = Markup(
    " What you wrote along other questions is not part of it. Nothing of that is lost: it is kept "
    '<a class="{link}" href="{path}">as a draft</a> that only you can see.'
)
pages = Blueprint("reflections", __name__, template_folder="templates")


class ReflectionPages(EntryPages):
    """Writing a reflection along the questions of a cycle, and changing it."""

    def for_new(self, place: PlaceName) -> dict[str, Any]:
        """The cycles, who will read it, and what sending it does."""
        readership = readership_of(place)
        return {
            "opening": page_slots.parts(page_slots.OPENING, me(), place),
            "cycles": CYCLES,
            "facilitators": readership.facilitators,
            "hints": hints(readership),
            "short": in_short(readership),
            "will": consequences(readership),
            "general": consequences_in_general(readership),
        }

    def for_edit(self, entry: Any) -> dict[str, Any]:
        """The cycles, and where its exchange stands."""
        return {
            "reflection": entry,
            "cycles": CYCLES,
            "waits": entry.review_state == WAITING,
            "answered": entry.review_state == ANSWERED,
            "may_send": policy.can_submit(me(), entry) and entry.audience != "me",
        }

    def begin(self, form: Any) -> None:
        """With what it is about, or with the words, where somebody comes from there."""
        super().begin(form)
        about = request.args.get("about")
        if about in {choice.value for choice in form.about.choices}:
            form.about.data = [about]

    def press(self, editing: EditingSession, form: Any) -> Response | None:
        """Keep it as a draft; or use other questions (for pages without scripts)."""
        if "use" in request.form and form.is_submitted() and form.validate():
            editing.save()
            return see_other(f"{editing.signed_form.address}#cycle")
        return editing.save_if_asked()

    def posted(self, place: PlaceName, entry: Any, form: Any, files: FormFiles, editing: EditingSession) -> None:
        """Say so, and who is told; and where that is which was written along other questions, and not sent."""
        _say_sent(place, entry.audience, _kept_beside(editing, form.left_over) if form.left_over else "")

    def left_out(self, before: Any, form: Any, editing: EditingSession) -> None:
        """Say where that is which was written along other questions: in the version before, or in a draft."""
        over = form.left_over
        if over and not all(over[key] == [before.fields.get(key)] for key in over if key in PROMPTS):
            everything = {name: form[name].data for name in ("title", *PROMPTS) if form[name].data}
            flash(_kept_beside(editing, {name: [text] for name, text in everything.items()} | {"cycle": over["cycle"]}))
        elif over:
            flash("What stood there along other questions is in the version before. You find it under Versions.")

    def changed(self, entry_id: int) -> str:
        """Say so; and send it again, where that was the button. Who came later is asked for first."""
        if "send" in request.form:
            reflection = queries.in_full(me(), entry_id)
            if reflection is not None and policy.can_submit(me(), reflection) and reflection.audience != "me":
                if any(not one.opened for one in newcomers_to(me(), reflection)):
                    flash("Your changes are saved. One question before it is sent again.")
                    return f"{REFLECTION.path(entry_id)}/submission"
                commands.submit(me(), queries.reflection_row(entry_id))
                flash("Your changes are saved, and your reflection is sent again.")
                return REFLECTION.path(entry_id)
        return super().changed(entry_id)


def _kept_beside(editing: EditingSession, words: dict[str, list[str]]) -> Markup:
    """Keep what was not sent as a draft of its own, once, however often it is pressed. Returns what to say of it."""
    key = str(uuid5(NAMESPACE_URL, f"left-over:{editing.idempotency_key}"))
    left_over = replace(editing.signed_form, idempotency_key=key)
    drafts.keep_beside(me(), left_over, words)
    return LEFT_OUT.format(link=LINK, path=left_over.address)


writing = ReflectionPages(REFLECTION)


@pages.route("/partnerships/<slug:slug>/reflections/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Write a reflection along the questions of a cycle."""
    return writing.new(slug)


@pages.route("/reflections/<id:reflection_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(reflection_id: int) -> Response:
    """Change the text; the version before stays readable, and what was answered stays beside its answer."""
    return writing.edit(reflection_id)


@pages.route("/reflections/<id:reflection_id>/submission", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def submission(reflection_id: int) -> Response:
    """Send it to the facilitators, now or again; what is for its author only asks first who may read it."""
    reflection = _own(reflection_id)
    newcomers = newcomers_to(me(), reflection)
    asking = with_questions(SubmissionForm, newcomers)
    form = asking(data={"audience": reflection.audience if reflection.audience != "me" else "facilitators"})
    if form.validate_on_submit():
        named = "audience" in request.form
        try:
            row, audience = queries.reflection_row(reflection_id), str(form.audience.data) if named else None
            commands.submit(me(), row, audience, answers_of(form))
        except Invalid as error:
            form.take(error)
        else:
            sent = _own(reflection_id)
            _say_sent(_place(sent), sent.audience)
            return see_other(f"/reflections/{reflection_id}")
    reflection = _own(reflection_id)
    if not policy.can_submit(me(), reflection):
        return see_other(f"/reflections/{reflection_id}")
    place = _place(reflection)
    readership = readership_of(place)
    return render_form(
        "reflections/submission.html", form, reflection=reflection, place=place, hints=hints(readership),
        newcomers=[one for one in newcomers if not one.opened],
        reached=confidants_of(reflection),
        will=consequences(readership), general=consequences_in_general(readership, alone=False),
    )  # fmt: skip


@pages.post("/reflections/<id:reflection_id>/taking-back")
@access("signed-in")
def take_back(reflection_id: int) -> Response:
    """Take it back, until somebody has answered."""
    _own(reflection_id)
    try:
        commands.take_back(me(), queries.reflection_row(reflection_id))
    except commands.AnsweredAlready as late:
        raise Conflict("answer-stands") from late
    alone = _own(reflection_id).state == DRAFT
    flash(
        "You took it back. Only you can read it now; you find it among your drafts."
        if alone
        else "You took it back. Nobody waits to answer it now."
    )
    return see_other(f"/reflections/{reflection_id}")


def _say_sent(place: PlaceName, audience: str, beside: str = "") -> None:
    done = consequences(readership_of(place))[audience]
    words = f"It is kept for you: {done}" if audience == "me" else f"Your reflection is sent: {done}"
    confirm(words + beside, f"Back to {place.name}", f"/partnerships/{place.slug}")


def _own(reflection_id: int) -> ReflectionInFull:
    reflection = queries.in_full(me(), reflection_id)
    if reflection is None or not policy.is_author(me(), reflection):
        raise Missing
    return reflection


def _place(reflection: ReflectionInFull) -> PlaceName:
    if reflection.partnership is None:
        raise Missing
    return reflection.partnership
