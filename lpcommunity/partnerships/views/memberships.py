"""Who belongs to a place: the list, coming, changing, leaving."""

from typing import Any

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.partnerships import commands, memberships, policy, queries
from lpcommunity.partnerships.forms import ChangedBelongingForm, EndingForm, MembershipForm
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Membership, Partnership
from lpcommunity.partnerships.role_text import what_they_are_now
from lpcommunity.partnerships.terms import is_over
from lpcommunity.partnerships.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.programmes.policy import can_run_programme
from lpcommunity.storage import today
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice


@pages.get("/partnerships/<slug:slug>/people")
@access("signed-in")
def people(slug: str) -> str:
    """Who belongs to this place, for those who may change it."""
    place = _place(slug)
    now_here, coming, gone = queries.people_of_place(place.id)
    return render_template(
        "partnerships/people.html",
        partnership=place,
        now_here=now_here,
        coming=coming,
        gone=gone,
        most_gone=queries.MOST_GONE,
        roles=PARTNERSHIP_ROLES,
        can_give=lambda role: policy.can_give(me(), place.id, role),
        runs=can_run_programme(me()),
    )


@pages.route("/partnerships/<slug:slug>/people/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new_person(slug: str) -> Response | tuple[str, int]:
    """Let somebody with an account belong to this place."""
    place = _place(slug)
    form = MembershipForm()
    _offer_roles(form, place.id)
    appoints = policy.can_give(me(), place.id, "facilitator")
    shown: dict[str, Any] = {"partnership": place, "appoints": appoints, "replaces": None}
    somebody_new = False
    if form.validate_on_submit():
        try:
            person = commands.person_to_add(me(), place, form.email.data)
        except Invalid as error:
            form.take(error)
            return render_form("partnerships/person.html", form, somebody_new=False, **shown)
        if person is None:
            somebody_new = True
            form.refuse("Nobody can be added with this address. Invite them instead", "email")
        else:
            held = queries.line_of(place.id, person.id)
            if appoints and held is not None and held.role == "facilitator" != form.role.data:
                shown["replaces"] = held
                if not form.agrees_to_end(held, place.name):
                    return render_form("partnerships/person.html", form, somebody_new=False, **shown)
            name, called = person.name, place.name
            try:
                now_held = memberships.join(me(), place, person, form.role.data, form.starts_on.data, form.ends_on.data)
            except Invalid as error:
                form.take(error)
            else:
                flash(what_they_are_now(name, called, held, now_held))
                return see_other(url_for("partnerships.people", slug=slug))
    return render_form("partnerships/person.html", form, somebody_new=somebody_new, **shown)


@pages.route("/memberships/<id:membership_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit_membership(membership_id: int) -> Response | tuple[str, int]:
    """Change somebody's role, or until when they belong."""
    found = _membership(membership_id)
    require(policy.can_give(me(), found.partnership_id, found.role))
    place, person = found.partnership, found.person
    coming = found.starts_on > today()
    form = ChangedBelongingForm(obj=found)
    _offer_roles(form, place.id)
    if form.validate_on_submit():
        slug, name, called = place.slug, person.name, place.name
        held = queries.line_of(place.id, person.id)
        stays = form.role.data == found.role and not is_over(found)
        starts = found.starts_on if stays or coming else None
        try:
            now_held = memberships.join(me(), place, person, form.role.data, starts, form.ends_on.data)
        except Invalid as error:
            form.take(error)
        else:
            flash(what_they_are_now(name, called, held, now_held))
            return see_other(url_for("partnerships.people", slug=slug))
    return render_form(
        "partnerships/membership.html", form, membership=found, partnership=place, person=person, coming=coming
    )


@pages.route("/memberships/<id:membership_id>/ending", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def ending(membership_id: int) -> Response | tuple[str, int]:
    """End somebody's membership, or one's own."""
    found = _membership(membership_id)
    require(policy.can_end(me(), found))
    place, person = found.partnership, found.person
    form = EndingForm()
    others = queries.successors(found) if found.role == "lead" else []
    form.successor.choices = [SelectChoice("", "Choose a person"), *(SelectChoice(str(o.id), o.name) for o in others)]
    if form.validate_on_submit():
        own, name, slug = person.id == me().id, person.name, place.slug
        chosen = queries.person(int(form.successor.data)) if form.successor.data else None
        try:
            memberships.end_membership(me(), found, chosen)
        except Invalid as error:
            form.take(error)
        else:
            if own:
                flash(f"You no longer belong to {place.name}. What you wrote stays yours to read.")
                return see_other("/home")
            flash(f"{name} no longer belongs to {place.name}.")
            return see_other(url_for("partnerships.people", slug=slug))
    return render_form(
        "partnerships/ending.html", form, membership=found, partnership=place, person=person, own=person.id == me().id
    )


def _offer_roles(form: MembershipForm | ChangedBelongingForm, partnership_id: int) -> None:
    """Only the roles that this person may give."""
    form.role.choices = [
        SelectChoice(key, word) for key, word in PARTNERSHIP_ROLES.items() if policy.can_give(me(), partnership_id, key)
    ]


def _place(slug: str) -> Partnership:
    place = queries.with_slug(slug)
    require(policy.can_change_people(me(), place.id))
    return place


def _membership(membership_id: int) -> Membership:
    found = queries.membership(membership_id)
    if found is None or found.ended_at is not None:
        raise Missing
    return found
