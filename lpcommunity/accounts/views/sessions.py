"""Where one is signed in, and ending it."""

from flask import Response, flash, render_template
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import access
from lpcommunity.accounts import login, queries, sessions
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.accounts.user_agents import browser_name
from lpcommunity.people.current_user import me
from lpcommunity.people.views import pages
from lpcommunity.web import see_other


@pages.get("/account/sessions")
@access("signed-in")
def sessions_page() -> str:
    """The browsers where I am signed in."""
    here = login.current_session_id()
    rows = [(row, browser_name(row.browser), row.id == here) for row in queries.open_sessions(me())]
    rows.sort(key=lambda one: not one[2])
    return render_template("accounts/sessions.html", rows=rows)


@pages.post("/account/sessions/<id:session_id>/ending")
@access("signed-in")
def end_session(session_id: int) -> AnyResponse:
    """End one of them; for the one at hand that is signing out."""
    if session_id == login.current_session_id():
        login.sign_out()
        flash("You are signed out.")
        return see_other("/sign-in")
    sessions.end(me(), session_id, "ended elsewhere")
    flash("That browser is signed out.")
    return see_other("/account/sessions")


@pages.post("/account/sessions/ending")
@access("signed-in")
@recently_authenticated
def end_other_sessions() -> Response:
    """End all but the one at hand."""
    sessions.end_others(me(), login.current_session_id())
    flash("You are signed out everywhere but here.")
    return see_other("/account/sessions")
