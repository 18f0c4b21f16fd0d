"""The story: its facts are the evaluation's, its words keep to what may be moved, and its queues are alive."""

import re
import tempfile
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from lpcommunity.demo.personas import PERSONAS
from lpcommunity.demo.sample_documents import DOCUMENTS, make
from lpcommunity.demo.sample_images import DRAWN, UnknownPicture, draw
from lpcommunity.demo.sample_programme import STORY, moved_to_today
from lpcommunity.documents import extraction
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reviews.models import MOVES
from lpcommunity.storage import clock

# What the evaluation of Phase 2 says of each place: partners with their sectors, theme, words of the aim.
FACTS = {
    "bedford": (
        {"University of Bedfordshire": "university", "Bedford Council": "council"},
        "Physical activity and mental health",
        ["sport", "mental health", "specific intervention", "together"],
    ),
    "hull": (
        {"University of Hull": "university", "Hull City Council": "council", "The NHS": "nhs"},
        "Inclusive growth",
        ["model", "city", "growth", "culture", "closely"],
    ),
    "keele": (
        {
            "Keele University": "university",
            "Local authorities around Keele": "council",
            "Local businesses around Keele": "business",
        },
        "Business innovation and leadership",
        ["£17.5m", "Keele Business School", "centre", "plan"],
    ),
    "nottingham": (
        {
            "The city council in Nottingham": "council",
            "A university in Nottingham": "university",
            "Another university in Nottingham": "university",
        },
        "Smart cities",
        ["health", "energy", "transport", "housing", "tested", "ideas"],
    ),
    "shropshire": (
        {"Care providers in Shropshire": "business", "Makers of care technology": "business", "The NHS": "nhs"},
        "Digital health",
        ["care", "technology", "NHS", "data", "communications", "sector needs"],
    ),
    "tees-valley": (
        {"Tees Valley Combined Authority": "combined-authority", "Teesside University": "university"},
        "Business scale-ups",
        ["100", "Tees Valley", "firms", "grow", "expand", "programme"],
    ),
}

# A year that moves can have none of these, nor a date.
FIXED = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december"
    r"|winter|spring|summer|autumn|christmas|easter|20[0-9]{2})\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def story():
    with clock.at(clock.from_london(_noon(date(2018, 1, 24)))):
        return read_programme(STORY)


def _noon(day):
    return datetime.combine(day, time(12))


def _by(items, key):
    return {item[key]: item for item in items}


def _roles(story, slug, on, email=None):
    """The roles that somebody (or anybody) has in this place on that day."""
    begins = story["programme"]["starts"]
    return {
        held["role"]
        for held in _by(story["partnerships"], "slug")[slug]["people"]
        if email in (None, held["person"]) and (held["from"] or begins) <= on <= (held["to"] or date.max)
    }


def _acts(story, act):
    return [item for item in story["history"] if item["act"] == act]


def test_the_programme_is_phase_2_and_follows_phase_1(story):
    programme = story["programme"]
    assert programme["name"] == "Leading Places Phase 2"
    assert (programme["starts"], programme["ends"]) == (date(2017, 7, 1), date(2018, 3, 31))
    assert programme["follows"]["name"] == "Leading Places Phase 1"
    assert programme["follows"]["starts"] is None  # the evaluation does not say


@pytest.mark.parametrize("slug", FACTS)
def test_every_fact_of_a_place_is_there_and_none_is_added(story, slug):
    partners, theme, words = FACTS[slug]
    place = _by(story["partnerships"], "slug")[slug]
    organisations = _by(story["organisations"], "slug")
    bodies = [organisations[name] for name in place["organisations"]]
    assert {body["name"]: body["sector"] for body in bodies} == partners
    assert _by(story["themes"], "slug")[place["project"]["theme"]]["name"] == theme
    said = f"{place['summary']} {place['project']['title']} {place['project']['aim']}"
    assert [word for word in words if word not in said] == []


def test_there_are_six_places_and_no_more(story):
    assert {place["slug"] for place in story["partnerships"]} == set(FACTS)
    assert len(story["themes"]) == 6


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def test_no_word_of_the_story_is_tied_to_a_day_of_the_year(story):
    parts = {"summary", "aim", "title", "body", "reason", "help", "answers", "moves", "name", "alt"}
    found = []
    for item in [*story["partnerships"], *(p["project"] for p in story["partnerships"]), *story["history"]]:
        for key in parts & set(item):
            found += [text for text in _texts(item[key]) if FIXED.search(text)]
    assert found == []


