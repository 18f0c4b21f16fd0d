"""The page of a question: leave it open, or say what answers it."""

from flask import Response, flash, request

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.readership import confidants_of
from lpcommunity.people.current_user import me
from lpcommunity.questions import commands, policy, queries
from lpcommunity.questions.forms import AnswerForm
from lpcommunity.questions.models import OPEN
from lpcommunity.questions.queries import Asked
from lpcommunity.questions.views import pages
from lpcommunity.questions.what_came_since import came_since, with_key
from lpcommunity.reflections.models import Reflection
from lpcommunity.reflections.queries import reflection_row
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import ButtonForm


@pages.get("/moves/<id:move_id>/question")
@access("signed-in")
def show(move_id: int) -> Response:
    """What was asked, and what came since."""
    asked, _ = _found(move_id)
    return _page(asked, AnswerForm(formdata=None))


@pages.post("/moves/<id:move_id>/question")
@access("signed-in")
@re_renders
def decide(move_id: int) -> Response:
    """Leave it open, or say what answers it."""
    asked, reflection = _found(move_id)
    if request.form.get("state") == OPEN and ButtonForm().validate_on_submit():
        commands.leave_open(me(), reflection, move_id)
        flash("It stays open. It waits on your home page until something answers it, months on if need be.")
        return see_other(asked.asked_path)
    form = AnswerForm()
    form.by.choices = []
    if form.validate_on_submit():
        try:
            commands.point_to_answer(me(), reflection, move_id, form.by.data)
        except Invalid as error:
            form.take(error)
        else:
            reached = {one.id for one in confidants_of(reflection)}
            told = f" {asked.asker_first_name} is told of it here." if asked.asker_id in reached else ""
            flash(f"The question is answered.{told}")
            return see_other(asked.asked_path)
    return _page(asked, form)


def _found(move_id: int) -> tuple[Asked, Reflection]:
    """The question and what it was asked about, for whoever decides. Raises Missing."""
    asked = queries.asked(me(), move_id)
    reflection = reflection_row(asked.entry_id) if asked is not None and policy.is_question(asked.kind) else None
    if asked is None or reflection is None or not policy.can_decide(me(), reflection):
        raise Missing
    return asked, reflection


def _page(asked: Asked, form: AnswerForm) -> Response:
    known = queries.question_of(me(), asked.move_id)
    came = came_since(me(), asked)
    chosen = form.by.data or (known.key if known is not None else "")
    if chosen and chosen not in {one.key for one in came} and (more := with_key(me(), asked, chosen)):
        came = [*came, more]
    form.offer(came)
    form.by.data = chosen
    place = me().names_of_places[asked.partnership_id or 0]
    return render_form("questions/question.html", form, asked=asked, known=known, came=came, place=place, kinds=kinds())
