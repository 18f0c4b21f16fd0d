"""The pages of days that move: moving a milestone with its reason, and for whom the sentence is."""

from datetime import date
from typing import Any

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from lpcommunity.access import Conflict, Invalid, Missing, access, require
from lpcommunity.entries.readership import readership_of
from lpcommunity.people.current_user import me
from lpcommunity.projects import queries as projects
from lpcommunity.projects.models import Milestone
from lpcommunity.slips import commands, policy, queries
from lpcommunity.slips import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.slips.commands import MovedMeanwhile
from lpcommunity.slips.forms import MoveForm, WhyAudienceForm
from lpcommunity.slips.models import Slip
from lpcommunity.storage import today
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import day, people_list

pages = Blueprint("slips", __name__, template_folder="templates")


@pages.route("/milestones/<id:milestone_id>/dates", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def dates(milestone_id: int) -> Response:
    """Which day stands, which was first, what moved it so far; and move it."""
    found = _milestone(milestone_id)
    form = MoveForm()
    status = None
    if form.validate_on_submit():
        name, path = found.name, _path(found)
        try:
            commands.move_milestone(
                me(),
                found,
                to_on=form.due.data,
                reason=form.reason.data,
                why=form.why.data,
                audience=form.audience.data,
                from_on=_day(form.stands.data),
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = 409
            form.refuse(f"{error} {_nothing_lost(error)}")
        else:
            flash(f"“{name}” is due on {day(form.due.data)} now. Where it was first planned stays known.")
            return see_other(path)
        found = _milestone(milestone_id)
    form.stands.data = found.due_on.isoformat()
    return render_form("slips/dates.html", form, status=status, **_shown(found))


def _nothing_lost(error: Conflict) -> str:
    if isinstance(error, MovedMeanwhile):
        return (
            f"It is due on {day(error.stands)} by now: see below who moved it, and why. Nothing that you wrote is lost."
            " Press the button again to move it from there"
        )
    return "Nothing that you wrote is lost. If it was not reached after all, say so first, and move it then"


def _shown(milestone: Milestone) -> dict[str, Any]:
    place = milestone.project.partnership
    named = readership_of(place).facilitators
    return {
        "milestone": milestone,
        "project": milestone.project,
        "place": place,
        "slips": queries.slips_of_milestone(me(), milestone.id),
        "today": today(),
        "facilitators": people_list(named, most=5) if named else "",
    }


@pages.route("/slips/<id:slip_id>/audience", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def audience(slip_id: int) -> Response:
    """For whom one's sentence is from now on."""
    slip = _own_slip(slip_id)
    form = WhyAudienceForm(obj=slip)
    milestone = projects.milestone(slip.milestone_id)
    assert milestone is not None
    path = _path(milestone)
    if form.validate_on_submit():
        commands.change_slip_audience(me(), slip, form.audience.data)
        flash("It is said now who can read your sentence.")
        return see_other(path)
    return render_form("slips/audience.html", form, slip=slip, **_shown(milestone))


def _own_slip(slip_id: int) -> Slip:
    slip = queries.slip(slip_id)
    if slip is None:
        raise Missing
    require(policy.can_change_audience(me(), slip, slip.audience))
    return slip


def _milestone(milestone_id: int) -> Milestone:
    found = projects.milestone(milestone_id)
    if found is None:
        raise Missing
    require(policy.can_move(me(), found, found.project.partnership_id))
    return found


def _path(milestone: Milestone) -> str:
    """The page that shows all milestones of its place, at this one."""
    return f"/partnerships/{milestone.project.partnership.slug}/milestones#milestone-{milestone.id}"


def _day(text: str | None) -> date | None:
    """The day that the page carries; None where it carries none, or something else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
