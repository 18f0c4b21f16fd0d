"""The list of organisations, kept by the programme team."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.partnerships import commands, queries
from lpcommunity.partnerships.forms import OrganisationForm
from lpcommunity.partnerships.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.people.models import SECTORS, Organisation
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.urls import next_page_url


@pages.get("/organisations")
@access("programme-team")
def organisations() -> str:
    """The organisations, by name."""
    found = queries.organisations(request.args.get("after"))
    return render_template(
        "partnerships/organisations.html",
        organisations=found.rows,
        next=next_page_url("partnerships.organisations", found.next),
        sectors=SECTORS,
    )


@pages.route("/organisations/new", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def new_organisation() -> Response | tuple[str, int]:
    """Add an organisation."""
    return _organisation_page(None)


@pages.route("/organisations/<slug:slug>/edit", methods=["GET", "POST"])
@access("programme-team")
@re_renders
def edit_organisation(slug: str) -> Response | tuple[str, int]:
    """Correct an organisation."""
    found = queries.organisation(slug)
    if found is None:
        raise Missing
    return _organisation_page(found)


def _organisation_page(changed: Organisation | None) -> Response | tuple[str, int]:
    form = OrganisationForm(obj=changed)
    if form.validate_on_submit():
        try:
            if changed is None:
                commands.add_organisation(me(), name=form.name.data, sector=form.sector.data)
            else:
                commands.change_organisation(me(), changed, name=form.name.data, sector=form.sector.data)
        except Invalid as error:
            form.take(error)
        else:
            flash(f"{form.name.data} is {'added' if changed is None else 'changed'}.")
            return see_other(url_for("partnerships.organisations"))
    return render_form("partnerships/organisation.html", form, organisation=changed)
