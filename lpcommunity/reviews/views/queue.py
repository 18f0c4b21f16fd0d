"""A facilitator's queue."""

from flask import render_template

from lpcommunity.access import access, require
from lpcommunity.people.signed_in import me
from lpcommunity.reviews import policy, queries, saying
from lpcommunity.reviews.views.blueprint import pages


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
        last_day=saying.lately(last[1]) if last else "",
    )
