"""The people of the community: found by name, by what they can help with, and by where they belong."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from lpcommunity.access import access, require
from lpcommunity.pages.queries import directory, people
from lpcommunity.pages.queries.people import Choice
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.people.models import SECTORS
from lpcommunity.people.policy import can_find_people
from lpcommunity.search import extracts, query_language
from lpcommunity.search.people_by_words import Named, people_named, people_who_can_help_with
from lpcommunity.web.urls import next_page_url

NAMES = ("q", "helps_with", "organisation", "sector", "place", "theme")
LONGEST = 120  # characters of what is typed


@pages.get("/people")
@access("signed-in")
def people_directory() -> str:
    """The people of the community by name, twenty at a time; and those who fit what is asked for."""
    reader = me()
    require(can_find_people(reader))
    themes = dict(directory.theme_choices())
    typed = _typed(request.args, themes)
    named = people_named(typed["q"]) if "q" in typed else None
    found = people.people(reader, _choice(typed, named), request.args.get("after"))
    wanted = query_language.read(typed.get("helps_with", ""))
    return render_template(
        "pages/people.html",
        typed=typed,
        chosen=[(label, _address(typed, name)) for name, label in _labels(typed, themes).items()],
        nearly=named is not None and named.nearly,
        found=found,
        says={
            one.id: extracts.marked(extracts.extract(" ".join(one.helps_with.split()), wanted)) for one in found.people
        },
        sectors=SECTORS,
        themes=themes,
        next=next_page_url("pages.people_directory", found.next, **typed),
    )


def _typed(arguments: Mapping[str, str], themes: Mapping[str, str]) -> dict[str, str]:
    """What is asked for; a value that is not there to be chosen counts as none."""
    read = {name: query_language.legible(arguments.get(name, ""), LONGEST) for name in NAMES}
    offered: dict[str, Mapping[str, Any]] = {"sector": SECTORS, "theme": themes}
    return {name: value for name, value in read.items() if value and value in offered.get(name, {value: value})}


def _choice(typed: Mapping[str, str], named: Named | None) -> Choice:
    among = None if named is None else set(named.ids)
    if "helps_with" in typed:
        able = set(people_who_can_help_with(typed["helps_with"]))
        among = able if among is None else among & able
    where = {name: typed.get(name, "") for name in ("organisation", "sector", "place", "theme")}
    return Choice(**where, among=among)


def _labels(typed: Mapping[str, str], themes: Mapping[str, str]) -> dict[str, str]:
    """What is asked for, in words: two queries at most."""
    unknown = "Something that is not there"
    say = {
        "q": lambda word: f"Called “{word}”",
        "helps_with": lambda word: f"Can help with “{word}”",
        "organisation": lambda word: people.name_of_organisation(word) or unknown,
        "sector": lambda word: SECTORS[word],
        "place": lambda word: people.name_of_place(word) or unknown,
        "theme": lambda word: themes[word],
    }
    return {name: say[name](word) for name, word in typed.items()}


def _address(typed: Mapping[str, str], without: str) -> str:
    left = {name: word for name, word in typed.items() if name != without}
    return f"/people?{urlencode(left)}" if left else "/people"
