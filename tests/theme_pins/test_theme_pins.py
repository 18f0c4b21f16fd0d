"""What is pinned on a theme: by whom, what, how much; whoever may not read it finds no pin, no gap and no why."""

import re
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from lpcommunity.access import Invalid, Missing, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES, Entry, entry_theme
from lpcommunity.entries.policy import can_read
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.programmes.commands import add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.commands import begin_project
from lpcommunity.storage import change_stamp, now, session, transactional
from lpcommunity.theme_pins.commands import pin, unpin
from lpcommunity.theme_pins.models import ThemePin
from lpcommunity.theme_pins.queries import pinned_on, themes_to_steer
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.factories.world import KINDS_OF_PERSON, READERS, World
from tests.harness.visitor import Visitor

MASKED = re.compile(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b')
TEAM = {"programme team", "programme team member elsewhere"}
STEER_HERE = TEAM | {"facilitator here", "facilitator belonging elsewhere", "facilitator after membership"}
STEER_ELSEWHERE = TEAM | {"facilitator elsewhere", "member facilitating elsewhere"}


@transactional
def _carry(entry: Entry, theme: Theme) -> None:
    tied = {"entry_id": entry.id, "theme_id": theme.id, "published_at": entry.published_at}
    session().execute(entry_theme.insert().values(**tied))


def _parted() -> Any:
    """A theme that the place here works on, another of the place elsewhere; entries that carry the first, or both."""
    made: Any = World()
    programme = make.programme()
    made.theme, made.other = (add_theme(OPERATOR, name=name) for name in ("Walking", "Talking"))
    begin_project(OPERATOR, made.here, programme, title="Here", theme=made.theme)
    begin_project(OPERATOR, made.elsewhere, programme, title="Elsewhere", theme=made.other)
    made.entries = {audience: make.update(made.someone("author"), made.here, audience) for audience in AUDIENCES}
    made.more = [make.update(made.someone("author"), made.here, "community") for _ in range(3)]
    for entry in (*made.entries.values(), *made.more):
        _carry(entry, made.theme)
    _carry(made.entries["public"], made.other)
    made.part()
    return made


@pytest.fixture
def world(begin_with):
    return begin_with(_parted)


def _asks(world) -> dict[str, Any]:
    everybody = {kind: world.people[kind] for kind in KINDS_OF_PERSON if kind != "disabled member"}
    return {kind: reading(person) for kind, person in everybody.items()}


def _rows() -> list[tuple[int, str]]:
    return [(one.entry_id, one.why) for one in session().scalars(select(ThemePin).order_by(ThemePin.id))]


def _count(model, *where) -> int:
    return session().scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_the_team_and_whoever_facilitates_a_place_that_works_on_it(world):
    entry = world.entries["public"]
    for theme, may in ((world.theme, STEER_HERE), (world.other, STEER_ELSEWHERE)):
        for kind, reader in _asks(world).items():
            if kind == "anonymous":
                continue
            if kind in may:
                pin(reader, theme, entry, "Begin here")
                unpin(reader, theme, entry)
            else:
                with pytest.raises(Refused):
                    pin(reader, theme, entry, "Why")
                with pytest.raises(Refused):
                    unpin(reader, theme, entry)
            assert (kind in may) == (theme.slug in {one.slug for one in themes_to_steer(reader, entry)}), kind
    assert _rows() == []


def test_only_what_the_community_may_read_and_what_carries_the_theme(world):
    here, team = reading(world.someone("facilitator here")), reading(world.someone("programme team"))
    for audience in ("me", "facilitators", "partnership"):
        with pytest.raises(Refused):
            pin(here, world.theme, world.entries[audience], "Why")
        assert themes_to_steer(here, world.entries[audience]) == []
    with pytest.raises(Missing):
        pin(team, world.other, world.entries["community"], "Why")
    withdraw_entry(reading(world.someone("author")), world.entries["community"])
    with pytest.raises(Refused):
        pin(team, world.theme, world.entries["community"], "Why")


def test_three_at_most_each_with_a_word_why_and_twice_is_once(world):
    team, theme = reading(world.someone("programme team")), world.theme
    for why in ("", " \n ", "x" * 201):
        with pytest.raises(Invalid):
            pin(team, theme, world.more[0], why)
    for _ in range(2):
        pin(team, theme, world.more[0], " Begin\n here ")
    pin(reading(world.someone("facilitator here")), theme, world.more[0], "Or here")
    assert _rows() == [(world.more[0].id, "Or here")]
    [shown] = pinned_on(team, theme.id)
    assert (shown.why, shown.pinned_by) == ("Or here", world.someone("facilitator here").name)
    pin(team, theme, world.more[1], "Then this")
    pin(team, theme, world.more[2], "And this")
    with pytest.raises(Invalid, match="Unpin one of those below first"):
        pin(team, theme, world.entries["public"], "A fourth")
    pin(team, world.other, world.entries["public"], "There is room on another theme")
    unpin(team, theme, world.more[1])
    unpin(team, theme, world.more[1])
    pin(team, theme, world.entries["public"], "Now")
    assert [one.why for one in pinned_on(team, theme.id)] == ["Now", "And this", "Or here"]
    names = {"ThemePinned": 6, "ThemeUnpinned": 1}
    assert {name: _count(OutboxEvent, OutboxEvent.name == name) for name in names} == names
    noted = {"theme-pinned": 6, "theme-unpinned": 1}
    assert {act: _count(AuditRecord, AuditRecord.act == act) for act in noted} == noted


def test_what_is_for_fewer_later_shows_to_them_alone_and_takes_no_room_from_others(app, world):
    author, team, theme = (reading(world.someone("author")), reading(world.someone("programme team")), world.theme)
    path = f"/themes/{theme.slug}"

    def page(kind: str) -> str:
        return MASKED.sub("", Visitor(app, world.people[kind]).text(path))

    for entry in world.more:
        pin(team, theme, entry, f"canary-{entry.id}")
    narrowed = world.more[0]
    for audience in ("partnership", "facilitators", "me"):
        change_entry_audience(author, narrowed, audience)
        found = {
            kind for kind, one in _asks(world).items() if narrowed.id in {p.entry_id for p in pinned_on(one, theme.id)}
        }
        assert found == (READERS[audience] | {"author"}) & set(_asks(world)), audience
    with pytest.raises(Refused):
        unpin(team, theme, narrowed)
    pin(team, theme, world.entries["public"], "There is room, as far as they know")
    assert len(pinned_on(team, theme.id)) == 3
    assert len(pinned_on(author, theme.id)) == 3, "of four the latest three"
    unpin(team, theme, world.entries["public"])
    for entry in world.more[1:]:
        unpin(team, theme, entry)
    change_entry_audience(author, narrowed, "partnership")
    for kind in ("anonymous", "member elsewhere", "programme team"):
        text = page(kind)
        assert f"canary-{narrowed.id}" not in text, kind
        assert "Begin here" not in text, kind
    assert f"canary-{narrowed.id}" in page("member here")


def test_visitors_find_what_is_public_and_a_tag_that_changes_with_it_alone(world):
    team, theme, stamp = reading(world.someone("programme team")), world.theme, change_stamp.stamp().text
    pin(team, theme, world.more[0], "For the community")
    unpin(team, theme, world.more[0])
    assert change_stamp.stamp().text == stamp
    pin(team, theme, world.entries["public"], "For all")
    assert [one.why for one in pinned_on(reading(None), theme.id)] == ["For all"]
    pinned = change_stamp.stamp().text
    assert pinned != stamp
    pin(team, theme, world.entries["public"], "For everybody")
    assert change_stamp.stamp().text != pinned


def test_sql_and_predicate_agree_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = random_world(seed)

    @transactional
    def pin_one(entry: Entry, theme: Theme) -> None:
        session().add(
            ThemePin(theme_id=theme.id, entry_id=entry.id, pinned_by_id=entry.author_id, why="", pinned_at=now())
        )

    @transactional
    def unpin_all() -> None:
        session().execute(delete(ThemePin))

    carried = session().execute(select(entry_theme.c.entry_id, entry_theme.c.theme_id)).all()
    by_id = {entry.id: entry for entry in world.entries}
    themes = {theme.id: theme for theme in world.themes}
    for entry_id, theme_id in carried[::3]:
        entry, theme = by_id[entry_id], themes[theme_id]
        pin_one(entry, theme)
        for reader in world.readers():
            found = [one.entry_id for one in pinned_on(reader, theme.id)]
            allowed = can_read(reader, entry) and entry.state == "published"
            assert found == ([entry.id] if allowed else []), f"seed {seed}, {reader}"
        unpin_all()


def test_it_is_pinned_from_the_page_of_the_entry_and_let_go_of_on_the_theme(app, world):
    entry, slug = world.entries["community"], world.theme.slug
    browsers = {kind: Visitor(app, world.people[kind]) for kind in ("facilitator here", "member here", "anonymous")}
    facilitator, member = browsers["facilitator here"], browsers["member here"]
    way = f"/themes/{slug}/pins?about=update:{entry.id}"
    assert f'href="{way}"' in facilitator.text(f"/updates/{entry.id}")
    assert "/pins" not in member.text(f"/updates/{entry.id}") + member.text(f"/themes/{slug}")
    assert member.get(way).status_code == member.get("/themes/nothing/pins").status_code == 404
    assert member.get(f"/themes/{slug}/pins").status_code == 404
    assert facilitator.get(f"/themes/{world.other.slug}/pins").status_code == 404
    assert facilitator.get(f"/themes/{slug}/pins?about=update:{world.entries['me'].id}").status_code == 404
    assert facilitator.get(f"/themes/{slug}/pins?about=update:{world.entries['partnership'].id}").status_code == 404
    assert facilitator.get(f"/themes/{slug}/pins?about=nothing:1").status_code == 404
    assert f"Pin on {world.theme.name}" in facilitator.text(way)
    act, about = f"/themes/{slug}/pins", f"update:{entry.id}"
    assert member.post(act, {"about": about, "why": "Why"}).status_code == 404
    empty = facilitator.post(act, {"about": about, "why": ""})
    assert (empty.status_code, "Say in a few words why" in empty.get_data(as_text=True)) == (422, True)
    sent = facilitator.post(act, {"about": about, "why": "Begin with this"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/themes/{slug}#pinned")
    assert _says_at_the_pins(facilitator.text(f"/themes/{slug}")) == "It is pinned. Whoever may read it finds it"
    assert "Begin with this" in member.text(f"/themes/{slug}")
    assert "Begin with this" not in browsers["anonymous"].text(f"/themes/{slug}")
    assert "Begin with this" in facilitator.text(f"/updates/{entry.id}")
    assert "There is room for two more" in facilitator.text(f"/themes/{slug}/pins")
    for one in world.more[:2]:
        pin(reading(world.someone("programme team")), world.theme, one, "Another")
    full = facilitator.post(act, {"about": f"update:{world.more[2].id}", "why": "My words"})
    text = full.get_data(as_text=True)
    assert full.status_code == 422
    assert "My words" in text
    assert "Unpin one of those below first" in text
    assert text.count(">Unpin<") == 3
    assert "There is room" not in facilitator.text(f"/themes/{slug}/pins")
    third = f"{act}?about=update:{world.more[2].id}"
    text = facilitator.text(third)
    assert ("Three things are pinned already" in text, 'name="why"' in text) == (
        True,
        False,
    )  # before one writes
    assert 'name="why"' in facilitator.text(f"{act}?about={about}")  # why it stands there can be changed all the same
    made = facilitator.post(act, {"about": about, "state": "unpin", "then": f"update:{world.more[2].id}"})
    assert (made.status_code, made.headers["Location"]) == (303, third)
    assert 'name="why"' in facilitator.text(third)
    assert "Begin with this" not in member.text(f"/themes/{slug}")


def test_in_the_head_of_the_entry_stands_the_way_for_those_who_steer_and_nothing_for_others(app, world, count_queries):
    entry, both = world.entries["community"], world.entries["public"]
    way = f"/themes/{world.theme.slug}/pins?about=update:{entry.id}"

    def head(kind, of=entry):
        page = Visitor(app, world.people[kind]).text(f"/updates/{of.id}")
        return page.split('class="lp-head"')[1].split('class="lp-layout"')[0]

    with count_queries() as asked:
        found = head("facilitator here")
    assert f'href="{way}"' in found
    assert f"Pin on <bdi>{world.theme.name}</bdi>" in found
    assert len([one for one in asked if "theme_pin" in one]) == 1, "the head and the aside ask once"
    for kind in KINDS_OF_PERSON:
        if kind in READERS["community"] - STEER_HERE:
            assert "Pin on" not in head(kind), kind
    assert "Pin on" not in head("anonymous", both)
    assert 'href="#on-themes"' in head("programme team", both), "several themes: those stand together"
    pin(reading(world.someone("facilitator here")), world.theme, entry, "Begin with this")
    assert "Pinned<" in head("facilitator here")


def test_unpinning_asks_first_since_the_words_why_go(app, world):
    team, theme, entry = reading(world.someone("programme team")), world.theme, world.entries["public"]
    pin(team, theme, entry, "Begin here if nobody comes twice")
    browser, path = Visitor(app, world.someone("programme team")), f"/themes/{theme.slug}/pins"
    assert 'name="sure" value=""' in browser.text(path)
    assert 'data-asks-once="Unpin, and the words go"' in browser.text(path)
    fields = {"about": f"update:{entry.id}", "state": "unpin", "then": f"update:{world.more[0].id}"}
    asked = browser.post(path, {**fields, "sure": ""})
    text = asked.get_data(as_text=True)
    assert (asked.status_code, len(pinned_on(team, theme.id))) == (200, 1)
    assert "Begin here if nobody comes twice" in text
    for name, value in fields.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert browser.post(path, {**fields, "sure": "1"}).status_code == 303
    assert pinned_on(team, theme.id) == []
    assert browser.text(f"{path}?about={fields['then']}").count("It is pinned no longer.") == 1
    pin(team, theme, entry, "Begin here if nobody comes twice")
    gone = browser.post(path, {**fields, "then": "", "sure": "1"})
    assert gone.location == f"/themes/{theme.slug}#pinned"
    assert _says_at_the_pins(browser.text(gone.location)) == "It is pinned no longer.", "also of the last one"
    assert 'id="pinned"' not in browser.text(gone.location)
    assert browser.post(path, {**fields, "sure": ""}).status_code == 303, "twice is once"


def _says_at_the_pins(page: str) -> str:
    """What was done just now, where it is read out with the place that the address names."""
    assert '<h2 id="pinned" tabindex="-1" aria-describedby="said-pinned">' in page
    [said] = re.findall(r'<div role="status" id="said-pinned"><p [^>]*><svg.*?</svg> (.{0,42})', page)
    return said.partition("</p>")[0]
