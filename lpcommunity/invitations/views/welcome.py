"""The first page of somebody who came in: what this is, and three ways to begin."""

from dataclasses import dataclass

from flask import render_template

from lpcommunity.access import access
from lpcommunity.entries.kinds import kinds
from lpcommunity.invitations import queries
from lpcommunity.invitations.queries import WelcomeFacts
from lpcommunity.invitations.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.people.names import first_name_of, is_in_doubt
from lpcommunity.web.humanize import plural, sentence


@dataclass(frozen=True)
class Step:
    """One way to begin."""

    sign: str
    what: str
    why: str
    url: str
    label: str


PROFILE = Step(
    "talk", "Say what you can help with", "So that others know to ask you", "/account/profile#helps_with", "Fill in"
)
FOLLOW = Step("plus", "Follow a place like yours", "What it tries comes to your home page", "/partnerships", "Choose")
LOOK = Step(
    "eye", "See what the partnerships are doing", "What they try and what they make of it", "/partnerships", "Look"
)
THEMES = Step("reflection", "Look along a theme", "The same subject in several places", "/themes", "Choose")
QUEUE = Step("question", "See what waits for you", "One good question is an answer", "/reviews", "Look")
TEAM = Step("plus", "Invite your colleagues", "The programme team and evaluators", "/invitations", "Invite")
PROGRAMME = Step("flag", "Set up your programme", "Its name, its days, its themes", "/programmes/new", "Begin")
PLACE = Step("pin", "Set up a place", "Its organisations, its lead, its facilitator", "/programmes", "Begin")


@pages.get("/welcome")
@access("signed-in")
def welcome() -> str:
    """Welcome."""
    where = queries.beginning(me())
    # Who has said already what they are called by is not asked.
    unsure = is_in_doubt(me().name) and me().first_name == first_name_of(me().name)
    return render_template("invitations/welcome.html", person=me(), where=where, steps=_steps(where), unsure=unsure)


def _steps(where: WelcomeFacts) -> list[Step]:
    """Three ways to begin, the easiest first."""
    if where.place is None:
        if where.role == "programme-team":
            return [LOOK, TEAM, PROFILE] if where.has_programmes else [PROGRAMME, PLACE, TEAM]
        return [LOOK, THEMES, PROFILE]
    read = _read(where)
    if where.role == "facilitator":
        return [QUEUE, read, PROFILE]
    if where.role in {"lead", "deputy"}:
        others = f"Whoever works with you on it at {where.place}"
        invite = Step("plus", "Invite your colleagues", others, f"/partnerships/{where.slug}/invitations", "Invite")
        return [read, invite, PROFILE]
    return [read, FOLLOW, PROFILE]


def _read(where: WelcomeFacts) -> Step:
    there = [plural(number, word) for word, number in where.shared]
    first = next((kind for kind in kinds() if kind.nudge is not None and kind.nudge.first), None)
    if not there and where.role != "facilitator" and first is not None and first.nudge is not None:
        what = first.nudge.first.format(place=where.place)
        return Step(first.sign, what, first.nudge.first_why, first.new_path(where.slug or ""), "Write")
    why = f"{sentence(' and '.join(there))} shared with you. Five minutes" if there else "Nothing on record yet"
    return Step("eye", f"See what {where.place} has been doing", why, f"/partnerships/{where.slug}", "Read")
