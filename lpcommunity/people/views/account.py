"""One's own account: everything one can change about it, in one place."""

from flask import render_template

from lpcommunity.access import access
from lpcommunity.people import queries
from lpcommunity.people.signed_in import me
from lpcommunity.people.views.blueprint import pages


@pages.get("/account")
@access("signed-in")
def account() -> str:
    """What is known of me, and where to change it."""
    return render_template("people/account.html", person=me(), sessions=len(queries.open_sessions(me())))
