"""Who comes across a request: whoever may read its entry, on every list, in every figure."""

from typing import Any

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.help_requests import askings, queries
from lpcommunity.help_requests.commands import answer_request, ask_person
from lpcommunity.help_requests.help_given import given_by_person
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import session
from tests.factories import reading, think_of
from tests.factories.world import KINDS_OF_PERSON, READERS, World
from tests.help_requests.world import asks, request_of


@pytest.fixture
def world(begin_with):
    return begin_with(_asked)


def _asked():
    """Of each audience one that is open, one that is answered with somebody's help, and one that was withdrawn."""
    made: Any = World()
    author = made.someone("author")
    made.theme = add_theme(OPERATOR, name="Digital health")
    made.open = {one: asks(author, made.here, f"{one}?", one, theme_ids=[made.theme.id]) for one in AUDIENCES}
    made.found = {one: asks(author, made.here, f"{one}!", one) for one in AUDIENCES}
    for one in made.found.values():
        answer_request(reading(author), one, "So.", None)
    for one in made.open.values():
        if one.audience != "me":
            think_of(one, made.someone("facilitator here").id)
            ask_person(reading(author), one, made.someone("facilitator here").id)
    made.part()
    return made


def _readers():
    return [kind for kind in KINDS_OF_PERSON if kind not in {"anonymous", "disabled member"}]


def test_board_figures_and_what_helped_hold_what_each_may_read_and_nothing_else(world):
    for kind in _readers():
        reader = reading(world.someone(kind))
        mine = {one for one in AUDIENCES if kind in READERS[one] | {"author"}}
        for longest_first in (False, True):
            for theme in (None, world.theme.id):
                lines = queries.wanted(reader, theme, longest_first=longest_first).lines
                assert {one.audience for one in lines} == mine, kind
                assert len(lines) == len(mine)
        assert {one.audience for one in queries.found_lately(reader).lines} == mine, kind
        assert queries.how_many_open(reader) == len(mine)
        counted = {one.slug: one.many for one in queries.themes_wanted(reader)}
        assert counted == ({"digital-health": len(mine)} if mine else {}), kind
        for audience, entry in (*world.open.items(), *world.found.items()):
            known = queries.request_of(reader, entry.id)
            assert (known is not None) == (audience in mine) == can_read(reader, session().get_one(Entry, entry.id))
        asked = askings.thought_of(reader, [one.id for one in world.open.values()])
        assert {session().get_one(Entry, one).audience for one, who in asked.items() if who} == mine - {"me"}, kind
        told = [bool(askings.asked_of_me(reader, one.id)) for one in world.open.values()]
        assert told == [kind == "facilitator here" and one != "me" for one in AUDIENCES]
        others = {one.audience for one in queries.wanted_by_others(reader, 10)}
        assert others == (set() if kind == "author" else mine)


def test_a_visitor_reads_what_is_public_on_its_own_page(world):
    visitor = reading(None)
    assert queries.request_of(visitor, world.found["public"].id).words == "So."
    assert [queries.request_of(visitor, world.found[one].id) for one in AUDIENCES[:-1]] == [None] * 4


def test_pages_follow_one_another_whichever_comes_first(w_many):
    reader, total = w_many
    for longest_first in (False, True):
        seen, after = [], None
        for _ in range(10):
            page = queries.wanted(reader, after=after, longest_first=longest_first)
            seen += [one.id for one in page.lines]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == total
        assert seen == sorted(seen, reverse=not longest_first)
    assert queries.longest_open(reader).id == min(seen)


@pytest.fixture
def w_many(begin_with):
    return begin_with(_many)


def _many():
    made = World()
    for n in range(23):
        asks(made.someone("author"), made.here, f"Number {n}?")
    return reading(made.someone("member elsewhere")), 23


def test_help_counts_in_what_each_may_open(world):
    helper = world.someone("facilitator here")
    author = reading(world.someone("author"))
    for one in ("facilitators", "partnership", "community", "public"):
        answer_request(author, world.found[one], "So.", helper.id)
    for kind in _readers():
        given = given_by_person(reading(world.someone(kind)), helper.id)
        mine = [one for one in AUDIENCES[1:] if kind in READERS[one] | {"author"}]
        assert (given.times if given else 0) == len(mine), kind
    assert request_of(world.found["public"]).helping_place_id is None
