"""Answering a reflection: the form with the text beside it, and one's own answers."""

from dataclasses import replace
from typing import Any

from flask import Response, render_template, request

from lpcommunity.access import Conflict, Invalid, Missing, access
from lpcommunity.access.reader import Reader
from lpcommunity.drafts import editing_session
from lpcommunity.drafts.postings import posted_from
from lpcommunity.entries.policy import can_read
from lpcommunity.entries.readership import facilitators_of
from lpcommunity.entries.versions import revision
from lpcommunity.offline import resends
from lpcommunity.people.current_user import me
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.models import ACKNOWLEDGED, Reflection
from lpcommunity.reflections.queries import ReflectionInFull, in_full
from lpcommunity.reflections.texts import rendered
from lpcommunity.reviews import answers, commands, own_words, policy
from lpcommunity.reviews.annotated_text import ICONS, annotated_versions
from lpcommunity.reviews.exchange import Exchange, exchange_of, version_of
from lpcommunity.reviews.forms import AnswerForm, answer_form, without_move
from lpcommunity.reviews.models import MOVES
from lpcommunity.reviews.queries import queue_for
from lpcommunity.reviews.views import pages
from lpcommunity.reviews.views.reflection import resume_draft
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.confirmation import confirm

EXPLAINED = {
    "challenging": "Asks about what is taken for granted: “Who needed it to be proven?”",
    "catalytic": "Helps them find it out themselves: “What did you notice just before?”",
    "supportive": "Says what you value in what they did or wrote, exactly.",
    "informative": "Gives a fact, a source, somebody who knows.",
    "prescriptive": "Proposes something to try. They may leave it.",
    "cathartic": "Makes room for what stings, or delights: “How was that for you?”",
}


