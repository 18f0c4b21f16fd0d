"""Pages that explain: how this works, who can see what, where to find help, accessibility, privacy."""

from flask import current_app, render_template

from lpcommunity.access import access
from lpcommunity.pages.queries.memberships import programme_team
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor


@pages.get("/how-it-works")
@access("anyone")
def how_it_works() -> str:
    """One turn of action learning, and who does what in it."""
    return render_template("statements/how-it-works.html")


@pages.get("/who-can-see-what")
@access("anyone")
def who_can_see_what() -> str:
    """The audiences, in plain words."""
    return render_template("statements/who-can-see-what.html")


@pages.get("/help")
@access("anyone")
def ask_for_help() -> str:
    """Whom to ask. The names of the programme team are for the community."""
    team = programme_team() if actor().in_community else []
    return render_template("statements/help.html", contact=_contact(), team=team)


@pages.get("/accessibility")
@access("anyone")
def accessibility() -> str:
    """The statement that the regulations of 2018 ask for."""
    return render_template("statements/accessibility.html", contact=_contact())


@pages.get("/privacy")
@access("anyone")
def privacy() -> str:
    """What is kept, why, for how long, and who sees it."""
    kept = {name: days for name, days in current_app.config.items() if name.startswith("KEEP_")}
    return render_template("statements/privacy.html", contact=_contact(), kept=kept)


def _contact() -> str:
    return str(current_app.config["CONTACT"])
