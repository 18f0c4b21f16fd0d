"""The journey of a place: for whoever may read its page, and no shape of it tells what its reader may not know."""

import random
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from lpcommunity.actions.action_marks import actions_of_place
from lpcommunity.actions.models import Action
from lpcommunity.actions.policy import can_read as can_read_action
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.models import AUDIENCES, PUBLISHED
from lpcommunity.entries.policy import can_read
from lpcommunity.pages.charts.journey_facts import Asked, Journey
from lpcommunity.pages.journey_story import story_months
from lpcommunity.pages.journey_text import Known, Shown, draw_wide, journey_of, window
from lpcommunity.pages.queries.place import MilestoneLine
from lpcommunity.pages.queries.timeline import Event, story
from lpcommunity.projects.models import Milestone
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.slips.commands import move_milestone
from lpcommunity.storage import clock, now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.pages.conftest import KINDS, canaries, sees

PICTURE = re.compile(r'<div class="lp-(?:journey|upright)__picture">.*?</svg><ul', re.S)
MASKED = re.compile(r'value="[^"]{30,}"|nonce="[^"]+"|\b[0-9a-f]{16}\b')


def _event(day: date, kind: str = "update", number: int = 1) -> Event:
    return Event(number, 1, kind, datetime(day.year, day.month, day.day, 12, tzinfo=UTC), 1, title=f"{kind} {number}")


@pytest.mark.parametrize("kind", KINDS)
def test_each_sees_what_they_may_read(world, kind):
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}/journey")
    assert canaries(html) == {(one, audience) for one in ("update", "reflection") for audience in sees(kind)}
    for picture in PICTURE.findall(html):
        assert picture.count("data-cycle") == len(sees(kind))
        assert 'role="img"' in picture
        assert "Evidence review" in picture
        assert " style=" not in picture


def _answer(world, one: Reflection) -> None:
    author = reading(world.who["author"])
    session().refresh(one)
    reflections.submit(author, one)
    asked = [MoveContent("challenging", "body", "What I make", "CANARY-question Why was that?")]
    reviews.send_review(
        reading(world.who["facilitator"]), one, signed_forms.new_key(), "acknowledges", asked, one.version
    )


def test_an_exchange_shows_to_those_who_may_read_it_and_changes_no_byte_for_others(world):
    path = f"/partnerships/{world.hull.slug}"
    pages, kinds = [f"{path}/journey", path], [None, "elsewhere", "team", "member", "facilitator", "author"]
    before = {(kind, page): MASKED.sub("", world.visit(kind).text(page)) for kind in kinds for page in pages}
    with clock.at(now() - timedelta(days=3)):
        _answer(world, world.entries["reflection", "public"])
    for (kind, page), was in before.items():
        is_now = MASKED.sub("", world.visit(kind).text(page))
        knows = kind in ("author", "facilitator")
        assert (is_now != was) is knows, (kind, page)
        assert ("lp-question__mark" in is_now) is knows, (kind, page)


@transactional
def _scatter(seed: int):
    """A random world with actions in it, some of them of what only few may read."""
    world, chance = random_world(seed), random.Random(seed)
    for number in range(60):
        source = chance.choice([*world.entries, None])
        action = make.action(
            chance.choice(world.people),
            chance.choice(world.places),
            AUDIENCES[number % len(AUDIENCES)],
            owner=chance.choice([*world.people, None]),
            source_entry_id=source.id if source else None,
        )
        if chance.random() < 0.5:
            action.reported_at, action.outcome, action.came_of_it = now(), "done", "It helped."
    session().flush()
    return world


