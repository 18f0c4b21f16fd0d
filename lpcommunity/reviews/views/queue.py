"""A facilitator's queue; and who waits, for the programme team: places and days, never what is confided."""

from datetime import timedelta

from flask import render_template, request

from lpcommunity.access import access, require
from lpcommunity.openings.queries import asked_in
from lpcommunity.people.current_user import me
from lpcommunity.reviews import policy, queries, status_text
from lpcommunity.reviews.views import pages
from lpcommunity.reviews.waiting_overview import waiting_overview
from lpcommunity.storage import now
from lpcommunity.web.urls import next_page_url

ASKING = timedelta(days=30)  # for so long it is said that authors are asked, whatever they say


@pages.get("/reviews")
@access("signed-in")
def index() -> str:
    """What waits for me, the oldest first."""
    require(policy.has_queue(me()))
    after = request.args.get("after")
    queue = queries.queue_for(me(), after)
    last = None if queue.total else queries.last_answer(me())
    return render_template(
        "reviews/queue.html",
        queue=queue,
        after=after,
        next=next_page_url("reviews.index", queue.next, "queue"),
        places=queries.places_of(me()),
        asked_in=asked_in(me(), now() - ASKING),
        last=last,
        last_day=status_text.lately(last[1]) if last else "",
    )


@pages.get("/reviews/waiting")
@access("programme-team")
def waiting() -> str:
    """Where somebody waits and for how long, and which places have no facilitator."""
    require(policy.can_see_waiting(me()))
    return render_template("reviews/waiting.html", places=waiting_overview(), waits=status_text.they_wait)
