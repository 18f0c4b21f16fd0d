"""The pages of a place's rhythm: how often it checks in, checking in, and its chances to look back."""

from flask import Blueprint, Response, flash, render_template, url_for

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.access.reader import Reader
from lpcommunity.editing.commands import register_origin
from lpcommunity.editing.queries import place_at
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_post
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.rhythm import chance_lines, chances, commands, policy, queries
from lpcommunity.rhythm import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.rhythm.chances import Decided
from lpcommunity.rhythm.forms import FOR, PassingOverForm, RhythmForm
from lpcommunity.rhythm.models import EVERY
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import day

pages = Blueprint("rhythm", __name__, template_folder="templates")


@pages.route("/partnerships/<slug:slug>/rhythm", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def rhythm(slug: str) -> Response:
    """How often a place checks in, and whether it pauses; its lead and deputies change it."""
    place = place_at(slug)
    require(me().in_community)
    form = RhythmForm()
    stands = queries.rhythm_of(me(), place.id)
    if not policy.leads(me(), place.id):
        form.rhythm.choices = list(EVERY.items())
    if form.is_submitted():
        require(policy.can_set(me(), place.id))
        if form.validate() and form.complete() and _change(form, place, slug):
            return see_other(url_for("rhythm.rhythm", slug=slug))
        stands = queries.rhythm_of(me(), place.id)
    elif stands.pause is None:
        form.rhythm.data = stands.every
    return render_form(
        "rhythm/rhythm.html",
        form,
        place=place,
        stands=stands,
        who_reads=FOR,
        may_set=policy.can_set(me(), place.id),
        may_pause=policy.leads(me(), place.id),
        sees_chances=policy.sees_chances(me(), place.id),
    )


def _change(form: RhythmForm, place: PlaceName, slug: str) -> bool:
    try:
        if form.pauses:
            commands.pause(me(), with_slug(slug), form.until.data, form.reason.data, form.audience.data)
            flash(f"{place.name} pauses until {day(form.until.data)}. Until then nobody is reminded of anything.")
            return True
        commands.set_rhythm(me(), with_slug(slug), form.rhythm.data)
    except Invalid as error:
        form.take(error)
        return False
    stands = queries.rhythm_of(me(), place.id)
    nearest = f" The next day is {day(stands.next_on)}." if stands.next_on else ""
    flash(f"{place.name} checks in {EVERY[form.rhythm.data].lower()}.{nearest}")
    return True


@pages.get("/partnerships/<slug:slug>/chances")
@access("signed-in")
def index(slug: str) -> str:
    """The chances of a place to look back: those that wait, and what became of earlier ones."""
    place = place_at(slug)
    require(policy.sees_chances(me(), place.id))
    return render_template(
        "rhythm/chances.html",
        place=place,
        waiting=chance_lines.open_in(me(), place.id),
        earlier=chance_lines.earlier_in(me(), place.id),
        stands=queries.rhythm_of(me(), place.id),
        may_take=can_post(me(), place.id),
        may_pass_over=policy.leads(me(), place.id),
    )


@pages.route("/chances/<id:chance_id>/passing-over", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def passing_over(chance_id: int) -> Response:
    """Say why a chance is not taken."""
    found = chance_lines.chance(me(), chance_id)
    row = chance_lines.row(chance_id) if found is not None else None
    if found is None or row is None:
        raise Missing
    require(policy.leads(me(), found.place_id))
    form = PassingOverForm()
    back = url_for("rhythm.index", slug=found.place_slug)
    if form.validate_on_submit():
        try:
            chances.pass_over(me(), row, form.why.data)
        except Invalid as error:
            form.take(error)
        except Decided as error:
            form.refuse(str(error))
        else:
            flash("It is passed over. Nobody is reminded of it any more.")
            return see_other(back)
        found = chance_lines.chance(me(), chance_id) or found
    return render_form("rhythm/passing-over.html", form, chance=found, back=back)


@register_origin("chance")
def take(actor: Reader, entry: Entry, chance_id: int) -> None:
    """What was begun from a chance takes it."""
    chances.take(actor, entry, chance_id)
