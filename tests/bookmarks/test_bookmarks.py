"""What people keep for themselves: a note and its day stay theirs; of the rest they find what they may read, and nobody
else finds anything.
"""

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import accounts
from lpcommunity.bookmarks import commands, queries
from lpcommunity.bookmarks.models import LONGEST_NOTE, Bookmark
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import can_read
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.search import query_language
from lpcommunity.storage import change_stamp, now, session, transactional
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.factories.world import KINDS_OF_PERSON, READERS, parted
from tests.harness.visitor import Visitor

MASKED = re.compile(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b')


def _titled(who, where, audience: str, title: str):
    words = Content.written(title, {"body": "And more of it."})
    return post_update(reading(who), where, str(uuid4()), words, audience=audience, standing="on-track")


def _made():
    made: Any = parted()
    made.entries = {audience: make.update(made.someone("author"), made.here, audience) for audience in AUDIENCES}
    return made


@pytest.fixture
def world(begin_with):
    return begin_with(_made)


@pytest.fixture
def hull(app):
    place, grace, amina = make.place("Hull"), make.person("Grace"), make.person("Amina")
    make.belongs(grace, place, "lead")
    belongs = make.belongs(amina, place)
    entry, other = (_titled(grace, place, "partnership", title) for title in ("Heat pumps", "Bus lanes"))
    return SimpleNamespace(place=place, grace=grace, amina=amina, belongs=belongs, entry=entry, other=other)


def _count(model) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def _all(person, *, later=False) -> list[queries.Kept]:
    return queries.kept_by(reading(person), later=later).lines


def test_twice_is_once_and_what_is_noted_stays(hull):
    amina = reading(hull.amina)
    for _ in range(2):
        commands.keep(amina, hull.entry, later=True)
    assert ([one.note for one in _all(hull.amina, later=True)], _count(Bookmark)) == ([""], 1)
    commands.keep(amina, hull.entry, note=" For the\r\nboard ")
    [kept] = _all(hull.amina)
    assert (kept.note, kept.entry.title, _all(hull.amina, later=True)) == ("For the\nboard", "Heat pumps", [])
    commands.keep(amina, hull.entry)
    assert _all(hull.amina)[0].note == "For the\nboard", "kept again without a note"
    commands.change_note(amina, kept.id, "")
    assert _all(hull.amina)[0].note == ""
    for _ in range(2):
        commands.let_go(amina, kept.id)
    assert _count(Bookmark) == 0


def test_what_was_read_goes_unless_something_is_noted(hull):
    amina = reading(hull.amina)
    commands.keep(amina, hull.entry, later=True)
    commands.keep(amina, hull.other, later=True, note="Ask Grace")
    for one in _all(hull.amina, later=True):
        commands.have_read(amina, one.id)
    assert [(one.entry.title, one.note) for one in _all(hull.amina)] == [("Bus lanes", "Ask Grace")]
    commands.have_read(amina, _all(hull.amina)[0].id)  # by an older window: it is kept now, and stays
    assert len(_all(hull.amina)) == 1


def test_only_what_one_may_read_and_no_more_than_there_is_room_for(world, monkeypatch):
    for kind in KINDS_OF_PERSON[1:]:
        reader = reading(world.someone(kind))
        for audience, entry in world.entries.items() if kind != "disabled member" else ():
            if kind == "author" or kind in READERS[audience]:
                commands.keep(reader, entry)
            else:
                with pytest.raises(Refused):
                    commands.keep(reader, entry)
    member = reading(world.someone("member here"))
    with pytest.raises(Invalid, match="501 characters"):
        commands.keep(member, world.entries["public"], note="x" * (LONGEST_NOTE + 1))
    monkeypatch.setattr(commands, "MOST", 3)
    with pytest.raises(Invalid, match="3 things already"):
        commands.keep(member, make.update(world.someone("author"), world.here, "public"))
    commands.keep(member, world.entries["public"], note="That is kept already")


def test_when_it_can_no_longer_be_read_its_words_go_and_the_note_and_its_day_stay(app, hull):
    amina, browser = reading(hull.amina), Visitor(app, hull.amina)
    commands.keep(amina, hull.entry, note="For the board")
    commands.keep(amina, hull.other, note="Another")
    [_, kept] = _all(hull.amina)

    def shown() -> list[str]:
        text = browser.text("/bookmarks") + browser.text(f"/bookmarks/{kept.id}")
        assert "For the board" in text
        assert "Bus lanes" in text, "the other one"
        return re.findall(rf"Heat pumps|can no longer read|Grace|Hull|/updates/{hull.entry.id}\b", text)

    before = shown()
    assert {"Heat pumps", f"/updates/{hull.entry.id}", "Grace", "Hull"} <= set(before)
    change_entry_audience(reading(hull.grace), hull.entry, "facilitators")
    gone = shown()
    assert "can no longer read" in gone
    assert "Heat pumps" not in gone
    assert f"/updates/{hull.entry.id}" not in gone
    found = queries.one_kept(amina, kept.id)
    assert (found.entry, found.note, found.kept_at) == (None, "For the board", kept.kept_at)
    assert browser.post(f"/bookmarks/{kept.id}", {"note": "For the board, later"}).status_code == 303
    change_entry_audience(reading(hull.grace), hull.entry, "community")
    assert shown() == before, "it is back"
    withdraw_entry(reading(hull.grace), hull.entry)
    assert shown() == gone
    memberships.end_membership(OPERATOR, hull.belongs)
    assert [one.entry for one in _all(hull.amina)] == [None, None]
    assert browser.post(f"/bookmarks/{kept.id}", {"state": "let-go"}).status_code == 303
    assert [one.note for one in _all(hull.amina)] == ["Another"]


def test_sql_and_predicate_agree_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = random_world(seed)

    @transactional
    def everybody_keeps_everything() -> None:
        for person in world.people:
            for number, entry in enumerate(world.entries):
                row = Bookmark(person_id=person.id, entry_id=entry.id, later=number % 2 == 0, note="", kept_at=now())
                session().add(row)
        session().flush()

    everybody_keeps_everything()
    for person in world.people:
        reader = reading(person)
        if not hasattr(reader, "id"):
            continue
        allowed = {entry.id for entry in world.entries if can_read(reader, entry)}
        lists = [queries.kept_by(reader, later=later, size=500).lines for later in (True, False)]
        lists.append([queries.kept_of(reader, entry.id) for entry in world.entries])
        lists.append([queries.one_kept(reader, one.id) for one in lists[0]] + lists[1])
        for found in (lists[0] + lists[1], *lists[2:]):
            assert len(found) == len(world.entries)
            assert {one.entry.id for one in found if one.entry is not None} == allowed, f"seed {seed}, {reader}"
        assert {one.id for one in lists[0]} == {one.id for one in _all_of(person) if one.later}


def _all_of(person) -> list[Bookmark]:
    return list(session().scalars(select(Bookmark).where(Bookmark.person_id == person.id)))


def test_it_is_found_by_the_note_and_by_a_title_that_one_may_still_read(hull):
    amina = reading(hull.amina)
    commands.keep(amina, hull.entry, note="Organising the mayors’ visit", later=True)
    commands.keep(amina, hull.other)
    commands.keep(reading(hull.grace), hull.other, note="Mayors, too")

    def finds(typed: str) -> list[str]:
        return [one.note or one.entry.title for one in queries.found_by(amina, query_language.read(typed)).lines]

    noted, titled = "Organising the mayors’ visit", "Bus lanes"
    assert finds("mayor") == finds("organized") == finds('"mayors visit"') == finds("may*") == finds("PUMP") == [noted]
    assert finds("lane") == [titled]
    assert finds("mayor pump") == [noted], "some in the title, some in the note"
    assert finds('"visit mayors"') == finds("mayor -visit") == finds("trams") == []
    change_entry_audience(reading(hull.grace), hull.entry, "me")
    assert finds("pumps") == [], "its title is not theirs to know any more"
    assert finds("mayor") == [noted]


def test_nobody_else_notices_anything(app, world):
    author, member = world.someone("author"), reading(world.someone("member here"))
    entry = world.entries["public"]
    paths = ("/home", f"/updates/{entry.id}", f"/partnerships/{world.here.slug}", "/bookmarks", "/notifications")
    watching = [Visitor(app, world.people[kind]) for kind in ("author", "lead here", "programme team", "administrator")]

    def seen() -> list[str]:
        return [MASKED.sub("", one.get(path).get_data(as_text=True)) for one in watching for path in paths]

    before, traces = seen(), (_count(OutboxEvent), _count(AuditRecord), change_stamp.stamp())
    commands.keep(member, entry, note="Mine")
    commands.keep(member, world.entries["community"], later=True)
    assert seen() == before
    assert (_count(OutboxEvent), _count(AuditRecord), change_stamp.stamp()) == traces
    number = _all(world.someone("member here"))[0].id
    other = Visitor(app, author)
    assert other.get(f"/bookmarks/{number}").status_code == other.get("/bookmarks/999999").status_code == 404
    for data in ({"note": "Theirs"}, {"state": "let-go"}, {"state": "read"}):
        assert other.post(f"/bookmarks/{number}", data).status_code == 404
    commands.let_go(reading(author), number)
    commands.change_note(reading(author), number, "Theirs")
    assert [one.note for one in _all(world.someone("member here"))] == ["Mine"]


def test_it_goes_with_the_account(hull):
    commands.keep(reading(hull.amina), hull.entry, note="Mine")
    commands.keep(reading(hull.grace), hull.entry, note="Hers")
    accounts.disable(OPERATOR, hull.amina)
    assert session().scalars(select(Bookmark.note)).all() == ["Hers"]


def test_a_card_puts_it_aside_in_one_press_and_says_so(app, hull):
    browser, place = Visitor(app, hull.amina), f"/partnerships/{hull.place.slug}?kind=all"

    def button() -> str:
        found = re.search(rf'<button class="lp-later[^>]*>(?:(?!</button>).)*{hull.entry.title}', browser.text(place))
        return found[0] if found else ""

    path = f"/updates/{hull.entry.id}/bookmark"
    assert f'form="press" formaction="{path}" name="state" value="later"' in button()
    assert '<form id="press" method="post" hidden><input type="hidden" name="csrf_token"' in browser.text(place)
    sent = browser.post(path, {"state": "later"}, headers={"Referer": f"http://localhost{place}"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{place}#later-{hull.entry.id}")
    assert 'value="read"' in button()
    assert 'aria-pressed="true"' in button()
    assert "To read later (1)" in browser.text("/home")
    assert "To read later, <span data-count>1</span>" in browser.text("/bookmarks")
    assert browser.post(path, {"state": "read"}).status_code == 303
    assert 'value="later"' in button()
    browser.post(path)
    assert button() == ""
    assert "You keep this" in browser.text(place)
    assert 'class="lp-later' not in Visitor(app).text("/public")


def test_below_an_entry_one_keeps_it_notes_something_and_lets_go(app, hull):
    browser, path = Visitor(app, hull.amina), f"/updates/{hull.entry.id}"
    assert {"Keep this", "Read later"} <= set(re.findall("Keep this|Read later|You keep this", browser.text(path)))
    sent = browser.post(f"{path}/bookmark", {"note": "For the board"}, headers={"Referer": f"http://localhost{path}"})
    assert sent.headers["Location"] == f"{path}#bookmark"
    assert "You keep this" in browser.text(path)
    [kept] = _all(hull.amina)
    long = browser.post(f"{path}/bookmark", {"note": "x" * 501})
    assert long.status_code == 422
    assert "x" * 501 in long.get_data(as_text=True)
    assert "it can be at most 500" in long.get_data(as_text=True)
    assert browser.post(f"/bookmarks/{kept.id}", {"note": "x" * 501}).status_code == 422
    assert browser.post(f"/bookmarks/{kept.id}", {"note": "For her"}).headers["Location"] == "/bookmarks?show=kept"
    assert "For her" in browser.text(f"/bookmarks/{kept.id}")
    assert browser.post(f"{path}/bookmark", {"state": "let-go"}).status_code == 303
    assert _all(hull.amina) == []
    assert browser.post("/updates/999999/bookmark").status_code == 404


def test_a_page_of_them_has_an_end_and_a_fixed_number_of_queries(app, hull, count_queries):
    browser, amina = Visitor(app, hull.amina), reading(hull.amina)
    browser.text("/bookmarks")
    commands.keep(amina, hull.entry)

    def asked(path: str) -> int:
        browser.text(path)
        with count_queries() as some:
            browser.text(path)
        return len(some)

    few = [asked(path) for path in ("/bookmarks", "/bookmarks?q=pumps")]
    for number in range(25):
        commands.keep(amina, _titled(hull.grace, hull.place, "community", f"Pumps {number}"), note="Pump")
    assert [asked(path) for path in ("/bookmarks", "/bookmarks?q=pumps")] == few
    for path in ("/bookmarks?show=kept", "/bookmarks?q=pump"):
        first = browser.text(path)
        following = re.search(r'rel="next" href="([^"]+)"', first)
        second = browser.text(following[1].replace("&amp;", "&"))
        numbers = [re.findall(r'id="kept-(\d+)"', page) for page in (first, second)]
        assert [len(some) for some in numbers] == [20, 6]
        assert len({*numbers[0], *numbers[1]}) == 26
        assert 'rel="next"' not in second


def test_letting_go_of_a_note_asks_first_saved_or_only_typed(app, hull):
    browser, amina = Visitor(app, hull.amina), reading(hull.amina)
    commands.keep(amina, hull.entry, note="For the board")
    [kept] = _all(hull.amina)
    path = f"/bookmarks/{kept.id}"
    assert 'data-asks-once="Let it go, the note goes too"' in browser.text(path)
    typed = {"state": ["keep", "let-go"], "sure": "", "note": "For the board, and for Ruth"}
    asked = browser.post(path, typed)
    text = asked.get_data(as_text=True)
    assert (asked.status_code, [one.note for one in _all(hull.amina)]) == (200, ["For the board"])
    assert "The note cannot be brought back" in text
    assert "For the board, and for Ruth" in text, "nor is what is only typed gone"
    assert '<input type="hidden" name="sure" value="1">' in text
    for page in (text, browser.post(path, {**typed, "state": "let-go"}).get_data(as_text=True), browser.text(path)):
        save = re.search(r"<button[^>]*>Save your note<", page)[0]
        assert "name=" not in save, "else a script leaves it to the browser, which has no network"
        assert re.search(r'<input[^>]*name="state"[^>]*value="(.*?)"', page)[1] == "keep", "what that button says"
    assert browser.post(path, {**typed, "sure": "1", "note": "x" * 501}).status_code == 303
    assert _all(hull.amina) == []
    commands.keep(amina, hull.other)
    [kept] = _all(hull.amina)
    path = f"/bookmarks/{kept.id}"
    assert "data-asks-once" not in browser.text(path), "there is no word yet"
    page = browser.post(path, {**typed, "note": "Only typed"}).get_data(as_text=True)
    assert ("Only typed" in page, len(_all(hull.amina))) == (True, 1)
    # A page that was opened before there was a note asks, too.
    commands.change_note(amina, kept.id, "From another window")
    asked = browser.post(f"/updates/{hull.other.id}/bookmark", {"state": "let-go", "sure": ""})
    assert (asked.status_code, "From another window" in asked.get_data(as_text=True)) == (200, True)


def test_letting_go_without_a_word_is_one_press_and_there_is_a_way_back(app, hull):
    browser = Visitor(app, hull.amina)
    for entry, later in ((hull.entry, False), (hull.other, True)):
        commands.keep(reading(hull.amina), entry, later=later)
        [kept] = _all(hull.amina, later=later)
        sent = browser.post(f"/bookmarks/{kept.id}", {"state": ["keep", "let-go"], "sure": "", "note": ""})
        assert (sent.status_code, _count(Bookmark)) == (303, 0)
        page = browser.text("/bookmarks")
        back = re.search(r'form="press" formaction="([^"]+)" name="(\w+)" value="(\w+)">Put it back', page)
        assert browser.post(back[1], {back[2]: back[3]}).status_code == 303
        assert [one.entry.title for one in _all(hull.amina, later=later)] == [entry.title]
        commands.let_go(reading(hull.amina), _all(hull.amina, later=later)[0].id)


def test_what_was_read_goes_from_the_list_with_a_word_and_a_way_back_to_its_place(app, hull):
    browser = Visitor(app, hull.amina)
    commands.keep(reading(hull.amina), hull.entry, later=True)
    [kept] = _all(hull.amina, later=True)
    there = "/bookmarks?show=later"
    assert browser.post(f"/bookmarks/{kept.id}", {"state": "read"}, on=there).location == there
    page = browser.text(there)
    assert "It is read, and gone from this list." in page
    back = re.search(r'form="press" formaction="([^"]+)" name="(\w+)" value="(\w+)">Put it back', page)
    put = browser.post(back[1], {back[2]: back[3]}, headers={"Referer": f"http://localhost{there}"})
    [kept] = _all(hull.amina, later=True)
    assert put.location == f"{there}#kept-{kept.id}"
    page = browser.text(there)
    assert f'id="kept-{kept.id}" tabindex="-1" aria-describedby="said-kept-{kept.id}"' in page
    assert page.count("You mean to read it later.") == 1
    # On a card and below an entry its button stays, and takes it back: no word is needed.
    assert browser.post(f"/updates/{hull.entry.id}/bookmark", {"state": "read"}, on="/home").status_code == 303
    assert "It is read" not in browser.text("/home")
