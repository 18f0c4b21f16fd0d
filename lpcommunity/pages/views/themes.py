"""Themes that cut across places."""

from typing import Any

from flask import render_template, request, url_for

from lpcommunity.access import access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import kind_of
from lpcommunity.help_requests.queries import found_on_theme, wanted_on_theme
from lpcommunity.help_requests.views.board import asking_path
from lpcommunity.pages.presenters import present_all
from lpcommunity.pages.queries import themes as queries
from lpcommunity.pages.queries.compared import MOST as MOST_SIDE_BY_SIDE
from lpcommunity.pages.queries.directory import Choice, directory
from lpcommunity.pages.queries.places import Place
from lpcommunity.pages.queries.theme_people import people_of
from lpcommunity.pages.views import pages
from lpcommunity.pages.views.compare import LEAST as LEAST_SIDE_BY_SIDE
from lpcommunity.people.current_user import actor
from lpcommunity.pins.queries import pinned_in_places
from lpcommunity.theme_pins.policy import can_steer
from lpcommunity.theme_pins.queries import pinned_on, works_on
from lpcommunity.web.urls import next_page_url

WANTED = 5  # open requests on its page
LEARNED = 3  # of what was learned, and of what helped
PEOPLE = 8


@pages.get("/themes")
@access("anyone")
def themes() -> str:
    """The themes, by name."""
    found = queries.themes(actor(), request.args.get("after"))
    return render_template(
        "pages/themes.html",
        themes=found.rows,
        next=next_page_url("pages.themes", found.next),
        may_follow=actor().in_community,
    )


@pages.get("/themes/<slug:slug>")
@access("anyone")
def theme(slug: str) -> str:
    """What a theme is for, what is pinned on it, asked for and learned, who works on it, and what carries it."""
    reader, after = actor(), request.args.get("after")
    found = queries.theme(reader, slug)
    entries = queries.entries_with_theme(reader, found.id, after)
    places = directory(reader, Choice(theme=slug)).places
    return render_template(
        "pages/theme.html",
        theme=found,
        places=present_all(reader, places, briefly=True),
        compare=_side_by_side(reader, places),
        cards=entries.cards,
        after=after,
        next=next_page_url("pages.theme", entries.next, "entries", slug=slug),
        may_follow=reader.in_community,
        names=reader.in_community,
        kind_of=kind_of,
        **(_nothing_more() if after else _community(reader, found.id, [place.id for place in places])),
    )


def _community(reader: Reader | Visitor, theme_id: int, place_ids: list[int]) -> dict[str, Any]:
    """What stands around the entries of a theme: as many queries whatever there is. Visitors find what is public."""
    found: dict[str, Any] = {
        **_nothing_more(),
        "pinned": pinned_on(reader, theme_id),
        "learned": pinned_in_places(reader, place_ids, LEARNED),
    }
    if isinstance(reader, Reader):
        found |= {
            "steers": can_steer(reader, works_on(reader, theme_id)),
            "wanted": wanted_on_theme(reader, theme_id, WANTED),
            "helped": [one for one in found_on_theme(reader, theme_id, LEARNED) if one.words or one.said],
            "people": people_of(place_ids, PEOPLE) if reader.in_community else [],
            "ask": asking_path(reader),
        }
    return found


def _nothing_more() -> dict[str, Any]:
    """On later pages the entries stand alone."""
    return {"pinned": [], "steers": False, "wanted": None, "learned": [], "helped": [], "people": [], "ask": None}


def _side_by_side(reader: Reader | Visitor, places: list[Place]) -> str | None:
    """Where a few of these places stand beside one another, one's own first; None where there is only one."""
    chosen = sorted(places, key=lambda place: place.id not in reader.places)[:MOST_SIDE_BY_SIDE]
    if len(chosen) < LEAST_SIDE_BY_SIDE:
        return None
    return url_for("pages.compare", place=[place.slug for place in chosen])