@pytest.mark.parametrize("seed", [11, 12])
def test_who_may_read_the_same_is_drawn_the_same(app, seed):
    """Whatever else there is, that they may not read: it is as if it was not there."""
    world = _scatter(seed)
    by_id = {one.id: one for one in world.entries}
    drawn: dict[object, list[Journey | None]] = {}
    for place in world.places:
        for reader in world.readers():
            entries = [one for one in world.entries if one.partnership_id == place.id and one.state == PUBLISHED]
            there = tuple(one.id for one in entries if can_read(reader, one))
            exchanges = tuple(
                one.id for one in entries if isinstance(one, Reflection) and can_read_exchange(reader, one)
            )
            found = actions_of_place(reader, place.id)
            assert all(can_read_action(reader, session().get_one(Action, line.id)) for line in found)
            acts = tuple((line.id, line.source_id) for line in found)
            assert all(can_read(reader, by_id[source]) for _, source in acts if source is not None)
            known = Known(story(reader, place.id), found)
            shown = window(known)
            facts = journey_of("Hull", known, shown) if shown is not None else None
            drawn.setdefault((place.id, there, exchanges, acts), []).append(facts)
    assert sum(len(alike) > 1 for alike in drawn.values()) >= 3
    assert any(facts is not None and any(one.answers for one in facts.cycles) for [facts, *_] in drawn.values())
    for alike in drawn.values():
        assert all(one == alike[0] for one in alike)


@pytest.mark.parametrize(("kind", "most"), [("facilitator", 12), ("author", 12), (None, 9)])
def test_queries_are_few_whatever_the_data(app, world, kind, most, count_queries):
    path = f"/partnerships/{world.hull.slug}/journey"
    visitor = world.visit(kind)
    visitor.text(path)
    make.update(world.who["author"], world.hull, "public")
    with count_queries() as first:
        visitor.text(path)
    for _ in range(3):
        make.reflection(world.who["author"], world.hull, "public")
        make.action(world.who["author"], world.hull, "public")
        make.milestone(world.hull)
    with count_queries() as asked:
        visitor.text(path)
    assert len(asked) == len(first) <= most, asked


def test_a_place_without_a_step_says_how_it_begins(world):
    path = f"/partnerships/{world.keele.slug}/journey"
    assert "It begins with the first step" in world.visit("elsewhere").text(path)
    for kind in ("member", None):
        html = world.visit(kind).text(path)
        assert "Nothing here yet" in html
        assert "<svg viewBox" not in html.split("lp-empty")[0].split("<main")[1]


def test_a_year_is_one_picture_and_more_is_shown_by_half_year(app):
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        assert window(Known()) is None
        year = Known([_event(date(2025, 12, 3)), _event(date(2026, 11, 20))])
        assert window(year) == Shown(date(2025, 12, 1), date(2026, 11, 30))
        long = Known([_event(date(2025, 3, 3)), _event(date(2026, 11, 20))])
        shown = window(long)
        assert [half.key for half in shown.halves] == ["2026-2", "2025-1"]  # a half without anything is no choice
        assert (shown.half.words, shown.first) == ("July to December 2026", date(2026, 7, 1))
        assert window(long, "2025-1").last == date(2025, 6, 30)
        assert window(long, "nonsense").half.key == "2026-2"
        ahead = [MilestoneLine(1, 1, "Doors open", date(2027, 9, 1), date(2027, 9, 1), None)]
        assert window(Known(long.events, (), ahead)).half.key == "2026-2"


