"""The desk of a programme: its places, who holds which seat, what is on the way, what waits, and what is next."""

import re
from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import disable
from lpcommunity.invitations.commands import invite, withdraw
from lpcommunity.pages.desk_steps import desk_steps
from lpcommunity.pages.queries.programme_desk import places_of_programme
from lpcommunity.partnerships.commands import found_partnership, take_into_programme
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import begin_project
from lpcommunity.reviews import waiting_overview
from lpcommunity.storage import clock, now, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.pages.conftest import AUDIENCES, KINDS, end

DESK = "/programmes/phase-2/desk"


@transactional
def waits(entry, days):
    entry.review_state, entry.rounds = "waiting", 1
    entry.waiting_since = now() - timedelta(days=days)


def rows(html: str) -> dict[str, str]:
    """What stands in the row of each place, in plain words."""
    found = {}
    for row in re.findall(r'<li class="lp-desk__place".*?</li>', html, re.DOTALL):
        words = re.sub(r"<[^>]+>", " ", row)
        name = re.search(r'lp-desk__name"><a[^>]*>([^<]+)', row)[1]
        found[name] = re.sub(r"\s+", " ", words).strip()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_there_for_the_programme_team_alone(world, kind):
    visitor = world.visit(kind)
    expected = {None: 303, "team": 200}.get(kind, 404)
    assert visitor.get(DESK).status_code == expected
    own = visitor.get("/programmes/phase-2")
    assert own.status_code == (303 if kind in (None, "team") else 404)
    assert (own.location == DESK) == (kind == "team")
    assert visitor.get("/programmes/nowhere/desk").status_code == {None: 303}.get(kind, 404)
    for path in ("/programmes/phase-2/places/new", "/programmes/phase-2/places"):
        assert visitor.get(path).status_code == expected
        if kind not in (None, "team"):
            assert visitor.post(path, {"name": "Mine", "place": "hull"}).status_code == 404


def test_a_row_says_who_leads_who_facilitates_and_when_it_was_last_heard_of(world):
    html = world.visit("team").text(DESK)
    found = rows(html)
    assert list(found) == ["Hull", "Keele"]
    assert "Lead Lead of Hull Facilitator Facilitator of Hull Last news for the community: " in found["Hull"]
    assert "No news for the community yet" in found["Keele"]
    assert "invite" not in found["Hull"].lower()
    assert html.count('class="govuk-button"') == 1, "one filled button a page"


def test_of_what_waits_it_says_since_when_and_nothing_else(world):
    waits(world.entries["reflection", "facilitators"], 9)
    waits(world.entries["reflection", "partnership"], 3)
    waits(world.entries["reflection", "me"], 30)
    html = world.visit("team").text(DESK)
    day = (today() - timedelta(days=9)).day
    assert re.search(rf"Waiting for an answer since {day} ", rows(html)["Hull"])
    assert "Waiting" not in rows(html)["Keele"]
    assert "CANARY" not in html
    assert "Deputy of Hull" not in html, "who confided it"
    assert not re.search(r"two|2 (reflections|wait)", rows(html)["Hull"].lower())
    waits(world.entries["reflection", "facilitators"], 0)
    waits(world.entries["reflection", "partnership"], 0)
    assert "A reflection was sent today, and waits" in rows(world.visit("team").text(DESK))["Hull"]


def test_what_is_next_is_the_most_pressing_thing_that_nobody_is_invited_to_bring(world):
    team = world.visit("team")
    empty = found_partnership(OPERATOR, name="Ayr", slug="ayr", programme=world.programme)

    def next_for_ayr():
        [place] = [one for one in places_of_programme(world.programme.id).rows if one.name == "Ayr"]
        return [step.lacks for step in desk_steps(place, "phase-2")]

    assert next_for_ayr() == ["lead", "facilitator", "project"]
    row = rows(team.text(DESK))["Ayr"]
    assert "No lead No facilitator · invite a facilitator for Ayr" in row
    assert "Invite the lead : Ayr" in row
    asker = make.person()
    make.belongs(asker, empty)
    waits(make.reflection(asker, empty), 2)
    assert next_for_ayr() == ["facilitator", "lead", "project"]
    sent = invite(OPERATOR, "owen@example.org", "facilitator", empty)
    invite(OPERATOR, "grace@example.org", "lead", empty, "Grace Oyelaran")
    assert next_for_ayr() == ["project"]
    row = rows(team.text(DESK))["Ayr"]
    assert "Lead Grace Oyelaran, invited Facilitator owen@example.org, invited" in row
    assert "Two on the way" in row
    second = invite(OPERATOR, "ada@example.org", "facilitator", empty)
    assert "Facilitator ada@example.org and one other, invited" in rows(team.text(DESK))["Ayr"]
    withdraw(OPERATOR, second)
    seat = make.belongs(asker := make.person(), empty, "deputy")
    invite(reading(asker), "tom@example.org", "lead", empty)
    assert "Three on the way" in rows(team.text(DESK))["Ayr"]
    end(seat)
    assert "Two on the way" in rows(team.text(DESK))["Ayr"], "whoever sent it may not invite any more"
    withdraw(OPERATOR, sent)
    with clock.at(now() + timedelta(days=15)):
        assert next_for_ayr() == ["facilitator", "lead", "project"], "what ran out brings nobody"
    begin_project(OPERATOR, empty, world.programme, title="Ferries")
    assert next_for_ayr() == ["facilitator"]


