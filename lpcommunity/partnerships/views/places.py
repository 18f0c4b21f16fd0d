"""Setting up a place and changing what is said of it."""

from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.partnerships import commands, queries
from lpcommunity.partnerships.forms import PartnershipForm
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.programmes.models import Programme
from lpcommunity.programmes.queries import programme_with_slug
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice

ADD = "add_organisation"  # the button beside the list


@pages.route("/partnerships/new", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def new_partnership() -> Response | tuple[str, int]:
    """Set up the partnership of a place."""
    return _partnership_page(None)


@pages.route("/programmes/<slug:slug>/places/new", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def new_place_of(slug: str) -> Response | tuple[str, int]:
    """Set up the partnership of a place that takes part in a programme."""
    return _partnership_page(None, programme_with_slug(slug))


@pages.route("/partnerships/<slug:slug>/edit", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def edit_partnership(slug: str) -> Response | tuple[str, int]:
    """Change what is said of a place."""
    found = queries.partnership(slug)
    if found is None:
        raise Missing
    return _partnership_page(found)


def _partnership_page(changed: Partnership | None, programme: Programme | None = None) -> Response | tuple[str, int]:
    form = PartnershipForm(data=_initial_data(changed) if changed else None)
    if ADD in request.form:
        _add_to_list(form)
        return _show(form, changed, programme)
    form.organisations.choices = _offered()
    if form.validate_on_submit():
        said: dict[str, Any] = {
            "name": form.name.data,
            "summary": form.summary.data,
            "latitude": form.where[0],
            "longitude": form.where[1],
            "organisations": queries.organisations_at(form.organisations.data or []),
            "one_more": form.one_more(),
        }
        try:
            if changed is None:
                slug = commands.found_partnership(me(), **said, programme=programme).slug
            else:
                commands.change_partnership(me(), changed, **said)
                slug = changed.slug
        except Invalid as error:
            form.take(error)
        else:
            return see_other(_next(form.name.data, slug, changed, programme))
    return _show(form, changed, programme)


def _next(name: str, slug: str, changed: Partnership | None, programme: Programme | None) -> str:
    """Where it goes on, and what is said there."""
    if changed is not None:
        flash(f"{name} is changed.")
        return f"/partnerships/{slug}"
    if programme is None:
        flash(f"{name} is set up. Next: say who belongs to it, and begin its project.")
        return url_for("partnerships.people", slug=slug)
    flash(f"{name} is set up, and takes part in {programme.name}. Next: invite whoever leads it.")
    return f"/partnerships/{slug}/invitations/lead?programme={programme.slug}"


def _add_to_list(form: PartnershipForm) -> None:
    """Add the organisation that was written beside the list, and tick it; whatever else was typed stays as it is."""
    form.organisations.choices = _offered()
    known = {choice.value for choice in form.organisations.choices}
    if not form.validate_only("organisation", "sector"):
        return
    named = form.one_more()
    if named is None:
        form.refuse("Write the name of the organisation", "organisation")
    if named is None or form.has_errors:
        return
    try:
        added = commands.organisation_named(me(), named)
    except Invalid as error:
        form.take(error)
    else:
        what = "was in the list already" if added.slug in known else "is added to the list"
        flash(f"{added.name} {what}, and ticked. The place itself is not saved yet.")
        form.organisations.data = sorted({*(form.organisations.data or []), added.slug})
        form.organisation.data, form.sector.data = "", ""
        form.organisations.choices = _offered()


def _offered() -> list[SelectChoice]:
    return [SelectChoice(one.slug, one.name) for one in queries.organisations_to_choose()]


def _show(form: PartnershipForm, changed: Partnership | None, programme: Programme | None) -> Response:
    return render_form("partnerships/place.html", form, partnership=changed, programme=programme, add=ADD)


def _initial_data(partnership: Partnership) -> dict[str, object]:
    return {
        "name": partnership.name,
        "summary": partnership.summary,
        "latitude": "" if partnership.latitude is None else f"{partnership.latitude:g}",
        "longitude": "" if partnership.longitude is None else f"{partnership.longitude:g}",
        "organisations": queries.slugs_of_organisations(partnership.id),
    }
