"""The chances of a place to look back."""

from flask import Response, flash, render_template, url_for

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.access.reader import Reader
from lpcommunity.editing.commands import register_origin
from lpcommunity.editing.queries import place_at
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_post
from lpcommunity.people.current_user import me
from lpcommunity.rhythm import chance_lines, policy, queries
from lpcommunity.rhythm.commands import chances
from lpcommunity.rhythm.commands.chances import Decided
from lpcommunity.rhythm.forms import PassingOverForm
from lpcommunity.rhythm.views import pages
from lpcommunity.web import re_renders, render_form, see_other


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
