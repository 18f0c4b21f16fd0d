"""The desk of a programme: where its team sets up its places, and sees which of them needs something."""

from flask import Response, render_template, request

from lpcommunity.access import access
from lpcommunity.pages.desk_steps import desk_steps
from lpcommunity.pages.queries import programme_desk as queries
from lpcommunity.pages.views import pages
from lpcommunity.programmes.queries import programme_with_slug
from lpcommunity.projects.queries import is_any_elsewhere
from lpcommunity.questions.lifetimes import how_long_they_live
from lpcommunity.web import see_other
from lpcommunity.web.urls import next_page_url


@pages.get("/programmes/<slug:slug>")
@access("programme-team")
def programme(slug: str) -> Response:
    """The programme's own address, which leads its team to their desk."""
    return see_other(programme_with_slug(slug).desk_path)


@pages.get("/programmes/<slug:slug>/desk")
@access("programme-team")
def desk(slug: str) -> str:
    """The places of a programme, and what each needs next."""
    found = programme_with_slug(slug)
    after = request.args.get("after")
    places = queries.places_of_programme(found.id, after)
    outside = queries.places_outside()
    return render_template(
        "pages/desk.html",
        programme=found,
        places=[(place, desk_steps(place, slug)) for place in places.rows],
        next=next_page_url("pages.desk", places.next, "places", slug=slug),
        first=after is None,
        elsewhere=is_any_elsewhere(found.id),
        questions_live=how_long_they_live(found.id) if after is None else None,
        outside=outside[: queries.MOST_OUTSIDE],
        more_outside=len(outside) > queries.MOST_OUTSIDE,
    )
