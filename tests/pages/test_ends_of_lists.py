"""No list is longer than a page, and what does not stand on it is on the next, or said to be missing."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.bookmarks import queries as bookmarks
from lpcommunity.bookmarks.models import MOST as MOST_KEPT
from lpcommunity.entries import versions as entries
from lpcommunity.following import follow_list
from lpcommunity.following.commands import follow
from lpcommunity.following.follow_list import follows_of
from lpcommunity.invitations import queries as invitations
from lpcommunity.pages.queries import memberships, pending_drafts, theme_people
from lpcommunity.pages.queries.themes import themes
from lpcommunity.partnerships import queries as partnerships
from lpcommunity.partnerships.commands import add_organisation
from lpcommunity.people import queries as people
from lpcommunity.programmes import queries as programmes
from lpcommunity.programmes.commands import add_theme
from lpcommunity.projects import queries as projects
from lpcommunity.questions import pending_answers, what_came_since
from lpcommunity.reviews.pending_answers import MOST as MOST_ANSWERS
from lpcommunity.storage import clock, name_pages, now, today
from lpcommunity.storage.name_pages import name_cursor, name_page, place_in_names
from lpcommunity.theme_pins import queries as theme_pins
from lpcommunity.theme_pins.models import MOST as MOST_PINNED
from tests import factories as make
from tests.factories import reading

NAMES = ["Same", "Same", "Same", "Élan", "apple", "Zoo & Co", "Apple’s", "Same"]

# What has an end that is written into it; what else is read page by page, or is one of few by its nature.
BOUNDED = {
    "people of a place": (memberships.PEOPLE_IN, memberships.MOST_PEOPLE),
    "places of a person": (memberships.PLACES_OF, memberships.MOST_PLACES),
    "people on a theme": (theme_people.PEOPLE, theme_people.MOST),
    "what is pinned on a theme": (theme_pins.PINNED, MOST_PINNED),
    "all that one keeps": (bookmarks.ALL_KEPT, MOST_KEPT),
    "programme team": (memberships.PROGRAMME_TEAM, memberships.MOST_TEAM),
    "answers that wait": (pending_answers.ANSWERS, MOST_ANSWERS),
    "entries that may answer": (what_came_since.ENTRIES, what_came_since.MOST),
    "actions that may answer": (what_came_since.ACTIONS, what_came_since.MOST),
    "drafts": (pending_drafts.DRAFTS, pending_drafts.MOST),
    "versions": (entries.VERSIONS, entries.MOST_VERSIONS),
    "invitations into a place": (invitations.INVITED[True], invitations.MOST),
    "invitations into a role": (invitations.INVITED[False], invitations.MOST),
    "organisations to choose": (partnerships.ORGANISATION_CHOICES, partnerships.MOST_TO_CHOOSE),
    "who belongs": (partnerships.CURRENT_LINES, partnerships.MOST_HERE),
    "who will belong": (partnerships.COMING_LINES, partnerships.MOST_COMING),
    "who belonged": (partnerships.GONE_LINES, partnerships.MOST_GONE),
    "who could take over": (partnerships.SUCCESSORS, partnerships.MOST_HERE),
    "roles": (people.HOLDERS, people.MOST_HOLDERS),
    "programmes": (programmes.PROGRAMMES, programmes.MOST_PROGRAMMES),
    "milestones": (projects.MILESTONES, projects.MOST_MILESTONES),
}


@pytest.mark.parametrize(("statement", "most"), BOUNDED.values(), ids=list(BOUNDED))
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_list_has_an_end(statement, most, dialect):
    limit = statement.query(dialect)._limit_clause
    assert limit is not None
    assert limit.value == most <= 3000


def _walk(page, after=None):
    rows, pages = [], 0
    while pages == 0 or after:
        found = page(after)
        rows += found.rows
        after, pages = found.next, pages + 1
    return rows, pages


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9])
def test_names_are_read_page_by_page_each_once(app, size):
    for number, name in enumerate(NAMES):
        add_organisation(OPERATOR, slug=f"o-{number}", name=name, sector="council")
    rows, pages = _walk(lambda after: name_page(partnerships.ORGANISATIONS, after, size))
    assert [row.id for row in rows] == [row.id for row in name_page(partnerships.ORGANISATIONS).rows]
    assert len(rows) == len(NAMES)
    assert pages == -(-len(NAMES) // size)


@pytest.mark.parametrize("after", ["", "12", "x-hull", "-hull", "٣-hull", "1-\0"])
def test_a_broken_cursor_begins_at_the_top(after):
    assert place_in_names(after) == name_pages.TOP


def test_a_cursor_carries_any_name(app):
    add_organisation(OPERATOR, slug="o", name="9-1 & “Sons” – Ünited", sector="business")
    [row] = name_page(partnerships.ORGANISATIONS).rows
    assert place_in_names(name_cursor(row)) == {"after_name": row.sort_name, "after_id": row.id}
    assert place_in_names(f"{10**30}-x")["after_id"] == name_pages.BIGGEST_ID


def test_pages_of_themes_and_organisations_lead_on(world, monkeypatch):
    monkeypatch.setattr(name_pages.name_page, "__defaults__", (None, 2))
    for number in range(4):
        add_theme(OPERATOR, slug=f"theme-{number}", name=f"Theme {number}", summary="")
        add_organisation(OPERATOR, slug=f"o-{number}", name=f"Organisation {number}", sector="nhs")
    team = world.visit("team")
    for path, link in (
        ("/themes", 'href="/themes/'),
        ("/programmes", 'href="/themes/'),
        ("/organisations", 'href="/organisations/'),
    ):
        seen: set[str] = set()
        url = path
        for _ in range(3):
            html = team.text(url)
            here = {part.split('"')[0].split("/")[0] for part in html.split(link)[1:]} - {"new"}
            assert len(here) <= 2
            assert not here & seen
            seen |= here
            url = html.split('rel="next" href="')[-1].split('"')[0].replace("&amp;", "&")
        assert 'rel="next"' not in html
        assert len(seen) == 5


def test_the_places_that_work_on_a_theme_are_counted_once(world):
    [growth] = [one for one in themes(reading(world.who["member"])).rows if one.slug == "growth"]
    assert (growth.places, growth.followed) == (1, False)
    follow(reading(world.who["member"]), theme=world.theme)
    assert themes(reading(world.who["member"])).rows[0].followed is True


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7])
def test_whom_one_follows_page_by_page(app, size):
    person = make.person(role="evaluator")
    follow(reading(person), theme=add_theme(OPERATOR, slug="growth", name="Growth"))
    for name in ("Hull", "Bedford", "Bedford"):
        follow(reading(person), partnership=make.place(name))
    for name in ("Zoe", "Amy"):
        follow(reading(person), person=make.person(name, role="evaluator"))
    found, after, pages = [], None, 0
    while pages == 0 or after:
        page = follows_of(reading(person), after, size)
        assert len(page.things) <= size
        found += [thing.name for thing in page.things]
        after, pages = page.next, pages + 1
    assert found == ["Bedford", "Bedford", "Hull", "Growth", "Amy", "Zoe"]
    assert pages == -(-6 // size)
    assert follows_of(reading(person), "nonsense", 20).next is None
    assert len(follow_list.LISTS) == 3


def test_who_belonged_is_listed_the_latest_of_them(app, monkeypatch):
    place = make.place()
    for number in range(3):
        with clock.at(now() - timedelta(days=30)):
            make.belongs(make.person(f"Gone {number}"), place, since=today(), until=today())
    make.belongs(make.person("Here"), place, "lead")
    make.belongs(make.person("Coming"), place, since=today() + timedelta(days=2))
    here, coming, gone = partnerships.people_of_place(place.id)
    assert [one.name for one in here] == ["Here"]
    assert [one.name for one in coming] == ["Coming"]
    assert [one.name for one in gone] == ["Gone 0", "Gone 1", "Gone 2"]


def test_a_version_is_compared_with_the_one_before_however_many_there_are(world, monkeypatch):
    entry = world.entries["update", "public"]
    author = reading(world.who["author"])
    assert [one.n for one in entries.versions(author, entry)] == [1]
    assert entries.versions(author, entry, below=1) == []
    statement = str(entries.VERSIONS.query("sqlite"))
    assert "body_html" not in statement, "the list of versions reads no text"
    assert "fields" not in statement
