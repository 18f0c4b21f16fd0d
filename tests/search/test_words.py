"""What is found by which words, on both databases alike; and that nothing typed is an error."""

import pytest

from lpcommunity.people.models import Person
from lpcommunity.search import finding, query_language, sieve, suggestions
from lpcommunity.storage import session
from tests import factories
from tests.harness.visitor import Visitor
from tests.search.texts import post

NAMES = ("Llŷr Hughes", "Jürgen Müller", "Sinéad O'Neill", "Nguyễn Minh", "Siân Davies", "Flora MacDonald")


@pytest.fixture
def ann(app):
    here = factories.place("Tees Valley")
    made = factories.person("Ann Author")
    factories.belongs(made, here)
    post(made, here, "We organised walking groups", "The colours of the centre; we looked after each other.")
    post(made, here, "Football", "Nobody analysed the programme.")
    for name in NAMES:
        factories.belongs(factories.person(name), here)
    return factories.reading(made)


def titles(reader, typed, **narrowed):
    results = finding.results(reader, query_language.read(typed), sieve.read(reader, narrowed))
    return [one.title for one in results.found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("organize", ["We organised walking groups"]),
        ("walks", ["We organised walking groups"]),
        ("color center", ["We organised walking groups"]),
        ('"looked after"', ["We organised walking groups"]),
        ('"after looked"', []),
        ("walk*", ["We organised walking groups"]),
        ("organis*", ["We organised walking groups"]),
        ("analyze program", ["Football"]),
        ("programme −colour", ["Football"]),
        ("-colour kind", []),
    ],
)
def test_words_phrases_beginnings_and_what_is_left_out(ann, typed, expected):
    assert titles(ann, typed) == expected


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Llyr", "Llŷr Hughes"),
        ("muller", "Jürgen Müller"),
        ("Mueller", "Jürgen Müller"),
        ("o'neil", "Sinéad O'Neill"),
        ("O’Neill", "Sinéad O'Neill"),
        ("nguyen", "Nguyễn Minh"),
        ("Ngyuen", "Nguyễn Minh"),
        ("Sian", "Siân Davies"),
        ("McDonald", "Flora MacDonald"),
        ("Macdonnald", "Flora MacDonald"),
        ("Davis", "Siân Davies"),
    ],
)
def test_names_are_found_despite_a_typing_error_or_a_missing_accent(ann, typed, name):
    assert name in [one.name for one in suggestions.suggestions(ann, typed)]


@pytest.mark.parametrize(
    "typed", ['"', '"""', "*", "a", "👍👍", "-", "−", "x" * 10_000, "AND OR NOT", "(a OR b", "NEAR(a,b)",
              "'; --", "a:*", "#u1", "^", "{x} : y", "%", "<->", "&|!"]
)  # fmt: skip
def test_nothing_typed_is_an_error(ann, app, typed):
    visitor = Visitor(app, ann_person())
    for path in ("/search", "/search/suggestions"):
        assert visitor.get(path, query_string={"q": typed}).status_code == 200
    narrowed = {
        "q": "a",
        "kind": typed,
        "person": typed,
        "from": typed,
        "theme": typed,
        "after": typed,
        "audience": typed,
    }
    assert visitor.get("/search", query_string=narrowed).status_code == 200


def ann_person():
    return session().query(Person).filter_by(name="Ann Author").one()
