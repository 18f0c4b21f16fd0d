"""The partnerships, found by theme, sector and programme."""

from typing import Any

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from lpcommunity.access import access
from lpcommunity.pages.charts import map as maps
from lpcommunity.pages.presenters import present_all
from lpcommunity.pages.queries import places as queries
from lpcommunity.pages.queries.places import Choice, Place
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.people.models import SECTORS
from lpcommunity.web.urls import next_page_url


@pages.get("/partnerships")
@access("anyone")
def directory() -> str:
    """All partnerships, lately active first, twenty at a time."""
    themes, programmes = queries.choices()
    choice = _chosen(request.args, dict(themes), dict(programmes))
    found = queries.places(actor(), choice)
    here, after = _page(found, request.args.get("after", ""))
    return render_template(
        "pages/directory.html",
        themes=themes,
        programmes=programmes,
        sectors=SECTORS,
        choice=choice,
        chosen=len(_arguments(choice)),
        found=len(found),
        places=present_all(actor(), here),
        next=next_page_url("pages.directory", after, **_arguments(choice)),
        spots=maps.spots((place.name, place.path, place.latitude, place.longitude) for place in found),
        may_follow=actor().in_community,
    )


def _chosen(arguments: MultiDict[str, str], themes: dict[str, str], programmes: dict[str, str]) -> Choice:
    """What the form asks for; a value that is not on offer counts as none."""

    def known(name: str, offered: Any) -> str:
        value = arguments.get(name, "")
        return value if value in offered else ""

    return Choice(
        theme=known("theme", themes), sector=known("sector", SECTORS), programme=known("programme", programmes)
    )


def _page(found: list[Place], after: str) -> tuple[list[Place], str]:
    """Those that follow the place of this slug, and the slug to go on from if there are more."""
    begin = next((number + 1 for number, place in enumerate(found) if place.slug == after), 0)
    here = found[begin : begin + queries.PAGE]
    return here, here[-1].slug if here and begin + queries.PAGE < len(found) else ""


def _arguments(choice: Choice) -> dict[str, Any]:
    given = {"theme": choice.theme, "sector": choice.sector, "programme": choice.programme}
    return {name: value for name, value in given.items() if value}
