"""The partnerships, found by theme, sector and programme."""

from typing import Any

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from lpcommunity.access import access
from lpcommunity.access.reader import Reader
from lpcommunity.pages.charts.map import picture
from lpcommunity.pages.presenters import present_all
from lpcommunity.pages.queries import directory as queries
from lpcommunity.pages.queries.directory import Choice
from lpcommunity.pages.queries.map_spots import spots
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
    reader = actor()
    found = queries.directory(reader, choice, request.args.get("after", ""))
    on_map = spots(choice)
    return render_template(
        "pages/directory.html",
        themes=themes,
        programmes=programmes,
        sectors=SECTORS,
        choice=choice,
        chosen=len(_arguments(choice)),
        found=queries.number_of_places(choice),
        places=present_all(reader, found.places),
        next=next_page_url("pages.directory", found.next, **_arguments(choice)),
        map=picture(on_map, light=True) if on_map else None,
        may_follow=reader.in_community,
        own=reader.places if isinstance(reader, Reader) else (),
    )


def _chosen(arguments: MultiDict[str, str], themes: dict[str, str], programmes: dict[str, str]) -> Choice:
    """What the form asks for; a value that is not on offer counts as none."""

    def known(name: str, offered: Any) -> str:
        value = arguments.get(name, "")
        return value if value in offered else ""

    return Choice(
        theme=known("theme", themes), sector=known("sector", SECTORS), programme=known("programme", programmes)
    )


def _arguments(choice: Choice) -> dict[str, Any]:
    given = {"theme": choice.theme, "sector": choice.sector, "programme": choice.programme}
    return {name: value for name, value in given.items() if value}
