"""Closing an account, asked once more before, and opening it again."""

from flask import Response, flash
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, access, require
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.accounts import commands, policy
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.people import queries
from lpcommunity.people.current_user import me
from lpcommunity.people.models import Person
from lpcommunity.people.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import ButtonForm


@pages.route("/people/<id:person_id>/disabling", methods=["GET", "POST"])
@access("signed-in")
@re_renders
@recently_authenticated
def disable(person_id: int) -> AnyResponse:
    """Close it. Who may is the policy's to say: the programme team, and administrators."""
    person = queries.person(person_id)
    require(policy.can_disable(me(), person))
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_form("accounts/disabling.html", form, person=person, facilitates=_facilitates(person))
    try:
        commands.disable(me(), person)
    except Invalid as error:
        flash(f"{error}.", "The account stays open")
        return see_other(f"/people/{person_id}")
    flash(f"{person.name} cannot sign in any more. What they wrote stays.")
    return see_other(f"/people/{person_id}")


@pages.post("/people/<id:person_id>/enabling")
@access("signed-in")
@recently_authenticated
def enable(person_id: int) -> Response:
    """Open it again."""
    person = queries.person(person_id)
    commands.enable(me(), person)
    flash(f"{person.name} can sign in again.")
    return see_other(f"/people/{person_id}")


def _facilitates(person: Person) -> list[str]:
    """The places where this ends somebody's time as facilitator, by name."""
    them = reader_of(person.id)
    if not isinstance(them, Reader):
        return []
    return sorted(them.names_of_places[place_id].name for place_id in them.facilitates)
