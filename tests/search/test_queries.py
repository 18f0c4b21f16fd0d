"""How many queries the search asks: the same whatever there is, and few."""

import pytest

from tests import factories
from tests.harness.visitor import Visitor
from tests.search.texts import post


@pytest.fixture
def ann(app):
    here, elsewhere = factories.place("Tees Valley"), factories.place("Hull")
    made, other = factories.person("Ann Author"), factories.person("Ben Author")
    factories.belongs(made, here)
    factories.belongs(other, elsewhere)
    post(made, here, "Walking 0", "Word in each of them.")
    post(other, elsewhere, "Walking elsewhere", "Word in each of them.")
    factories.belongs(factories.person("Tees Person 0"), here)
    return Visitor(app, made), made, here


def asked(count_queries, visitor, path):
    visitor.text(path)
    with count_queries() as queries:
        visitor.text(path)
    return len(queries)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/search", 3),
        ("/search?q=walking", 7),
        ("/search?q=walking&kind=update", 8),
        ("/search?q=nobodywrotethis", 6),
        ("/search/suggestions?q=tees", 5),
    ],
)
def test_it_asks_as_much_whatever_there_is(ann, count_queries, path, most):
    visitor, made, here = ann
    few = asked(count_queries, visitor, path)
    for n in range(1, 25):
        post(made, here, f"Walking {n}", "Word in each of them.")
        factories.belongs(factories.person(f"Tees Person {n}"), here)
    assert asked(count_queries, visitor, path) <= few, path
    assert few <= most, (path, few)
