"""What a visitor sees first, and everything that is public."""

from flask import render_template, request
from werkzeug.wrappers import Response

from lpcommunity.access import access
from lpcommunity.access.reader import VISITOR, Reader
from lpcommunity.entries.queries import public_entries
from lpcommunity.pages.charts.map import picture
from lpcommunity.pages.presenters import present_all
from lpcommunity.pages.queries.directory import directory, number_of_places
from lpcommunity.pages.queries.map_spots import spots
from lpcommunity.pages.queries.places import Place
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.web import see_other
from lpcommunity.web.humanize import month, people_list
from lpcommunity.web.urls import next_page_url

LATELY = 3


@pages.get("/")
@access("anyone")
def landing() -> str | Response:
    """What the community is for. Whoever is signed in has a home."""
    if isinstance(actor(), Reader):
        return see_other("/home")
    found = directory(VISITOR).places
    on_map = spots()
    lately = public_entries(VISITOR, size=LATELY)
    shown = present_all(VISITOR, found)
    return render_template(
        "pages/landing.html",
        places=shown,
        programme=_programme(found),
        number=number_of_places(),
        map=picture(on_map),
        any_on_map=bool(on_map),
        cards=lately.cards,
    )


@pages.get("/public")
@access("anyone")
def public() -> str:
    """Everything that anybody may read, newest first."""
    found = public_entries(actor(), request.args.get("after"))
    return render_template("pages/public.html", cards=found.cards, next=next_page_url("pages.public", found.next))


def _programme(found: list[Place]) -> str:
    """The programmes of these places; where it is one, with its months."""
    latest = {place.work[0].programme_slug: place.work[0] for place in found if place.work}
    if len(latest) != 1:
        return people_list(sorted(work.programme for work in latest.values()), most=2)
    [work] = latest.values()
    if work.starts_on is None or work.ends_on is None:
        return work.programme
    return f"{work.programme} · {month(work.starts_on)} to {month(work.ends_on)}"