def test_it_is_a_believable_half_year(story):
    assert 40 <= len(_acts(story, "update")) <= 55
    assert 25 <= len(_acts(story, "reflection")) <= 32
    assert 28 <= len(story["people"]) <= 36
    by_place = Counter(item["partnership"] for item in _acts(story, "update"))
    assert by_place["nottingham"] == max(by_place.values())
    last = max(i["at"] for i in story["history"] if i.get("partnership") == "shropshire" and i["act"] == "update")
    assert last.date() == date(2017, 11, 20)


def test_it_shows_every_stage_audience_cycle_and_move(story):
    assert {item["audience"] for item in _acts(story, "update")} >= {"partnership", "community", "public"}
    assert {i["audience"] for act in ("reflection", "audience") for i in _acts(story, act)} == set(AUDIENCES)
    assert {item["cycle"] for item in _acts(story, "reflection")} == set(CYCLES)
    assert {move["kind"] for item in _acts(story, "answer") for move in item["moves"]} == set(MOVES)
    assert {item["outcome"] for item in _acts(story, "answer")} == {"acknowledges", "invites"}
    assert {item["standing"] for item in _acts(story, "update")} == {"on-track", "needs-attention", "off-track"}
    for act in ("taking-back", "withdrawal", "revision", "response", "submission", "thanks", "follow"):
        assert _acts(story, act), act
    assert [item for item in _acts(story, "update") if item["draft"]]
    assert [item for item in _acts(story, "reflection") if item["draft"]]


def test_the_personas_are_who_the_contract_says(story):
    today, places = date(2018, 1, 24), [place["slug"] for place in story["partnerships"]]
    assert {persona.email for persona in PERSONAS.values()} <= {person["email"] for person in story["people"]}
    assert _roles(story, "bedford", today, "bedford-member@demo.example") == {"member"}
    assert _roles(story, "hull", today, "hull-lead@demo.example") == {"lead"}
    facilitated = {
        place for place in places if "facilitator" in _roles(story, place, today, "facilitator@demo.example")
    }
    assert facilitated == {"bedford", "hull"}
    assert _roles(story, "bedford", date(2017, 11, 17), "former-member@demo.example") == {"member"}
    roles = {held["person"]: held["role"] for held in story["team"]}
    assert "former-member@demo.example" not in roles
    assert not any(_roles(story, place, today, "former-member@demo.example") for place in places)
    assert roles["programme-team@demo.example"] == "programme-team"
    assert roles["evaluator@demo.example"] == "evaluator"


def test_every_place_has_a_lead_and_all_but_one_a_facilitator(story):
    current = {place["slug"]: _roles(story, place["slug"], date(2018, 1, 24)) for place in story["partnerships"]}
    assert all("lead" in roles for roles in current.values())
    assert [slug for slug, roles in current.items() if "facilitator" not in roles] == ["shropshire"]


@pytest.mark.parametrize(
    "today", [date(2026, 11, 22), date(2027, 1, 1), date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29)]
)
def test_whatever_the_day_it_goes_on_now(story, today):
    with clock.at(clock.from_london(_noon(today))):
        moved = moved_to_today(story)
    assert timedelta(0) <= today - moved["as-if-today"] <= timedelta(days=6)
    assert moved["as-if-today"].weekday() == story["as-if-today"].weekday()
    programme = moved["programme"]
    months = (today.year - programme["starts"].year) * 12 + today.month - programme["starts"].month
    assert (months, programme["starts"].day) == (6, 1)  # the seventh month
    assert (programme["ends"] + timedelta(days=1)).day == 1
    assert programme["starts"] <= min(item["at"] for item in moved["history"]).date()
    assert max(item["at"] for item in moved["history"]).date() < today
    due = [stone["due"] for place in moved["partnerships"] for stone in place["project"]["milestones"]]
    assert max(due) <= programme["ends"]
    assert story["programme"]["starts"] == date(2017, 7, 1)  # the story itself stays


def test_every_document_of_the_story_can_be_made_and_read(story):
    told = {name for item in _acts(story, "update") for name in item["documents"] or []}
    assert told == set(DOCUMENTS)
    words = {"one-page-brief.docx": "glossary", "six-walks.xlsx": "minibus", "one-page-agreement.pdf": "kettle"}
    for name, word in words.items():
        with tempfile.TemporaryFile() as file:
            file.write(make(name))
            file.seek(0)
            assert word in extraction.read(file).text


def test_every_picture_that_the_story_shows_can_be_drawn(story):
    shown = {picture["draw"] for item in _acts(story, "update") for picture in item["pictures"] or []}
    assert shown == set(DRAWN)
    assert draw("walking-route").startswith(b"\x89PNG")
    with pytest.raises(UnknownPicture):
        draw("../secret")
