"""The people of the community: who stands there, how they are found, what is asked of the database."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from lpcommunity.access.reader import OPERATOR, Reader
from lpcommunity.accounts.commands import disable
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.pages.queries import people
from lpcommunity.pages.queries.people import Choice
from lpcommunity.partnerships.commands import add_organisation
from lpcommunity.people import commands
from lpcommunity.people.policy import can_see_person
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.projects.commands import begin_project
from lpcommunity.storage import session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.harness.visitor import Visitor

SAID = {
    "Llŷr Ap Gwilym": ("Carer", "Walking groups for people who live alone"),
    "Jürgen Müller": ("Analyst", "Data that two organisations share"),
    "Aoife O'Neill": ("", "Surveys of small firms"),
    "Thảo Nguyễn": ("Nurse", ""),
    "Siân Davies": ("", "She walks <b>with</b> everybody"),
    "Flora MacDonald": ("Ferry pilot", "Ports"),
    "Ordinary Person": ("", ""),
    "Prof. Dr Betty Zane": ("", ""),
}
FOUND = re.compile(r'data-search-result>.*?href="/people/(\d+)">([^<]+)<', re.DOTALL)


@pytest.fixture
def folk(app):
    """Two places with a theme and an organisation each, and people in them; `folk.find(…)` names whom Flora finds."""
    made = _folk()
    made.app = app
    return made


def _folk():
    places = [make.place("Hull"), make.place("Bedford")]
    council = add_organisation(OPERATOR, slug="hull-council", name="Hull Council", sector="council")
    keele = add_organisation(OPERATOR, slug="keele", name="Keele University", sector="university")
    begins, ends = today() - timedelta(days=30), today() + timedelta(days=300)
    programme = add_programme(OPERATOR, slug="phase-2", name="Phase 2", starts_on=begins, ends_on=ends)
    for place, slug in zip(places, ("growth", "health"), strict=True):
        begin_project(
            OPERATOR, place, programme, title=slug, theme=add_theme(OPERATOR, slug=slug, name=slug.title(), summary="")
        )
    who = {}
    for nth, (name, (job, helps)) in enumerate(SAID.items()):
        who[name] = make.person(name)
        make.belongs(who[name], places[nth % 2], role="facilitator" if nth == 5 else "member")
        organisation = (council, keele)[nth % 2]
        commands.change_profile(
            reading(who[name]), name=name, job_title=job, helps_with=helps, organisation_id=organisation.id
        )
    return SimpleNamespace(who=who, places=places, council=council)


def find(folk, **asked):
    page = Visitor(folk.app, folk.who["Flora MacDonald"]).get("/people", query_string=asked).get_data(as_text=True)
    count = re.search(r"<span data-count>([^<]+)</span>", page)
    names = [name.replace("&#39;", "'") for _, name in FOUND.findall(page)]
    assert count[1] == str(len(names))
    return names


def test_everybody_of_the_community_stands_there_by_name(folk):
    assert find(folk) == sorted(SAID, key=lambda name: session().get(type(folk.who[name]), folk.who[name].id).sort_name)
    assert find(folk)[1] == "Prof. Dr Betty Zane", "titles do not count"


def test_a_name_is_found_without_its_accents_and_despite_a_typing_error(folk):
    for typed, name in (
        ("llyr", "Llŷr Ap Gwilym"), ("Muller", "Jürgen Müller"), ("mueller", "Jürgen Müller"),
        ("ONeill", "Aoife O'Neill"),
        ("O’Neil", "Aoife O'Neill"), ("nguyen", "Thảo Nguyễn"), ("Ngyuen", "Thảo Nguyễn"), ("sian", "Siân Davies"),
        ("McDonald", "Flora MacDonald"), ("Dr Flora MacDonald", "Flora MacDonald"),
        ("Betty Zane", "Prof. Dr Betty Zane"), ("Councillor B Zane", "Prof. Dr Betty Zane"),
        ("flora mac", "Flora MacDonald"), ("Davis", "Siân Davies"),
    ):  # fmt: skip
        assert find(folk, q=typed) == [name], typed
    page = Visitor(folk.app, folk.who["Flora MacDonald"]).text("/people?q=Davis")
    assert "Nobody is called “<bdi>Davis</bdi>”. These names come near." in page


def test_what_they_can_help_with_is_found_by_any_form_of_the_word(folk):
    assert find(folk, helps_with="walk") == ["Llŷr Ap Gwilym", "Siân Davies"]
    assert find(folk, helps_with="survey firm") == ["Aoife O'Neill"]
    assert find(folk, helps_with="walk alone") == find(folk, helps_with="alone walk") == ["Llŷr Ap Gwilym"]
    assert find(folk, helps_with="pilot") == []  # a job, nothing that somebody offers
    assert find(folk, helps_with="walking", q="sian") == ["Siân Davies"]


def test_filters_narrow_it_and_each_can_be_taken_away(folk):
    hull = {"Llŷr Ap Gwilym", "Aoife O'Neill", "Siân Davies", "Ordinary Person"}
    for asked in (
        {"place": folk.places[0].slug},
        {"theme": "growth"},
        {"organisation": "hull-council"},
        {"sector": "council"},
    ):
        assert set(find(folk, **asked)) == hull, asked
    page = Visitor(folk.app, folk.who["Flora MacDonald"]).text("/people?theme=growth&helps_with=walk&place=nowhere")
    chosen = re.findall(r'<li><a href="([^"]+)"><span[^>]*>Take this filter away: </span><bdi>([^<]+)', page)
    assert {label: url.replace("&amp;", "&") for url, label in chosen} == {
        "Can help with “walk”": "/people?place=nowhere&theme=growth",
        "Something that is not there": "/people?helps_with=walk&theme=growth",
        "Growth": "/people?helps_with=walk&place=nowhere",
    }
    assert "Nobody whom you can see fits all of that" in page
    assert find(folk, q="zzzz") == []
    assert "<b>with</b>" not in Visitor(folk.app, folk.who["Flora MacDonald"]).text("/people?helps_with=walk")


def test_what_is_hidden_finds_nobody(folk):
    sian = folk.who["Siân Davies"]
    said = {"name": "Siân Davies", "job_title": "Canary", "helps_with": "Walks", "organisation_id": folk.council.id}
    commands.change_profile(reading(sian), **said, hides=["job_title", "organisation", "helps_with"])
    for asked in ({"helps_with": "walk"}, {"organisation": "hull-council"}, {"sector": "council"}):
        assert "Siân Davies" not in find(folk, **asked), asked
    assert "Siân Davies" in find(folk)
    for reader in (folk.who["Flora MacDonald"], sian, make.person("Team", role="programme-team")):
        page = Visitor(folk.app, reader).text("/people?q=sian")
        assert "Canary" not in page
        assert "Can help with:" not in page


def test_pages_of_twenty_and_as_many_queries_however_many_there_are(folk, count_queries):
    flora = Visitor(folk.app, folk.who["Flora MacDonald"])
    flora.text("/people?q=a&helps_with=walk")
    asked_for = "/people?q=b&helps_with=walk&sector=council&theme=growth&place=x&organisation=y"
    with count_queries() as few:
        flora.text("/people")
    with count_queries() as few_of_all:
        flora.text(asked_for)
    for nth in range(45):
        person = make.person(f"Bystander {nth:02}")
        make.belongs(person, folk.places[0])
        make.belongs(person, folk.places[1])
        commands.change_profile(
            reading(person), name=person.name, job_title="", helps_with="Walking", organisation_id=folk.council.id
        )
    flora.text("/people?q=b")  # names are read anew
    with count_queries() as many:
        page = flora.text("/people")
    with count_queries() as many_of_all:
        flora.text(asked_for)
    assert len(few) == len(many) <= 8, many
    assert abs(len(few_of_all) - len(many_of_all)) <= 1, many_of_all  # where people belong is asked of some
    assert len(many_of_all) <= 11, many_of_all
    seen, pages = FOUND.findall(page), 1
    while following := re.search(r'href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"', page):
        page = flora.text((following[1] or following[2]).replace("&amp;", "&"))
        seen, pages = seen + FOUND.findall(page), pages + 1
    assert (len(seen), len(set(seen)), pages) == (53, 53, 3)


def test_who_is_not_of_the_community_finds_nobody_and_no_page(folk, app):
    for person in (make.person("Former"), make.person("Never")):
        assert Visitor(app, person).get("/people").status_code == 404
    assert Visitor(app).get("/people").status_code == 303


def test_it_holds_whom_one_can_see_and_nobody_else(app, seed):
    world = random_world(seed)
    disable(OPERATOR, world.people[0])
    make.belongs(make.person("Tomorrow"), world.places[0], since=today() + timedelta(days=1))
    make.belongs(make.person("Gone"), world.places[0], since=date(2020, 1, 1), until=date(2021, 1, 1))
    everybody = session().query(type(world.people[0])).all()
    for reader in world.readers():
        if not isinstance(reader, Reader):
            continue
        shown, after = set(), None
        while True:
            page = people.people(reader, Choice(), after)
            shown |= {one.id for one in page.people}
            after = page.next
            if after is None:
                break
        allowed = (
            {one.id for one in everybody if can_see_person(reader, reading(one))} if reader.in_community else set()
        )
        assert shown == allowed
        assert page.number == len(allowed)


@pytest.fixture
def seed(request):
    return int(request.config.getoption("--hypothesis-seed"))


@transactional
def _titled(entry, title):
    entry.title = title


@pytest.mark.parametrize("as_others", [False, True])
def test_ones_own_page_as_others_see_it(app, as_others):
    hull, bedford = make.place("Hull"), make.place("Bedford")
    lead, elsewhere = make.person("Lead Person"), make.person("Elsewhere Person")
    make.belongs(lead, hull, "lead")
    make.belongs(elsewhere, bedford)
    for audience in AUDIENCES:
        _titled(make.update(lead, hull, audience), f"For {audience} only")
    commands.change_profile(
        reading(lead), name=lead.name, job_title="Carer", helps_with="", organisation_id=None, hides=["job_title"]
    )
    own, path = Visitor(app, lead), f"/people/{lead.id}"
    there = f'href="{path}?as=community"'
    account = own.text("/account")
    assert there in account
    assert re.search(r"Carer\s*<span[^>]*>\(kept from the community\)", account)
    assert there in own.text(path)
    page = own.text(f"{path}?as=community" if as_others else path)
    for audience in AUDIENCES:
        assert (f"For {audience} only" in page) is (not as_others or audience in ("community", "public")), audience
    assert ("Carer" in page, "Change your profile" in page, "sees it who belongs to none" in page) == (
        not as_others, not as_others, as_others,
    )  # fmt: skip
    theirs = Visitor(app, elsewhere).text(f"{path}?as=community")
    assert ("For partnership only" in theirs, "Carer" in theirs) == (False, False)
    assert f'href="/people/{elsewhere.id}/introduction"' in own.text(f"/people/{elsewhere.id}?as=community")
