"""Closing an account and opening it again."""

from flask import Response, flash
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, access
from lpcommunity.accounts import commands
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.people import queries
from lpcommunity.people.current_user import me
from lpcommunity.people.views import pages
from lpcommunity.web import see_other


@pages.post("/people/<id:person_id>/disabling")
@access("signed-in")
@recently_authenticated
def disable(person_id: int) -> AnyResponse:
    """Close it. Who may is the policy's to say: the programme team, and administrators."""
    person = queries.person(person_id)
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
