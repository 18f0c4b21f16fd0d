"""SQLite's index of words is merged into few parts, and says afterwards what it said before."""

from sqlalchemy import text

from lpcommunity.search import merging, queries, query_language
from lpcommunity.storage import session
from tests import factories
from tests.search.texts import post


def test_many_parts_become_few_and_find_the_same(app):
    here, ann = factories.place("Hull"), factories.person("Ann")
    factories.belongs(ann, here)
    for number in range(25):
        post(ann, here, f"Kites {number}", "Red kites.")
    on_sqlite = session().get_bind().dialect.name == "sqlite"
    reader = factories.reading(ann)
    match = queries.match_of(query_language.read("kites"), reader)
    found = queries.hits(reader, match, size=60)
    before = _parts() if on_sqlite else 0
    session().rollback()
    steps = len(list(merging.steps()))
    assert queries.hits(reader, match, size=60) == found
    assert len(found.ids) == 25
    assert steps == 0 or (on_sqlite and steps < 40)
    if on_sqlite:
        assert (before > 10, _parts() < 4) == (True, True)
    assert list(merging.steps()) == []


def test_parts_of_many_sizes_become_one(app, monkeypatch):
    """Merged is what is of one size: where that leaves many, whatever their sizes, all become one."""
    here, ann = factories.place("Hull"), factories.person("Ann")
    factories.belongs(ann, here)
    if session().get_bind().dialect.name != "sqlite":
        return
    while merging._merge(merging.PAGES) or _parts() < 2:
        session().rollback()
        post(ann, here, "Kites", "Red kites.")
    reader, match = factories.reading(ann), queries.match_of(query_language.read("kites"), factories.reading(ann))
    found, parts = queries.hits(reader, match, size=60), _parts()
    session().rollback()
    assert (list(merging.steps()), parts > 1) == ([], True)  # few enough
    monkeypatch.setattr(merging, "FEW", 1)
    assert len(list(merging.steps())) > 0
    assert (_parts(), len(found.ids) > 1) == (1, True)
    assert queries.hits(reader, match, size=60) == found


def _parts() -> int:
    return int(session().scalar(text("SELECT count(DISTINCT segid) FROM search_text_idx")) or 0)
