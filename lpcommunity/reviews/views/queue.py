"""A facilitator's queue; and who waits, for the programme team: places and days, never what is confided."""

from flask import render_template

from lpcommunity.access import access, require
from lpcommunity.people.current_user import me
from lpcommunity.reviews import policy, queries, status_text
from lpcommunity.reviews.views import pages


@pages.get("/reviews")
@access("signed-in")
def index() -> str:
    """What waits for me, the oldest first."""
    require(policy.has_queue(me()))
    waiting = queries.queue_for(me())
    last = None if waiting else queries.last_answer(me())
    return render_template(
        "reviews/queue.html",
        waiting=waiting,
        places=queries.places_of(me()),
        last=last,
        last_day=status_text.lately(last[1]) if last else "",
    )


@pages.get("/reviews/waiting")
@access("programme-team")
def waiting() -> str:
    """Where somebody waits and for how long, and which places have no facilitator."""
    require(policy.can_see_waiting(me()))
    return render_template("reviews/waiting.html", places=queries.waiting_overview(), since=status_text.days_since)
