"""The board: what is asked for in all places, and what helped."""

from collections import defaultdict
from typing import Any

from flask import render_template, request

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader
from lpcommunity.entries.card_facts import comments_below
from lpcommunity.entries.kinds import kinds
from lpcommunity.help_requests import askings, queries
from lpcommunity.help_requests.matching_words import best_line, weighed
from lpcommunity.help_requests.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.web.urls import next_page_url

LATELY = 4  # of what helped, below the board
LONGEST = "longest"
OLD = 14  # days, from which on what is open for longest is said to be


@pages.app_template_filter("helps_line")
def helps_line(text: str, question: str) -> str:
    """Of what somebody can help with, what speaks of this question."""
    return best_line(weighed(question, "", []), text)


@pages.get("/help-wanted")
@access("signed-in")
def wanted() -> str:
    """What places would like help with, newest or longest open first, of one theme or all."""
    reader, slug = me(), request.args.get("theme", "")
    theme_id = queries.theme_id_at(slug) if slug else None
    if slug and theme_id is None:
        raise Missing
    order = LONGEST if request.args.get("order") == LONGEST else None
    found = queries.wanted(reader, theme_id, request.args.get("after"), longest_first=bool(order))
    themes = queries.themes_wanted(reader)
    longest = queries.longest_open(reader)
    mine = [one.entry_id for one in found.lines if _decides(reader, one)]
    return render_template(
        "help_requests/wanted.html",
        lines=found.lines,
        next=next_page_url("help_requests.wanted", found.next, "open", theme=slug or None, order=order),
        after=request.args.get("after"),
        many=queries.how_many_open(reader),
        most=queries.COUNTED,
        themes=themes,
        chosen=next((one for one in themes if one.slug == slug), None),
        slug=slug,
        longest_first=bool(order),
        longest_id=longest.id if longest is not None and longest.days >= OLD else None,
        thought_of=askings.thought_of(reader, mine),
        helped=[] if slug else queries.found_lately(reader, size=LATELY).lines,
        names=reader.in_community,
        replies=defaultdict(int, comments_below(reader, [one.entry_id for one in found.lines])),
        ask=asking_path(reader),
    )


@pages.get("/help-wanted/answered")
@access("signed-in")
def answered() -> str:
    """What helped, all of it, the latest first."""
    found = queries.found_lately(me(), request.args.get("after"))
    return render_template(
        "help_requests/answered.html",
        lines=found.lines,
        next=next_page_url("help_requests.answered", found.next, "helped"),
        after=request.args.get("after"),
        names=me().in_community,
    )


def asking_path(reader: Reader) -> str | None:
    """Where this person asks for help: at the form of an entry that can, in their place; None who posts nowhere."""
    kind = next((one for one in kinds() if one.asks is not None), None)
    if kind is None or not reader.member_of:
        return None
    if len(reader.member_of) > 1:
        return f"/{kind.plural}/new?ask=help"
    [place_id] = reader.member_of
    return f"{kind.new_path(reader.names_of_places[place_id].slug)}?ask=help"


def _decides(reader: Reader, line: Any) -> bool:
    """As policy.can_decide, of a line that its reader may read and that is on record."""
    place = line.partnership_id or 0
    return place in reader.leads or (line.mine and place in reader.member_of)