@pages.route("/reflections/<id:reflection_id>/review", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def answer(reflection_id: int) -> Response:
    """Answer a reflection, move by move; sent as a whole."""
    if request.method == "POST":
        return _send(reflection_id)
    reflection, exchange = _to_answer(reflection_id)
    if reflection is None or exchange is None:
        sent = posted_from(me(), request.args.get("draft", ""))  # whoever goes back to the form they sent it from
        if sent is None:
            raise Missing
        return see_other(sent.path)
    editing = resume_draft(_editing(reflection_id))
    form = answer_form(_prompts(reflection, exchange), editing.form_arguments)
    editing.fill(form, reflection.submitted_version)
    form.version.data = reflection.submitted_version  # type: ignore[assignment]
    return _form(reflection, exchange, form, editing)


def _send(reflection_id: int) -> Response:
    editing = _editing(reflection_id)
    reflection = answers.to_be_answered(me(), reflection_id)
    if reflection is None or not (can_read(me(), reflection) or editing.came_with_form):
        raise Missing  # that it was taken back is for those who had it before them
    form = answer_form(prompts_of(reflection.cycle if reflection.cycle in CYCLES else "free"), editing.form_arguments)
    editing.fill(form)
    if kept := editing.save_if_asked():
        return kept
    overtaken = editing.is_overtaken
    if "without" in request.form:
        return _without(reflection_id, form, editing)
    if form.validate_on_submit() and resends.may_go(form, editing, lambda: _told(_to_answer(reflection_id)[0])):
        if "more" in request.form:
            editing.save()
            rows = min(form.count + 1, commands.MOST_MOVES)
            return see_other(f"{editing.signed_form.address}&rows={rows}#move-{rows}")
        if overtaken:
            return _once_more(reflection_id, form, editing)
        if answer := _sent_before(reflection_id, form, editing) or _post(reflection, form, editing):
            return answer
    shown, exchange = _to_answer(reflection_id)
    if shown is None or exchange is None:
        editing.save()
        return _too_late(commands.TakenBack(), form)
    return _form(shown, exchange, form, editing)


def _without(reflection_id: int, form: AnswerForm, editing: editing_session.EditingSession) -> Response:
    """The form without a move that its writer takes away, which stands below once more (for pages without scripts)."""
    reflection, exchange = _to_answer(reflection_id)
    if reflection is None or exchange is None or not form.validate_on_submit():
        raise Missing
    number = request.form.get("without", type=int)
    gone = form.moves[number]["says"].data if number is not None and 0 < number < form.count else ""
    fields = without_move(request.form, number) if gone is not None and number else request.form
    shorter = answer_form(_prompts(reflection, exchange), {"formdata": fields})
    editing.fill(shorter)
    return _form(reflection, exchange, shorter, editing, taken_away=gone or "")


def _post(reflection: Reflection, form: AnswerForm, editing: editing_session.EditingSession) -> Response | None:
    """Send it. None where something has to be put right, which the form says."""
    try:
        sent = commands.send_review(
            me(), reflection, editing.idempotency_key, form.outcome.data or "", form.values, int(form.version.data or 0)
        )
    except Invalid as error:
        form.take(error)
        editing.save_if_waiting(error)
        return None
    except commands.ReadAgain:
        editing.save()
        return _again(reflection.id, form, editing)
    except Conflict as conflict:
        editing.save()
        return _too_late(conflict, form)
    _say_sent(sent.reflection_id)
    return see_other(f"/reflections/{sent.reflection_id}")


def _say_sent(reflection_id: int) -> None:
    """Who is told, and what waits next."""
    answered = in_full(me(), reflection_id)
    told = f" {answered.author.first_name} is told." if answered is not None else ""
    waits = next(iter(queue_for(me(), size=1).items), None)
    if waits is None:
        confirm(f"Your answer is sent.{told} Nobody else is waiting for you.", "Back to your queue", "/reviews")
    else:
        confirm(f"Your answer is sent.{told}", "Answer the next one that waits", waits.answer_path)


@pages.get("/reviews/answers")
@access("signed-in")
def given() -> str:
    """The answers one gave. Those who gave none, and have no queue, find nothing here."""
    found = answers.answers_of(me())
    if not found and not policy.has_queue(me()):
        raise Missing
    return render_template("reviews/given.html", answers=found)


@pages.get("/reviews/<id:review_id>")
@access("signed-in")
def own(review_id: int) -> str | Response:
    """One's own answer. Where its reflection can still be read, that is where it stands."""
    found = answers.own_answer(me(), review_id)
    if found is None:
        raise Missing
    reflection = in_full(me(), found.reflection_id)
    if reflection is not None and policy.can_read_exchange(me(), reflection):
        return see_other(f"/reflections/{reflection.id}")
    return render_template(
        "reviews/own.html", answer=found, reflection=reflection, moves=MOVES, icons=ICONS, rendered=rendered
    )


def _editing(reflection_id: int) -> editing_session.EditingSession:
    return editing_session.open_session(me(), f"review:{reflection_id}", f"/reflections/{reflection_id}/review")


def _to_answer(reflection_id: int) -> tuple[ReflectionInFull | None, Exchange | None]:
    """The reflection and its exchange, if this person may answer it now."""
    person: Reader = me()
    reflection = in_full(person, reflection_id)
    if reflection is None:
        return None, None
    answered = reflection.review_state == ACKNOWLEDGED and answers.has_answered(person, reflection)
    if not policy.can_answer(person, reflection, answered):
        return None, None
    return reflection, exchange_of(person, reflection)


def _prompts(reflection: ReflectionInFull, exchange: Exchange) -> Any:
    read = exchange.versions.get(reflection.submitted_version or 0)
    cycle = read.cycle if read else reflection.cycle
    return prompts_of(cycle if cycle in CYCLES else "free")


def _form(
    reflection: ReflectionInFull,
    exchange: Exchange,
    form: AnswerForm,
    editing: editing_session.EditingSession,
    read_again: bool = False,
    status: int | None = None,
    taken_away: str = "",
) -> Response:
    read = exchange.versions.get(reflection.submitted_version or 0)
    if read is None:
        kept = revision(me(), reflection, reflection.submitted_version or 0)
        if kept is None:
            raise Missing
        read = version_of(kept, reflection.cycle)
    resends.tell(form, _told(reflection))
    return render_form(
        "reviews/answer.html",
        form,
        status=409 if read_again else status,
        reflection=reflection,
        place=reflection.partnership,
        read=read,
        earlier=[(each, annotated_versions(each, exchange.versions)) for each in exchange.rounds if each.answers],
        before=next((each for each in reversed(exchange.rounds) if each.replied), None),
        editing=editing,
        explained=EXPLAINED,
        kinds=MOVES,
        icons=ICONS,
        rendered=rendered,
        most=commands.MOST_MOVES,
        read_again=read_again,
        taken_away=taken_away,
    )


def _sent_before(reflection_id: int, form: AnswerForm, editing: editing_session.EditingSession) -> Response | None:
    """Where this form was sent before, or the same was said a short while ago: nothing is sent twice by mistake."""
    sent = own_words.answers_to(me(), reflection_id)
    words = own_words.spoken(
        [(own_words.OUTCOME, form.outcome.data or ""), *((one.kind, one.says) for one in form.values)]
    )
    before = own_words.sent_from(sent, editing.idempotency_key)
    if before is not None and before.words == words:
        editing_session.say_posted(before.posting, f"/reflections/{reflection_id}/review")
        return see_other(before.posting.path)
    if before is not None:
        editing = editing_session.follow_up(editing, f"review:{reflection_id}", f"/reflections/{reflection_id}/review")
        editing.fill(form)
        editing.save()
        return _once_more(reflection_id, form, replace(editing, posting=before.posting, added=True))
    lately = own_words.said_lately(sent, words) if not form.twice.data else None
    return _once_more(reflection_id, form, editing.asking(lately, form)) if lately is not None else None


def _once_more(reflection_id: int, form: AnswerForm, editing: editing_session.EditingSession) -> Response:
    """The form as it was typed, with what is to be known before it is sent; without one where it cannot be sent."""
    reflection, exchange = _to_answer(reflection_id)
    if reflection is None or exchange is None:
        return _too_late(commands.AcknowledgedAlready(), form)
    return _form(reflection, exchange, form, editing, status=409)


def _told(reflection: ReflectionInFull | None) -> resends.Told:
    """Who can read an answer, besides its author: whoever facilitates the place. Not to whom of them it was opened,
    which is between them and the author.
    """
    place = reflection.partnership if reflection is not None else None
    return resends.told_by_name(facilitators_of(place) if place is not None else ())


def _again(reflection_id: int, form: AnswerForm, editing: editing_session.EditingSession) -> Response:
    """The text was changed meanwhile: show the new one beside the answer as it was typed."""
    reflection, exchange = _to_answer(reflection_id)
    if reflection is None or exchange is None:
        raise Missing
    form.version.data = reflection.submitted_version  # type: ignore[assignment]
    return _form(reflection, exchange, form, editing, read_again=True)


def _too_late(conflict: Conflict, form: AnswerForm) -> Response:
    """It was taken back, or is over. What was typed is shown once more, and kept."""
    said = [move for move in form.values if move.says.strip()]  # not what they quote
    return render_form(
        "reviews/too_late.html", form, status=409, reason=str(conflict), said=said, kinds=MOVES, icons=ICONS
    )
