"""Inviting the one person who is to lead a place, or to facilitate it, with a first and a last day."""

from flask import flash, request
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, access, require
from lpcommunity.invitations import commands, policy
from lpcommunity.invitations.forms import AppointmentForm
from lpcommunity.invitations.role_text import days_phrase, role_phrase
from lpcommunity.invitations.views import pages
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.programmes import queries as programmes
from lpcommunity.web import re_renders, render_form, see_other


@pages.route("/partnerships/<slug:slug>/invitations/<any(lead,facilitator):role>", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def appoint(slug: str, role: str) -> Response:
    """Invite whoever is to lead this place, or to facilitate it."""
    place = with_slug(slug)
    require(policy.can_invite(me(), place.id, role))
    programme = programmes.programme_for_team(me(), request.args.get("programme"))
    name = place.name
    back = (programme.desk_path, programme.name) if programme else (f"/partnerships/{slug}", name)
    form = AppointmentForm()
    if form.validate_on_submit():
        days = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
        try:
            commands.invite(me(), form.email.data, role, place, form.name.data, **days)
        except Invalid as error:
            form.take(error)
        else:
            flash(f"The invitation{form.to} is sent, to be {role_phrase(role, name)}{days_phrase(**days)}.")
            return see_other(back[0] if programme else f"/partnerships/{slug}/invitations")
    return render_form("invitations/appointment.html", form, role=role, slug=slug, place_name=name, back=back)
