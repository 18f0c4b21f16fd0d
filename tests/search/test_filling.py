"""Rows of what was there before: made in steps, broken off and gone on with, exact afterwards."""

from sqlalchemy import delete, update

from lpcommunity.search import filling
from lpcommunity.search import rows as rows_of_search
from lpcommunity.search.models import Searchable
from lpcommunity.storage import now, session, transactional
from tests import factories
from tests.harness.queries import counted
from tests.search.texts import post


def rows():
    found = {
        (one.source, one.thing_id): (one.id, one.title, one.words, one.marks) for one in session().query(Searchable)
    }
    session().rollback()
    return found


@transactional
def spoil():
    """One row is missing, one says something else, one speaks of nothing."""
    first, second, *_ = session().query(Searchable).filter_by(source="entry").order_by(Searchable.id)
    session().execute(delete(Searchable).where(Searchable.id == first.id))
    session().execute(update(Searchable).where(Searchable.id == second.id).values(words="nonsense"))
    session().execute(update(Searchable).where(Searchable.source == "theme").values(thing_id=999))


def test_afterwards_it_is_exactly_what_is_there(app, runner, monkeypatch):
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    here, ann = factories.place("Hull"), factories.person("Ann")
    factories.belongs(ann, here)
    for number in range(5):
        post(ann, here, f"Text {number}", "Words")
    right = rows()
    spoil()
    filling.begin()
    next(filling.steps())
    assert filling.unfilled() != []
    session().rollback()
    said = runner("reindex", "--search").output
    assert "1 were missing, 1 were not as they are now" in said
    assert (filling.unfilled(), rows()) == ([], right)
    session().rollback()
    assert "0 were missing, 0 were not" in runner("reindex", "--search").output


def test_things_of_one_second_have_numbers_of_their_own_and_few_questions_are_asked(app, monkeypatch):
    """What is taken over from elsewhere can have thousands of one moment; here sixteen fill it."""
    monkeypatch.setattr(rows_of_search, "SLOTS", 4)
    at = now()
    wanted = [{"thing_id": number, "source": "entry", "at": at} for number in range(50)]
    with counted(app) as asked:
        numbers = rows_of_search._Numbers(session(), wanted)
        taken = [numbers.take(row) for row in wanted]
    assert len(set(taken)) == 50
    assert min(taken) >= rows_of_search.number_at(at)
    assert {number >> 4 for number in taken} == {int(at.timestamp()) + second for second in range(4)}
    assert len(asked) == 1 + 4
