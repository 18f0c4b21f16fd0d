"""Reporting a text; and what became of it, for who reported it and for who wrote it."""

from flask import Response, flash, render_template, request

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.moderation import commands, outcomes
from lpcommunity.moderation.commands import ChangedMeanwhile, case_row, to_report
from lpcommunity.moderation.forms import AnswerForm, ReportForm
from lpcommunity.moderation.models import MODERATORS
from lpcommunity.moderation.queries import Case, Step
from lpcommunity.moderation.subjects import Readable, named
from lpcommunity.moderation.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other


@pages.get("/reports/new")
@access("signed-in")
def begin() -> Response:
    """What is sent, before it is: `?about=comment:81`. Reported already, and not decided, it is what was sent."""
    _, found = to_report(me(), request.args.get("about", ""))
    if (waiting := outcomes.waiting_report(me(), found.about, found.id)) is not None:
        return see_other(f"/reports/{waiting}")
    form = ReportForm(formdata=None)
    return _page(form, found)


@pages.post("/reports")
@access("signed-in")
@re_renders
def send() -> Response:
    """Send it to whoever decides."""
    form = ReportForm()
    _, found = to_report(me(), str(form.about.data or ""))
    if not found.confided:
        form.meant_for.data = MODERATORS
    if not form.validate_on_submit():
        return _page(form, found)
    try:
        case = commands.report_text(
            me(), found.key, str(form.why.data), form.words.data or "", meant_for=str(form.meant_for.data),
            shown=form.shown.data or "",
        )  # fmt: skip
    except Invalid as error:
        form.take(error)
        return _page(form, found)
    except ChangedMeanwhile as error:
        _, found = to_report(me(), found.key)
        form.refuse(str(error))
        return _page(form, found, 409)
    flash("Your report is sent. You are told here what is decided, and why.")
    return see_other(f"/reports/{case.id}")


def _page(form: ReportForm, found: Readable, status: int | None = None) -> Response:
    form.about.data, form.shown.data = found.key, found.digest
    return render_form("moderation/report.html", form, status=status, found=found)


@pages.get("/reports/mine")
@access("signed-in")
def about_mine() -> Response:
    """To what is said of a text of one's own that is hidden, or asked about: `?about=comment:81`."""
    meant = named(request.args.get("about", ""))
    case = outcomes.about_mine(me(), meant[0].key, meant[1]) if meant is not None else None
    if case is None:
        raise Missing
    return see_other(f"/reports/{case.id}")


@pages.get("/reports/<id:case_id>")
@access("signed-in")
def outcome(case_id: int) -> Response:
    """What became of it: for who wrote the text, or for who reported it."""
    if (found := outcomes.as_author(me(), case_id)) is not None:
        return _to_author(AnswerForm(formdata=None), *found)
    reported = outcomes.as_reporter(me(), case_id)
    if reported is None:
        raise Missing
    case, report, steps = reported
    shows = commands.reads(me(), case.about, case.about_id)  # a report is no way to go on reading
    return Response(render_template("moderation/of-reporter.html", case=case, report=report, steps=steps, shows=shows))


@pages.post("/reports/<id:case_id>/answer")
@access("signed-in")
@re_renders
def answer(case_id: int) -> Response:
    """The author says something to it."""
    found, row = outcomes.as_author(me(), case_id), case_row(case_id)
    if found is None or row is None:
        raise Missing
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            commands.answer(me(), row, form.words.data or "")
        except Invalid as error:
            form.take(error)
        else:
            flash("Your words are sent to whoever decides. You are told here what they say.")
            return see_other(f"/reports/{case_id}")
    return _to_author(form, *found)


def _to_author(form: AnswerForm, case: Case, steps: list[Step]) -> Response:
    """What they wrote, as it stands now, and what was said to it."""
    own = case.subject.own(me(), case.about_id) if case.subject is not None else None
    return render_form("moderation/of-author.html", form, case=case, steps=steps, own=own)