def test_whoever_is_to_come_stands_with_their_day_and_whoever_cannot_sign_in_does_not(world):
    owen, gone = make.person("Owen"), make.person("Gone")
    ayr = found_partnership(OPERATOR, name="Ayr", slug="ayr", programme=world.programme)
    soon, last = today() + timedelta(days=5), today() + timedelta(days=50)
    make.belongs(owen, ayr, "facilitator", since=soon, until=last)
    make.belongs(gone, ayr, "lead")
    disable(OPERATOR, gone)
    row = rows(world.visit("team").text(DESK))["Ayr"]
    assert re.search(rf"Facilitator Owen from {soon.day} \w+( \d+)? until {last.day} ", row)
    assert "Gone" not in row
    assert "No lead" in row


def test_a_place_without_a_project_is_on_the_desk_and_one_in_no_programme_is_taken_in_from_it(world):
    team = world.visit("team")
    make.place("Truro")
    html = team.text(DESK)
    assert "Truro" not in rows(html)
    outside = html.split('id="outside"')[1]
    slug = re.search(r'name="place" value="([^"]+)"', outside)[1]
    assert team.post("/programmes/phase-2/places", {"place": slug}).location == DESK
    html = team.text(DESK)
    assert "No project yet" in rows(html)["Truro"]
    assert 'id="outside"' not in html
    assert team.post("/programmes/phase-2/places", {"place": slug}).status_code == 422, "it is in already"
    way_out = f"/programmes/phase-2/places/{slug}/ending"
    assert "Leave it as it is" in team.text(way_out)
    assert "Truro" in rows(team.text(DESK)), "looking changes nothing"
    assert team.post(way_out).location == DESK
    assert "Truro" not in rows(team.text(DESK))


def test_taking_in_is_offered_where_there_is_a_place_to_take_in(world):
    team = world.visit("team")
    way_in = 'href="/programmes/phase-2/places"'
    assert way_in not in team.text(DESK)
    other = add_programme(OPERATOR, name="Phase 3", slug="phase-3", starts_on=None, ends_on=None)
    found_partnership(OPERATOR, name="Ayr", slug="ayr", programme=other)
    assert way_in in team.text(DESK), "from another programme"


def test_a_place_that_works_on_something_is_not_taken_out(world):
    team = world.visit("team")
    take_into_programme(OPERATOR, world.keele, world.programme)
    way_out = f"/programmes/phase-2/places/{world.keele.slug}/ending"
    assert "stays in Phase 2" in team.text(way_out)
    answer = team.post(way_out)
    assert answer.status_code == 422
    assert "works on something in Phase 2" in answer.text
    assert "Keele" in rows(team.text(DESK))


def test_an_empty_programme_says_how_to_begin(world):
    add_programme(OPERATOR, name="Phase 3", slug="phase-3", starts_on=None, ends_on=None)
    html = world.visit("team").text("/programmes/phase-3/desk")
    assert html.count("Set up the first place") == 2  # in the heading and on the button
    assert html.count('class="govuk-button"') == 1
    assert 'href="/programmes/phase-3/places/new"' in html


def test_the_list_and_home_lead_to_each_desk_and_what_is_inside_leads_back(world):
    team = world.visit("team")
    for path in ("/programmes", "/home"):
        assert f'href="{DESK}"' in team.text(path), path
    hull = f"/partnerships/{world.hull.slug}"
    for path in (
        "/programmes/phase-2/places/new",
        "/programmes/phase-2/places",
        "/programmes/phase-2/edit",
        f"{hull}/projects/new?programme=phase-2",
        f"{hull}/invitations/lead?programme=phase-2",
    ):
        assert f'href="{DESK}" class="govuk-back-link"' in team.text(path), path
    lead = world.visit("lead")
    for path in (f"{hull}/projects/new?programme=phase-2", f"{hull}/invitations/lead?programme=phase-2"):
        assert DESK not in lead.text(path), "it is the team's"


def test_a_long_list_is_shown_in_pages_by_name(world, monkeypatch):
    for number in range(5):
        found_partnership(OPERATOR, name=f"Ayr {number}", slug=f"ayr-{number}", programme=world.programme)
    first = places_of_programme(world.programme.id, size=4)
    then = places_of_programme(world.programme.id, first.next, size=4)
    assert [place.name for place in first.rows + then.rows] == [
        *(f"Ayr {number}" for number in range(5)), "Hull", "Keele"
    ]  # fmt: skip
    assert then.next is None
    last = world.visit("team").text(f"{DESK}?after=999-zzz")
    assert "That was everything" in last
    assert "Set up the first place" not in last


def test_it_asks_the_same_whatever_there_is(world, count_queries):
    team = world.visit("team")
    team.text(DESK)
    with count_queries() as few:
        team.text(DESK)
    for number in range(6):
        place = found_partnership(OPERATOR, name=f"Ayr {number}", slug=f"ayr-{number}", programme=world.programme)
        make.belongs(make.person(), place, "lead")
        invite(OPERATOR, f"o{number}@example.org", "facilitator", place)
        author = make.person()
        make.belongs(author, place)
        waits(make.reflection(author, place), number)
    make.place("Outside")
    with count_queries() as many:
        team.text(DESK)
    assert len(many) == len(few) == 10, many


def test_what_waits_is_what_the_page_of_waiting_says(world):
    for audience in AUDIENCES[1:]:
        waits(world.entries["reflection", audience], 4)
    told = {place.name: place.waited[0] for place in waiting_overview.waiting_overview() if place.waited}
    on_desk = {one.name: one.waits for one in places_of_programme(world.programme.id).rows if one.waits}
    assert on_desk == told
    assert reading(world.who["team"]).programme_team
