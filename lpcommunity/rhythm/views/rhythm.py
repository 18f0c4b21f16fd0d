"""How often a place checks in, and whether it pauses."""

from flask import Response, flash, request, url_for

from lpcommunity.access import Invalid, access, require
from lpcommunity.editing.queries import place_at
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.rhythm import policy, queries
from lpcommunity.rhythm.commands import pausing
from lpcommunity.rhythm.forms import FOR, RhythmForm
from lpcommunity.rhythm.models import EVERY
from lpcommunity.rhythm.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import day


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
        form.take_plain_day(request.form.get("until", ""))
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
            pausing.pause(me(), with_slug(slug), form.until.data, form.reason.data, form.audience.data)
            flash(f"{place.name} pauses until {day(form.until.data)}. Until then nobody is reminded of anything.")
            return True
        pausing.set_rhythm(me(), with_slug(slug), form.rhythm.data)
    except Invalid as error:
        form.take(error)
        return False
    stands = queries.rhythm_of(me(), place.id)
    nearest = f" The next day is {day(stands.next_on)}." if stands.next_on else ""
    flash(f"{place.name} checks in {EVERY[form.rhythm.data].lower()}.{nearest}")
    return True
