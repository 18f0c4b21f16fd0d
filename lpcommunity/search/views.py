"""The page of what was found, and suggestions while somebody types."""

import contextlib
import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, jsonify, render_template, request

from lpcommunity.access import access
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.entries.kinds import kinds as entry_kinds
from lpcommunity.people.current_user import me
from lpcommunity.people.policy import can_find_people
from lpcommunity.search import commands, entry_texts, extracts, filling, finding, name_texts, query_language, sieve
from lpcommunity.search import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.search import suggestions as suggesting
from lpcommunity.search.finding import Offer, Results
from lpcommunity.search.queries import Found, Position
from lpcommunity.search.query_language import Wanted
from lpcommunity.search.sieve import Chosen, Sieve
from lpcommunity.search.sources import FoundKind, kind_of
from lpcommunity.web import see_other
from lpcommunity.web.humanize import day
from lpcommunity.web.request_budgets import RequestBudget

pages = Blueprint("search", __name__, template_folder="templates")

BUDGET = RequestBudget(240)  # each key that somebody presses may ask

__all__ = ["entry_texts", "name_texts", "pages"]

HELP = "help"  # the field in which a place asks others
HEADINGS = {
    "partnership": "Place",
    "theme": "Theme",
    "from": "When",
    "person": "Written by",
    "audience": "Who it is for",
    "attached": "Other",
}
DAYS = ("from", "to")
_POSITION = re.compile("(-?[0-9]{1,10})-([a-z-]{1,20})-([0-9]{1,9})")
CLOSED = frozenset({"me", "facilitators", "partnership"})
MOST_TOGETHER = 3  # of what is said of one thing


@pages.get("/search")
@access("signed-in")
def index() -> str:
    """What was found; without words, the box and how to use it."""
    wanted = query_language.read(request.args.get("q", ""))
    narrowed = sieve.read(me(), request.args)
    if not wanted:
        return render_template(
            "search/index.html",
            wanted=wanted,
            recent=suggesting.recent_searches(me()),
            may_find_people=can_find_people(me()),
        )
    found = finding.results(me(), wanted, narrowed, _after())
    page: dict[str, Any] = {
        "wanted": wanted,
        "chosen": [
            (_label(one), _address(wanted, narrowed, one.name)) for one in narrowed.chosen if one.name != "kind"
        ],
        "unfilled": found.figure.whole and bool(filling.missing()),  # of many nobody misses one
        "typed": narrowed.typed,
        "days": {name: query_language.legible(request.args.get(name, ""), sieve.LONGEST_VALUE) for name in DAYS},
    }
    page["no_days"] = [name for name in DAYS if page["days"][name] and not narrowed.value(name)]
    if not found.found:
        ways = _ways_on(wanted, narrowed, found)
        turned = narrowed.turned_round()
        days = [_day_of(narrowed.value(name)) for name in DAYS] if turned else []
        page["turned"] = (days, _address(wanted, Sieve(typed=turned))) if turned else None
        return render_template("search/none.html", **page, **ways, may_find_people=can_find_people(me()))
    return render_template(
        "search/results.html",
        **page,
        results=found,
        called=suggesting.called(me(), wanted.text) if found.has_names and not narrowed and not _after() else [],
        groups=_together([_item(one, wanted) for one in found.found]),
        tabs=_tabs(wanted, narrowed, found),
        lists=_lists(wanted, narrowed, found),
        next=_address(wanted, narrowed, after=found.next) if found.next else None,
    )


@pages.post("/search")
@access("signed-in")
def search() -> Response:
    """Note what is looked for among one's own searches, and show what there is."""
    wanted = query_language.read(request.form.get("q", ""))
    with contextlib.suppress(TooMany):
        commands.note_search(me(), wanted)
    typed = {name: value for name in sieve.NAMES if (value := request.form.get(name, "")[: sieve.LONGEST_VALUE])}
    return see_other(_address(wanted, Sieve(typed=typed)) if wanted else "/search")


@pages.post("/search/forgetting")
@access("signed-in")
def forget() -> Response:
    """Forget what one looked for."""
    commands.forget_searches(me())
    return see_other("/search")


@pages.get("/search/suggestions")
@access("signed-in")
def suggestions() -> Response:
    """What could be meant, as JSON: for the box."""
    if refusal := BUDGET.refusal(me().id):
        return refusal
    typed = request.args.get("q", "")
    found = suggesting.suggestions(me(), typed)
    return jsonify(
        {
            "suggestions": [
                {
                    "sort": one.sort,
                    "name": one.name,
                    "note": "did you mean this?" if one.guessed else one.note,
                    "url": one.url or _address(query_language.read(one.name)),
                }
                for one in found
            ]
        }
    )


