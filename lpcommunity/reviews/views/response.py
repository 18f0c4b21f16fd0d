"""What the author does with an exchange: replying to the questions of an answer, or leaving it there."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, flash

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.drafts import editing_session
from lpcommunity.entries.readership import confidants_of
from lpcommunity.offline import resends
from lpcommunity.people.current_user import me
from lpcommunity.reflections import policy as reflecting
from lpcommunity.reflections.queries import ReflectionInFull, in_full, reflection_row
from lpcommunity.reviews import commands, own_words, policy
from lpcommunity.reviews.exchange import ExchangeMove, Round, exchange_of
from lpcommunity.reviews.forms import RepliesForm, replies_form
from lpcommunity.reviews.views import pages
from lpcommunity.reviews.views.reflection import page, told_of_reply
from lpcommunity.web import re_renders, see_other
from lpcommunity.web.confirmation import confirm
from lpcommunity.web.humanize import people_list


@pages.post("/reflections/<id:reflection_id>/response")
@access("signed-in")
@re_renders
def reply(reflection_id: int) -> Response:
    """Reply to the questions of the latest answer, all with one click."""
    reflection = in_full(me(), reflection_id)
    if reflection is None or not policy.can_reply(me(), reflection):
        raise Missing
    editing = editing_session.open_session(me(), f"response:{reflection_id}", f"/reflections/{reflection_id}")
    latest = exchange_of(me(), reflection).latest
    if latest is None:
        raise Missing
    form = replies_form(latest.moves, editing.form_arguments)
    editing.fill(form)
    if kept := editing.save_if_asked():
        return kept
    overtaken = editing.is_overtaken
    if form.validate_on_submit() and resends.may_go(form, editing, lambda: told_of_reply(reflection)):
        if overtaken:
            return page(reflection_id, form, editing, 409)
        if shown := _sent_before(reflection_id, form, editing):
            return shown
        try:
            commands.send_replies(me(), reflection_row(reflection_id), editing.idempotency_key, form.values)
        except Invalid as error:
            _take(form, error, [move.id for move in latest.open_questions or latest.moves])
            editing.save_if_waiting(error)
        else:
            _say_sent(reflection, latest, form)
            return see_other(f"/reflections/{reflection_id}")
    return page(reflection_id, form, editing)


def _say_sent(reflection: ReflectionInFull, latest: Round, form: RepliesForm) -> None:
    """Who is told of it, and what is next: a question that is still open, or to send it again."""
    reached = {one.id for one in confidants_of(reflection)}
    names = list(dict.fromkeys(answer.by.first_name for answer in latest.answers if answer.by.id in reached))
    told = f" {people_list(names)} {'is' if len(names) == 1 else 'are'} told of it here." if names else ""
    replies = form.values
    still = [move for move in latest.open_questions if not replies.get(move.id, "").strip()]
    confirm(f"Your reply is sent.{told}", *_next(reflection, form, still))


def _next(reflection: ReflectionInFull, form: RepliesForm, still: Sequence[ExchangeMove]) -> tuple[str, str]:
    path, place = f"/reflections/{reflection.id}", reflection.partnership
    assert place is not None
    if still:
        label = "Reply to the question that is still open" if len(still) == 1 else "Reply to what is still open"
        return label, f"{path}#{form.to(still[0].id).id}"
    if reflecting.can_submit(me(), reflection):
        return "When you have thought further, send it again", f"{path}/submission"
    return f"Back to {place.name}", f"/partnerships/{place.slug}"


def _sent_before(reflection_id: int, form: RepliesForm, editing: editing_session.EditingSession) -> Response | None:
    """Where this form was sent before, or the same was replied a short while ago."""
    path, sent = f"/reflections/{reflection_id}", own_words.replies_in(me(), reflection_id)
    words = own_words.spoken(form.values.items())
    before = own_words.sent_from(sent, editing.idempotency_key)
    if before is not None and before.words == words:
        editing_session.say_posted(before.posting, path)
        return see_other(path)
    if before is not None:
        editing = editing_session.follow_up(editing, f"response:{reflection_id}", path)
        editing.fill(form)
        editing.save()
        return page(reflection_id, form, replace(editing, posting=before.posting, added=True), 409)
    lately = own_words.said_lately(sent, words) if not form.twice.data else None
    return page(reflection_id, form, editing.asking(lately, form), 409) if lately is not None else None


@pages.post("/reflections/<id:reflection_id>/leaving-there")
@access("signed-in")
def leave_there(reflection_id: int) -> Response:
    """Go on with no answer that has come by now."""
    reflection = in_full(me(), reflection_id)
    if reflection is None:
        raise Missing
    commands.leave_there(me(), reflection_row(reflection_id))
    flash("You leave it there. It no longer waits for you.")
    return see_other(f"/reflections/{reflection_id}")


def _take(form: RepliesForm, error: Invalid, first: list[int]) -> None:
    """An empty response is said beside the first question that could be replied to."""
    empty = error.field == "replies" and first
    form.take(error, form.name_of(("replies", first[0])) if empty else None)
