"""The programme team's pages for programmes and themes."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.people.current_user import me
from lpcommunity.programmes import commands, queries
from lpcommunity.programmes import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.programmes.forms import ProgrammeForm, ThemeForm
from lpcommunity.programmes.models import Programme
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice
from lpcommunity.web.urls import next_page_url

pages = Blueprint("programmes", __name__, template_folder="templates")


@pages.get("/programmes")
@access("programme-team")
def index() -> str:
    """Everything that the programme team sets up, in one place."""
    themes = queries.themes(request.args.get("after"))
    return render_template(
        "programmes/index.html",
        programmes=queries.programmes(),
        themes=themes.rows,
        next=next_page_url("programmes.index", themes.next, "themes"),
    )


@pages.route("/programmes/new", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def new_programme() -> Response | tuple[str, int]:
    """Set up a programme."""
    return _programme_page(None)


@pages.route("/programmes/<slug:slug>/edit", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def edit_programme(slug: str) -> Response | tuple[str, int]:
    """Change what is said of a programme."""
    return _programme_page(queries.programme_with_slug(slug))


def _programme_page(changed: Programme | None) -> Response | tuple[str, int]:
    others = [one for one in queries.programmes() if changed is None or one.id != changed.id]
    form = ProgrammeForm(obj=changed)
    form.predecessor.choices = [SelectChoice("", "None"), *(SelectChoice(one.slug, one.name) for one in others)]
    if not form.is_submitted():
        form.predecessor.data = changed.predecessor.slug if changed and changed.predecessor else ""
    form.rhythm.data = form.rhythm.data or ""
    if form.validate_on_submit():
        predecessor = queries.programme(form.predecessor.data) if form.predecessor.data else None
        said: dict[str, Any] = {"name": form.name.data, "summary": form.summary.data, "predecessor": predecessor}
        days: dict[str, Any] = {
            "starts_on": form.starts_on.data,
            "ends_on": form.ends_on.data,
            "rhythm": form.rhythm.data or None,
        }
        try:
            if changed is None:
                path = commands.add_programme(me(), **said, **days).desk_path
            else:
                path = changed.desk_path
                commands.change_programme(me(), changed, **said, **days)
        except Invalid as error:
            form.take(error)
        else:
            flash(f"{form.name.data} is {'set up' if changed is None else 'changed'}.")
            return see_other(path)
    return render_form("programmes/programme.html", form, programme=changed)


@pages.route("/themes/new", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def new_theme() -> Response | tuple[str, int]:
    """Add a theme."""
    form = ThemeForm()
    if form.validate_on_submit():
        try:
            commands.add_theme(me(), name=form.name.data, summary=form.summary.data)
        except Invalid as error:
            form.take(error)
        else:
            flash(f"{form.name.data} is added. Partnerships and entries can carry it now.")
            return see_other(url_for("programmes.index"))
    return render_form("programmes/theme.html", form, theme=None)


@pages.route("/themes/<slug:slug>/edit", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def edit_theme(slug: str) -> Response | tuple[str, int]:
    """Change what is said of a theme."""
    found = queries.theme(slug)
    if found is None:
        raise Missing
    form = ThemeForm(obj=found)
    if form.validate_on_submit():
        commands.change_theme(me(), found, name=form.name.data, summary=form.summary.data)
        flash(f"{form.name.data} is changed.")
        return see_other(url_for("programmes.index"))
    return render_form("programmes/theme.html", form, theme=found)