def _after() -> Position | None:
    typed = _POSITION.fullmatch(request.args.get("after", ""))
    return Position(int(typed[1]), typed[2], int(typed[3])) if typed else None


def _address(wanted: Wanted, narrowed: Sieve | None = None, without: str = "", **more: Any) -> str:
    """This search, without one thing that it is narrowed by, and with others."""
    typed = {key: value for key, value in narrowed.typed.items() if key != without} if narrowed is not None else {}
    return f"/search?{urlencode({'q': wanted.text, **typed, **more})}"


def _label(one: Chosen) -> str:
    if one.name in DAYS:
        return f"{'Since' if one.name == 'from' else 'Until'} {_day_of(one.value)}"
    return one.label


def _day_of(value: str) -> str:
    on = sieve.day(value)
    assert on is not None
    return day(on)


@dataclass(frozen=True)
class Item:
    """One thing that was found, as the page draws it."""

    found: Found
    kind: FoundKind
    title: str
    says: str
    within: str | None  # the title of what it is said about, where it has one of its own
    closed: str | None  # for whom it is, where that is few


def _item(one: Found, wanted: Wanted) -> Item:
    kind = kind_of(one.kind)
    assert kind is not None
    return Item(
        found=one,
        kind=kind,
        title=extracts.marked(extracts.whole(one.title, wanted))
        or (f"On “{one.about}”" if one.about else kind.untitled),
        says=extracts.marked(extracts.extract(one.text, wanted)),
        within=one.about if one.title else None,
        closed=_for_few(one.audience, kind) if one.audience in CLOSED else None,
    )


def _for_few(audience: str, kind: FoundKind) -> str:
    return (kind.mine if audience == "me" else "") or sieve.AUDIENCE_LABELS[audience]


def _together(items: list[Item]) -> list[tuple[list[Item], list[Item]]]:
    """What is said of one thing without a break, as what is shown and what is folded: a lively conversation leaves room
    for what else was found.
    """
    runs = groupby(enumerate(items), key=lambda one: one[1].found.about or one[0])
    groups = ([item for _, item in run] for _, run in runs)
    return [
        (some[:MOST_TOGETHER], some[MOST_TOGETHER:]) if len(some) > MOST_TOGETHER + 1 else (some, []) for some in groups
    ]


def _tabs(wanted: Wanted, narrowed: Sieve, found: Results) -> list[tuple[str, str, bool, str]]:
    chosen, bare = narrowed.value("kind"), _address(wanted, narrowed, "kind")
    kinds = [(one.kind.plural, str(one.figure), one.kind.key, f"{bare}&kind={one.kind.key}") for one in found.tabs]
    everything = ("Everything", str(found.everything), "", bare)
    return [(label, figure, key == chosen, address) for label, figure, key, address in [everything, *kinds]]


def _lists(wanted: Wanted, narrowed: Sieve, found: Results) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What it can be narrowed by besides: by heading, as links with their figures. What all of it has is not offered.
    Days can be chosen where there are several, or some are chosen already.
    """
    by_days = found.figure.number > 1 or any(narrowed.value(name) for name in DAYS)

    def narrows(name: str) -> list[Offer]:
        some = [] if narrowed.value(name) else found.offers.get(name, [])
        return [one for one in some if not (found.figure.whole and one.figure == found.figure)]

    lists = []
    for name, heading in HEADINGS.items():
        if (some := narrows(name)) or (name == "from" and by_days):
            narrower = f"{_address(wanted, narrowed, name)}&{name}="
            lists.append((name, heading, [(one.label, str(one.figure), narrower + quote(one.value)) for one in some]))
    return lists


def _ways_on(wanted: Wanted, narrowed: Sieve, found: Results) -> dict[str, Any]:
    """Where nothing was found: the likely name, the same in other kinds or without the filters, asking others."""
    elsewhere = finding.anything(me(), wanted, Sieve()) if narrowed else None
    asking = next((one for one in entry_kinds() if any(field.name == HELP for field in one.fields)), None)
    places = [me().names_of_places[one] for one in sorted(me().member_of)]
    return {
        "likely": [(one.name, one.url or _address(query_language.read(one.name))) for one in _likely(wanted)],
        "tabs": _tabs(wanted, narrowed, found) if found.everything.number else [],
        "elsewhere": elsewhere if elsewhere and elsewhere.number else None,
        "bare": _address(wanted),
        "filters": len(narrowed.chosen),
        "ask": asking.new_path(places[0].path.rpartition("/")[2]) if places and asking else None,
    }


def _likely(wanted: Wanted) -> list[suggesting.Suggestion]:
    return suggesting.could_be_meant(me(), wanted.text)
