"""Who waits, for the programme team: places and days, never what is confided."""

from flask import render_template

from lpcommunity.access import access, require
from lpcommunity.people.signed_in import me
from lpcommunity.reviews import policy, queries, saying
from lpcommunity.reviews.views.blueprint import pages


@pages.get("/reviews/waiting")
@access("programme-team")
def waiting() -> str:
    """Where somebody waits and for how long, and which places have no facilitator."""
    require(policy.can_see_waiting(me()))
    return render_template("reviews/waiting.html", places=queries.waiting_overview(), since=saying.days_since)
