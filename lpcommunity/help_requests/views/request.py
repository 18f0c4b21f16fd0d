"""What is done about a request: saying what helped, closing and opening it, asking people, and being asked."""

from typing import Any

from flask import Response, flash, request
from markupsafe import Markup

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.comments import single_comments
from lpcommunity.comments.participants import circle_to_come, participants
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.models import Entry
from lpcommunity.entries.queries import readable_at
from lpcommunity.help_requests import askings, commands, policy, queries, unsaid_words
from lpcommunity.help_requests.forms import NOBODY, HelpedForm
from lpcommunity.help_requests.models import ANSWERED, CLOSED, OPEN
from lpcommunity.help_requests.request_lines import RequestLine
from lpcommunity.help_requests.views import pages
from lpcommunity.offline import resends
from lpcommunity.people.current_user import me
from lpcommunity.web import came_from, flash_at, re_renders, render_form, see_other
from lpcommunity.web.humanize import plural, sentence


@pages.get("/<slug:plural>/<id:entry_id>/help")
@access("signed-in")
def show(plural: str, entry_id: int) -> Response:
    """What helped? For whoever asked."""
    _, known = _found(plural, entry_id)
    form = HelpedForm(formdata=None)
    form.words.data = known.words
    form.helped.data = str(known.comment_id or "")
    form.helper.data = str(known.helper_id or NOBODY)
    before = unsaid_words.given_back(me(), entry_id, request.args.get("draft", "")) if known.is_open else None
    if before is not None:
        form.draft.data = before.idempotency_key
        form.words.data, form.helper.data = (before.fields[name][0] for name in ("words", "helper"))
    return _page(known, form)


@pages.post("/<slug:plural>/<id:entry_id>/help")
@access("signed-in")
@re_renders
def decide(plural: str, entry_id: int) -> Response:
    """Say what helped; or close it, or open it again."""
    entry, known = _found(plural, entry_id)
    form = HelpedForm()
    form.helper.choices = []
    if form.validate_on_submit():
        if form.state.data == CLOSED:
            commands.close_request(me(), entry)
            return _said(
                "It is closed: it no longer stands on the board. You can open it again at any time.", known.path
            )
        if form.state.data == OPEN:
            commands.open_request(me(), entry)
            return _said(Markup("It is open again, and stands on the board.{}").format(_kept(known)), known.path)
        if not resends.is_as_told(form, _told(entry)):
            return _page(known, form)
        asked = "words" in request.form  # the button beside a comment asks for none
        try:
            if form.state.data != ANSWERED:
                raise Invalid("state", "help-state-unknown")
            comment = single_comments.row(form.comment_id) if form.comment_id is not None else None
            if form.comment_id is not None and comment is None:
                raise Invalid("helped", "help-comment-unknown")
            words = form.words.data or ""
            draft = form.draft.data or ""
            commands.answer_request(me(), entry, words, form.helper_id, comment=comment, instead=asked, draft=draft)
        except Invalid as error:
            form.words.data = form.words.data if asked else known.words
            form.take(error)
        else:
            found = queries.request_of(me(), entry_id)
            told = f" {found.helper} is told, with thanks." if found is not None and found.helper else ""
            return _said(f"It is answered, and what helped stands where others find it.{told}", known.path)
    return _page(known, form)


@pages.post("/<slug:plural>/<id:entry_id>/help/asking")
@access("signed-in")
def ask(plural: str, entry_id: int) -> Response:
    """Ask somebody whether they can help."""
    entry, known = _found(plural, entry_id)
    number = request.form.get("person", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Missing
    try:
        commands.ask_person(me(), entry, int(number))
    except TooMany:
        raise
    except Invalid as error:
        flash(f"{error}.", "There is a problem")
    else:
        words = "The person you asked is told here, and by e-mail if they like that. “Not now” is an answer, too."
        flash_at(words, came_from(known.path, f"might-help-{known.entry_id}"))
    return see_other(came_from(known.path, f"might-help-{known.entry_id}"))


@pages.post("/<slug:plural>/<id:entry_id>/help/suggestions")
@access("signed-in")
def look(plural: str, entry_id: int) -> Response:
    """Look who else might help."""
    entry, known = _found(plural, entry_id)
    try:
        commands.look_for_people(me(), entry)
    except TooMany:
        raise
    except Invalid as error:
        flash(f"{error}.", "There is a problem")
    else:
        words = _found_now(known, request.form.get("shown", ""))
        flash_at(words, came_from(known.path, f"might-help-{known.entry_id}"))
    return see_other(came_from(known.path, f"might-help-{known.entry_id}"))


@pages.post("/<slug:plural>/<id:entry_id>/help/not-now")
@access("signed-in")
def not_now(plural: str, entry_id: int) -> Response:
    """Of somebody who was asked: not now."""
    commands.say_not_now(me(), readable_at(me(), plural, entry_id))
    return _said("That is fine, and nobody is told. You are not asked about this again.", f"/{plural}/{entry_id}")


def _kept(known: RequestLine) -> str | Markup:
    """What became of what helped, where it was said in words; and the way to it, for whoever said it."""
    if not known.words:
        return ""
    if known.answerer_id == me().id:
        return Markup(
            ' What helped is in your drafts. <a class="govuk-link" href="{path}/help">Say what helped</a> has it, '
            "when you answer it again."
        ).format(path=known.path)
    return " What helped is in the drafts of whoever said it."


def _said(words: str, path: str) -> Response:
    """Back to the request, with what was done beside it."""
    flash_at(words, f"{path}#request")
    return see_other(f"{path}#request")


def _found_now(known: RequestLine, shown: str) -> str:
    """How many there are more than their reader was shown: the worker may have found them meanwhile."""
    there = len(askings.thought_of(me(), [known.entry_id])[known.entry_id])
    before = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else 0
    new, more = there - before, "more " if before else ""
    if new > 0:
        return sentence(f"{plural(new, f'{more}person', f'{more}people')} might help.")
    return (
        f"We found nobody {more}whose words are close to yours. "
        "Say what you would like help with in other words, or try again later."
    )


def _found(plural: str, entry_id: int) -> tuple[Any, RequestLine]:
    """An entry that asks for something, for whoever decides on that. Raises Missing."""
    entry = readable_at(me(), plural, entry_id)
    known = queries.request_of(me(), entry_id) if policy.can_decide(me(), entry) else None
    if known is None or not known.question:
        raise Missing
    return entry, known


def _page(known: RequestLine, form: HelpedForm) -> Response:
    entry = readable_at(me(), known.kind.plural, known.entry_id)
    people = {one.person_id: one.name for one in participants(circle_to_come(me(), entry)) if not one.entry_author}
    people |= {one.person_id: one.name for one in askings.thought_of(me(), [known.entry_id])[known.entry_id]}
    if known.helper_id is not None:
        people.setdefault(known.helper_id, known.helper)
    form.offer(people)
    resends.tell(form, _told(entry))
    return render_form(
        "help_requests/request.html",
        form,
        known=known,
        audience=entry.audience,
        readers=readers_line(entry.audience, known.place),
    )


def _told(entry: Entry) -> resends.Told:
    return {resends.WHO: entry.audience}
