"""Pages for leads and the programme team: what a place works on, and its milestones."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.partnerships import commands as founding
from lpcommunity.partnerships import queries as places
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.current_user import me
from lpcommunity.programmes import queries as programmes
from lpcommunity.projects import commands, policy, queries
from lpcommunity.projects import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.projects.forms import MilestoneForm, NameForm, ProjectForm, ReachedForm, TakeInForm
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import today
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import ButtonForm, SelectChoice
from lpcommunity.web.humanize import day

pages = Blueprint("projects", __name__, template_folder="templates")


@pages.route("/partnerships/<slug:slug>/projects/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new_project(slug: str) -> Response | tuple[str, int]:
    """Begin what a place works on within a programme."""
    place = places.with_slug(slug)
    require(policy.can_change_project(me(), place.id))
    return _project_page(place, None)


@pages.route("/projects/<id:project_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit_project(project_id: int) -> Response | tuple[str, int]:
    """Change title, aim or theme of a project."""
    found = _project(project_id)
    return _project_page(found.partnership, found)


def _project_page(place: Partnership, changed: Project | None) -> Response | tuple[str, int]:
    within = programmes.programme_for_team(me(), request.args.get("programme"))
    form = ProjectForm(obj=changed)
    form.theme.choices = [
        SelectChoice("", "None"),
        *(SelectChoice(t.slug, t.name) for t in programmes.themes_to_choose()),
    ]
    running = programmes.programmes()
    form.programme.choices = [SelectChoice(one.slug, one.name) for one in running]
    if changed is not None:
        del form.programme
    if not form.is_submitted():
        form.theme.data = changed.theme.slug if changed and changed.theme else ""
        if changed is None and within is not None:
            form.programme.data = within.slug
    if form.validate_on_submit():
        theme = programmes.theme(form.theme.data) if form.theme.data else None
        said: dict[str, Any] = {"title": form.title.data, "aim": form.aim.data, "theme": theme}
        if changed is None:
            programme = programmes.programme(form.programme.data)
            if programme is None:
                raise Missing
            project_id = commands.begin_project(me(), place, programme, **said).id
            flash("The project has begun. Next: say what is to be reached, and by when.")
        else:
            project_id = changed.id
            commands.change_project(me(), changed, **said)
            flash("The project is changed.")
        return see_other(url_for("projects.milestones", project_id=project_id))
    return render_form(
        "projects/project.html", form, partnership=place, project=changed, programmes=running, desk=within
    )


@pages.route("/projects/<id:project_id>/milestones", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def milestones(project_id: int) -> Response | tuple[str, int]:
    """What is to be reached and by when; and one more."""
    found = _project(project_id)
    form = MilestoneForm()
    if form.validate_on_submit():
        commands.add_milestone(me(), found, name=form.name.data, due_on=form.due_on.data)
        flash(f"“{form.name.data}” is added.")
        return see_other(url_for("projects.milestones", project_id=project_id))
    known = queries.milestones_of(found.id)
    return render_form(
        "projects/milestones.html",
        form,
        project=found,
        partnership=found.partnership,
        milestones=[one for one in known if one.taken_off_at is None],
        taken_off=[one for one in known if one.taken_off_at is not None],
        today=today(),
    )


@pages.route("/milestones/<id:milestone_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit_milestone(milestone_id: int) -> Response | tuple[str, int]:
    """Say in other words what is to be reached."""
    found = _milestone(milestone_id)
    form = NameForm(obj=found)
    if form.validate_on_submit():
        project_id = found.project_id
        commands.rename_milestone(me(), found, name=form.name.data)
        flash(f"It is called “{form.name.data}” now.")
        return see_other(url_for("projects.milestones", project_id=project_id))
    return render_form("projects/milestone.html", form, milestone=found, project=found.project)


@pages.route("/milestones/<id:milestone_id>/reaching", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def reaching(milestone_id: int) -> Response | tuple[str, int]:
    """Say that a milestone was reached."""
    found = _milestone(milestone_id)
    form = ReachedForm()
    if form.validate_on_submit():
        project_id, name = found.project_id, found.name
        try:
            commands.reach_milestone(me(), found, form.reached_on.data)
        except Invalid as error:
            form.take(error)
            found = _milestone(milestone_id)
        else:
            flash(f"“{name}” is reached.")
            return see_other(url_for("projects.milestones", project_id=project_id))
    return render_form("projects/reaching.html", form, milestone=found, project=found.project)


@pages.route("/milestones/<id:milestone_id>/reopening", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def reopening(milestone_id: int) -> Response | tuple[str, int]:
    """Say that a milestone was not reached after all; asked once more before."""
    found = _milestone(milestone_id)
    form = ButtonForm()
    if form.validate_on_submit():
        project_id, name, was = found.project_id, found.name, found.reached_on
        commands.reopen_milestone(me(), found)
        before = f" That it was said to be reached on {day(was)} stays known." if was is not None else ""
        flash(f"“{name}” is not reached yet.{before}")
        return see_other(url_for("projects.milestones", project_id=project_id))
    return render_form("projects/reopening.html", form, milestone=found, project=found.project, today=today())


@pages.route("/milestones/<id:milestone_id>/removal", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def removal(milestone_id: int) -> Response | tuple[str, int]:
    """Take off a milestone that was added by mistake; asked once more before."""
    found = _milestone(milestone_id, taken_off=True)
    form = ButtonForm()
    if form.validate_on_submit():
        project_id, name = found.project_id, found.name
        commands.take_off_milestone(me(), found)
        flash(f"“{name}” is taken off. You can put it back at any time.")
        return see_other(url_for("projects.milestones", project_id=project_id))
    return render_form("projects/removal.html", form, milestone=found, project=found.project)


@pages.post("/milestones/<id:milestone_id>/return")
@access("signed-in")
def put_back(milestone_id: int) -> Response:
    """Put back a milestone that was taken off."""
    found = _milestone(milestone_id, taken_off=True)
    project_id, name = found.project_id, found.name
    commands.put_back_milestone(me(), found)
    flash(f"“{name}” is back, as it was.")
    return see_other(url_for("projects.milestones", project_id=project_id))


@pages.route("/programmes/<slug:slug>/places", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def take_in(slug: str) -> Response | tuple[str, int]:
    """Let a place that is there already take part in a programme."""
    programme = programmes.programme_with_slug(slug)
    form = TakeInForm()
    offered = queries.places_elsewhere(programme.id)
    form.place.choices = [SelectChoice("", "Choose a place"), *(SelectChoice(one.slug, one.name) for one in offered)]
    if form.validate_on_submit() and form.place.data:
        place = places.with_slug(form.place.data)
        name, path = place.name, programme.desk_path
        founding.take_into_programme(me(), place, programme)
        flash(f"{name} takes part now.")
        return see_other(path)
    if form.is_submitted() and not form.has_errors:
        form.refuse("Choose the place", "place")
    return render_form("projects/take-in.html", form, programme=programme, offered=offered)


@pages.route("/programmes/<slug:slug>/places/<slug:place_slug>/ending", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def take_out(slug: str, place_slug: str) -> Response | tuple[str, int]:
    """Let a place that works on nothing in a programme take part no longer; asked once more before."""
    programme, place = programmes.programme_with_slug(slug), places.with_slug(place_slug)
    path, name, called = programme.desk_path, place.name, programme.name
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            commands.take_out_of_programme(me(), place, programme)
        except Invalid as error:
            form.take(error)
        else:
            flash(f"{name} takes part in {called} no longer.")
            return see_other(path)
    stays = queries.works_there(place.id, programme.id)
    return render_form("projects/take-out.html", form, programme=programme, partnership=place, stays=stays)


def _project(project_id: int) -> Project:
    found = queries.project(project_id)
    if found is None:
        raise Missing
    require(policy.can_change_project(me(), found.partnership_id))
    return found


def _milestone(milestone_id: int, *, taken_off: bool = False) -> Milestone:
    """This milestone, for whoever keeps it; one that was taken off only where that is asked for."""
    found = queries.milestone(milestone_id)
    if found is None or (found.taken_off_at is not None and not taken_off):
        raise Missing
    require(policy.can_change_project(me(), found.project.partnership_id))
    return found
