"""The milestones of a partnership in time: what was planned, what moved and why, as far as its reader may know."""

from flask import render_template

from lpcommunity.access import access
from lpcommunity.access.reader import Reader
from lpcommunity.pages.milestone_text import project_time
from lpcommunity.pages.queries.place import head_of, projects_of
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.projects.policy import can_change_project
from lpcommunity.slips.queries import slips_of_place


@pages.get("/partnerships/<slug:slug>/milestones")
@access("anyone")
def milestones(slug: str) -> str:
    """Each project with its picture of time, and every move."""
    reader = actor()
    place = head_of(reader, slug)
    projects = projects_of(place.id)
    slips = slips_of_place(reader, place.id)
    return render_template(
        "pages/milestones.html",
        place=place,
        times=[project_time(project, slips) for project in projects if project.milestones],
        without=[project for project in projects if not project.milestones],
        names=reader.in_community,
        may_change=isinstance(reader, Reader) and can_change_project(reader, place.id),
    )
