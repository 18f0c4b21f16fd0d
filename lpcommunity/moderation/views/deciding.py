"""The pages of whoever decides on reports: what waits, one case, and the decision."""

from datetime import UTC, datetime

from flask import Response, flash, render_template, request

from lpcommunity.access import Conflict, Invalid, Missing, access
from lpcommunity.moderation import commands, policy, queries
from lpcommunity.moderation.commands import case_row
from lpcommunity.moderation.forms import DecisionForm
from lpcommunity.moderation.models import ASKED, HIDDEN
from lpcommunity.moderation.queries import Case
from lpcommunity.moderation.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other

SAID = {
    ASKED: "Its author is asked, and whoever reported it is told.",
    HIDDEN: "It is hidden until its author changes it. They are told why, and so is whoever reported it.",
    "left": "It stays. Its author and whoever reported it are told why.",
}


@pages.get("/moderation")
@access("signed-in")
def queue() -> str:
    """What waits for a decision, the oldest first; and what was decided lately."""
    if not policy.has_queue(me()):
        raise Missing
    after = _place(request.args.get("after", ""))
    lines = queries.waiting(me(), after)
    shown, more = lines[: queries.PAGE], lines[queries.PAGE :]
    last = shown[-1].case if more else None
    return render_template(
        "moderation/queue.html",
        lines=shown,
        next=f"{int(last.waiting_since.timestamp() * 1_000_000)}-{last.id}" if last and last.waiting_since else None,
        first=after is None,
        decided=queries.decided_lately(me()) if after is None else [],
    )


def _place(cursor: str) -> tuple[datetime, int] | None:
    """Where a page of the queue goes on; None for the beginning, and for what is no such place."""
    at, _, number = cursor.partition("-")
    if not all(one.isascii() and one.isdigit() for one in (at, number)) or len(at) > 16 or len(number) > 9:
        return None
    return datetime.fromtimestamp(int(at) / 1_000_000, UTC), int(number)


@pages.get("/moderation/<id:case_id>")
@access("signed-in")
def case(case_id: int) -> Response:
    """One case: what was sent, what happened so far, and what can be decided."""
    return _page(DecisionForm(formdata=None), _case(case_id))


@pages.post("/moderation/<id:case_id>/decision")
@access("signed-in")
@re_renders
def decide(case_id: int) -> Response:
    """Ask, hide or leave, with words why."""
    found, row = _case(case_id), case_row(case_id)
    if row is None:
        raise Missing
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            commands.decide(me(), row, str(form.act.data), form.words.data or "", int(form.seen.data or 0))
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.refuse(str(error))
            return _page(form, _case(case_id), 409)
        else:
            flash(SAID[str(form.act.data)])
            return see_other("/moderation")
    return _page(form, found)


def _case(case_id: int) -> Case:
    case = queries.case_for(me(), case_id)
    if case is None:
        raise Missing
    return case


def _page(form: DecisionForm, case: Case, status: int | None = None) -> Response:
    steps = queries.steps(me(), case.id)
    form.seen.data = str(steps[-1].id if steps else 0)
    there = case.subject.find(me(), case.about_id) if case.subject is not None else None
    return render_form(
        "moderation/case.html",
        form,
        status=status,
        case=case,
        copies=queries.copies(me(), case.id),
        steps=steps,
        there=there.path if there is not None else None,
    )