def test_many_cycles_are_shown_by_half_year_and_numbered_from_the_first(app):
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        known = Known([_event(date(2026, 4 + n // 2, 1 + n), "reflection", n) for n in range(8)])
        shown = window(known)
        assert [half.key for half in shown.halves] == ["2026-2", "2026-1"]
        facts = journey_of("Hull", known, shown)
        assert [one.n for one in facts.cycles] == [7, 8]
        [month] = story_months(known, shown)
        assert [line.notes[0] for line in month.lines] == ["7 July, cycle 7.", "8 July, cycle 8."]


def test_the_story_says_what_came_and_what_is_to_come(world):
    author, owner = world.who["author"], world.who["member"]
    make.action(
        author, world.hull, "public", what="Ring ten firms", outcome="done", came_of_it="Eight answered.",
        reported_at=now(), source_entry_id=world.entries["reflection", "public"].id,
    )  # fmt: skip
    make.action(author, world.hull, "community", owner=owner, what="Find a route")
    make.action(author, world.hull, "partnership", what="Between us", due_on=today() - timedelta(days=1))
    [stone] = session().scalars(select(Milestone).where(Milestone.project_id == world.project.id))
    move_milestone(
        reading(world.who["lead"]), stone, to_on=stone.due_on + timedelta(days=9), reason="money", why="Nobody pays.",
        audience="partnership",
    )  # fmt: skip
    path = f"/partnerships/{world.hull.slug}/journey"
    html = world.visit("elsewhere").text(path)
    assert "Eight answered." in html
    assert f"{owner.name}, due on" in html
    assert "Between us" not in html
    ahead = html.split('id="in-to-come"')[1]
    assert "Find a route" in ahead
    assert "Evidence review" in ahead
    assert "Money." in ahead
    assert "One milestone moved: money." in html
    assert "Nobody pays." not in html
    member = world.visit("member").text(path)
    assert "Between us" in member
    assert "Was due on" in member
    assert "Money: Nobody pays." in member


def test_what_came_of_a_reflection_is_shown_to_whoever_may_read_that(world):
    """An action that all may read, of a reflection that few may read: for others it comes from nowhere."""
    source = world.entries["reflection", "facilitators"]
    make.action(
        world.who["author"], world.hull, "public", what="Ring ten firms", outcome="done", reported_at=now(),
        source_entry_id=source.id,
    )  # fmt: skip

    def came(kind: str) -> list[str]:
        reader = reading(world.who[kind])
        known = Known(story(reader, world.hull.id), actions_of_place(reader, world.hull.id))
        return [one.came for one in journey_of("Hull", known, window(known)).cycles if one.came]

    assert came("facilitator") == ["Ring ten firms"]
    assert came("member") == []


def test_whoever_left_reads_no_words_of_others_below_their_own_action(world):
    make.action(
        world.who["former"], world.hull, "partnership", what="Ring ten firms", outcome="done", reported_at=now(),
        came_of_it="CANARY-came", reporter_id=world.who["member"].id,
    )  # fmt: skip
    [line] = actions_of_place(reading(world.who["former"]), world.hull.id)
    assert (line.what, line.came_of_it) == ("Ring ten firms", "")
    [line] = actions_of_place(reading(world.who["lead"]), world.hull.id)
    assert line.came_of_it == "CANARY-came"


def test_what_others_did_since_somebody_looked_is_marked(world, app):
    path, visitor = f"/partnerships/{world.hull.slug}", world.visit("elsewhere")
    with clock.at(now() - timedelta(days=9)):
        assert visitor.post(f"{path}/follow").status_code == 303
        assert visitor.post(f"{path}/visit", {"seen": "yes"}).status_code == 303
    assert "lp-story__new" not in visitor.text(f"{path}/journey")
    make.update(world.who["author"], world.hull, "community")
    make.update(world.who["author"], world.hull, "partnership")
    for page in (path, f"{path}/journey"):
        assert visitor.text(page).count("lp-journey__since-bar") == (1 if page == path else 2)
    assert visitor.text(f"{path}/journey").count("lp-story__new") == 1
    assert "lp-journey__since" not in world.visit("team").text(f"{path}/journey")


def test_a_question_that_stayed_open_needs_both_its_ends(app):
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        event = _event(date(2026, 8, 3), "reflection", 7)
        event.answers = (datetime(2026, 8, 10, 12, tzinfo=UTC),)
        update = _event(date(2026, 10, 1), number=9)
        asked = Asked(7, date(2026, 8, 10), "Who decides?", date(2026, 10, 1), "/updates/9")
        known = Known([event, update], asked=[asked])
        drawing = draw_wide(journey_of("Hull", known, window(known)))
        assert [one.halo is not None for one in drawing.questions] == [True]
        assert "Answers a question asked in August: “Who decides?”" in str(story_months(known, window(known)))
        event.answers = ()  # somebody who may not read the exchange
        assert draw_wide(journey_of("Hull", known, window(known))).questions == []


def test_no_title_breaks_the_page(world):
    entry = world.entries["update", "public"]
    with clock.at(now()):
        _retitle(entry, "<script>alert(1)</script>" + "W" * 150)
    html = world.visit(None).text(f"/partnerships/{world.hull.slug}/journey")
    assert "<script>alert" not in html


@transactional
def _retitle(entry, title: str) -> None:
    entry.title = title
    session().flush()
