"""Setting up a place and changing what is said of it."""

from typing import Any

from flask import flash, url_for
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.partnerships import commands, queries
from lpcommunity.partnerships.forms import PartnershipForm
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice


@pages.route("/partnerships/new", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def new_partnership() -> Response | tuple[str, int]:
    """Set up the partnership of a place."""
    return _partnership_page(None)


@pages.route("/partnerships/<slug:slug>/edit", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def edit_partnership(slug: str) -> Response | tuple[str, int]:
    """Change what is said of a place."""
    found = queries.partnership(slug)
    if found is None:
        raise Missing
    return _partnership_page(found)


def _partnership_page(changed: Partnership | None) -> Response | tuple[str, int]:
    known = queries.organisations_to_choose()
    form = PartnershipForm(data=_initial_data(changed) if changed else None)
    form.organisations.choices = [SelectChoice(one.slug, one.name) for one in known]
    if form.validate_on_submit() and (where := form.where()) is not None:
        said: dict[str, Any] = {
            "name": form.name.data,
            "summary": form.summary.data,
            "latitude": where[0],
            "longitude": where[1],
            "organisations": queries.organisations_at(form.organisations.data or []),
        }
        try:
            if changed is None:
                slug = commands.found_partnership(me(), **said).slug
            else:
                commands.change_partnership(me(), changed, **said)
                slug = changed.slug
        except Invalid as error:
            form.take(error)
        else:
            if changed is None:
                flash(f"{form.name.data} is set up. Next: say who belongs to it, and begin its project.")
                return see_other(url_for("partnerships.people", slug=slug))
            flash(f"{form.name.data} is changed.")
            return see_other(f"/partnerships/{slug}")
    return render_form("partnerships/place.html", form, partnership=changed, no_organisations=not known)


def _initial_data(partnership: Partnership) -> dict[str, object]:
    return {
        "name": partnership.name,
        "summary": partnership.summary,
        "latitude": "" if partnership.latitude is None else f"{partnership.latitude:g}",
        "longitude": "" if partnership.longitude is None else f"{partnership.longitude:g}",
        "organisations": queries.slugs_of_organisations(partnership.id),
    }
