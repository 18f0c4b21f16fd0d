"""Who is suggested after an @: of this place first, by their roles, and nobody for what one may not read."""

import pytest

from lpcommunity.entries.models import Entry
from lpcommunity.mentions import queries, views
from lpcommunity.mentions.policy import Reach
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    views.BUDGET.clear()


@pytest.fixture
def asks(app, world):
    """`asks("ann", entry=7, q="ben")`: the names that this person is suggested, in their order."""
    visitors: dict[str, Visitor] = {}

    def ask(who, **about):
        visitor = visitors.setdefault(who, Visitor(app, getattr(world, who)))
        answer = visitor.get("/mentions", query_string=about)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert all(set(one) == {"id", "name", "where"} for one in answer.json["people"])
        return [(one["name"], one["where"]) for one in answer.json["people"]]

    return ask


def test_people_of_this_place_come_first_with_their_places_and_without_oneself(world, asks):
    here = {"partnership": world.hull.slug, "audience": "community"}
    assert asks("ann", **here, q="b") == [("Ben Baker", "Hull"), ("Ben Baker", "Leeds")]
    assert asks("ann", **here, q="o neill") == []
    assert asks("ann", **here, q="O'N") == asks("ann", **here, q="sian o’") == [("Siân O’Neill", "Hull")]
    everybody = asks("ann", **here, q="")
    assert [name for name, _ in everybody[:3]] == ["Ben Baker", "Owen Pritchard", "Siân O’Neill"]
    assert len(everybody) == 8
    assert "Ann Archer" not in [name for name, _ in everybody]
    assert asks("ann", **here, q="%") == asks("ann", **here, q="_en") == []


def test_only_those_are_suggested_who_may_read_it_by_their_role(world, asks):
    for audience, beyond in (("community", True), ("public", True), ("partnership", False), ("facilitators", False)):
        found = [name for name, _ in asks("ann", partnership=world.hull.slug, audience=audience, q="")]
        assert ("Cora Cole" in found) == beyond, audience
    assert asks("ann", partnership=world.hull.slug, audience="facilitators", q="") == [("Owen Pritchard", "Hull")]
    for audience in ("me", "nonsense", ""):
        assert asks("ann", partnership=world.hull.slug, audience=audience, q="") == []


def test_of_what_one_may_not_read_or_write_the_answer_is_that_of_nothing(world, asks, app, count_queries):
    entry = make.update(world.ann, world.hull, "partnership")
    confided = make.reflection(world.ann, world.hull)
    assert asks("sian", entry=entry.id, q="ben") == [("Ben Baker", "Hull")]
    for who in ("cora", "eva", "gone"):
        assert asks(who, entry=entry.id, q="ben") == []
    assert asks("cora", partnership=world.hull.slug, audience="community", q="ben") == []  # one who may not write there
    cora = Visitor(app, world.cora)
    cora.get("/mentions?q=")
    answers = []
    for about in (entry.id, confided.id, 999_999):
        with count_queries() as asked:
            answer = cora.get(f"/mentions?entry={about}&q=ben")
        answers.append((answer.status_code, answer.data, {*answer.headers.keys()}, list(asked)))
    assert answers[0] == answers[1] == answers[2]
    assert cora.get("/mentions?entry=9999999999999999999&q=").json == {"people": []}
    assert Visitor(app).get(f"/mentions?entry={entry.id}").status_code == 303


def test_in_something_confided_it_is_its_author_and_whoever_facilitates_whomever_it_reaches(world, asks):
    """A list of names is no way to find out to whom of them it was opened."""
    entry = make.reflection(world.ann, world.hull)
    before = asks("ann", entry=entry.id, q="")
    assert before == [("Owen Pritchard", "Hull")]
    make.belongs(world.ruth, world.hull, "facilitator")  # whom it does not reach
    assert [name for name, _ in asks("ann", entry=entry.id, q="")] == ["Owen Pritchard", "Ruth Ogden"]
    assert [name for name, _ in asks("owen", entry=entry.id, q="")] == ["Ann Archer", "Ruth Ogden"]
    assert asks("ruth", entry=entry.id, q="") == asks("ben", entry=entry.id, q="") == []


def test_below_an_entry_it_goes_by_the_fewer(world, asks):
    entry = make.update(world.ann, world.hull, "community")
    assert ("Cora Cole", "Leeds") in asks("ann", entry=entry.id, q="cora")
    assert asks("ann", entry=entry.id, audience="partnership", q="cora") == []
    narrow = make.update(world.ann, world.hull, "partnership")
    assert asks("ann", entry=narrow.id, audience="public", q="cora") == []


def test_it_takes_few_queries_and_no_more_than_anybody_types(world, app, count_queries):
    reader, reach = reading(world.ann), Reach("community", world.hull.id, world.ann.id)
    with count_queries() as asked:
        assert len(queries.suggestions(reader, reach, "")) == 8
    assert len(asked) == 3, asked
    ann = Visitor(app, world.ann)
    codes = [ann.get("/mentions?q=a").status_code for _ in range(views.BUDGET.most + 1)]
    assert codes[-2:] == [200, 429]
    assert Visitor(app, world.ben).get("/mentions?q=a").status_code == 200
    assert session().query(Entry).count() == 0
