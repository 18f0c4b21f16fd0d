"""Rows of what was there before: made in steps, broken off and gone on with, exact afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, update

from lpcommunity.search import filling, finding, query_language, sieve, tokens
from lpcommunity.search import rows as rows_of_search
from lpcommunity.search.models import MARKS, Searchable, SearchFilling
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


def test_a_thing_that_finds_its_second_full_stays_in_its_span_of_time(app, monkeypatch):
    """Its marks say of which span it is: in another nobody would look for it."""
    monkeypatch.setattr(rows_of_search, "SLOTS", 4)
    last = (2_800 << tokens.LONG_BITS) - 1  # the last second of a long span, and so of a short one
    wanted = [{"thing_id": number, "source": "entry", "at": datetime.fromtimestamp(last, UTC)} for number in range(40)]
    numbers = rows_of_search._Numbers(session(), wanted)
    taken = {numbers.take(row) for row in wanted}
    assert len(taken) == 40
    assert {number >> 4 >> tokens.SHORT_BITS for number in taken} == {last >> tokens.SHORT_BITS}


@transactional
def as_before_the_marks():
    """The marks that rows had before migration 0047, which asks for new ones."""
    for row in session().query(Searchable):
        narrowing, others = row.marks.split(f" {tokens.OTHERS}")
        readers = [one for one in others.split()[1:] if one[2:].isdigit()]
        seconds = int(row.at.timestamp())
        row.marks = " ".join([*readers, f"#d{seconds >> 16}", f"#b{seconds >> 21}", narrowing])
    session().execute(insert(SearchFilling).values(source=MARKS, up_to=0))


@pytest.fixture
def talk(app):
    """Texts of all ages in two places, for two readers of whom each reads some that the other does not."""
    here, there = factories.place("Hull"), factories.place("York")
    ann, ben = factories.person("Ann"), factories.person("Ben")
    for who, where in ((ann, here), (ben, there)):
        factories.belongs(who, where)
    for number, days in enumerate((0, 1, 8, 30, 700)):
        for who, where in ((ann, here), (ben, there)):
            audience = "community" if number % 2 else "partnership"
            made = post(who, where, f"Kites {number}", "Red kites.", audience)
            made.published_at = now() - timedelta(days=days)
            session().commit()
    filling.begin()
    list(filling.steps())
    return ann, ben, here


def _found(talk):
    *people, here = talk
    answers = []
    for who in people:
        for narrowed in ({}, {"partnership": here.slug}, {"kind": "update"}):
            reader = factories.reading(who)
            results = finding.results(reader, query_language.read("kites"), sieve.read(reader, narrowed))
            answers.append(([one.title for one in results.found], results.tabs, results.offers))
    session().rollback()
    return answers


def test_until_rows_have_their_marks_everybody_finds_the_same_with_the_same_figures(talk):
    right, found = rows(), _found(talk)
    as_before_the_marks()
    assert _found(talk) == found
    filling.go_on()
    next(filling.steps())
    session().rollback()
    assert _found(talk) == found
    assert MARKS in filling.unfilled()
    session().rollback()
    list(filling.steps())
    assert (filling.unfilled(), rows()) == ([], right)
    assert _found(talk) == found
    assert len({str(one) for one in found}) > 2


def test_what_a_version_did_that_does_not_know_these_marks_is_done_anew(talk):
    """It notes that all is done, or half of it, and leaves the wish for marks as it was."""
    right = rows()
    for done in (now(), None):
        as_before_the_marks()
        session().execute(update(SearchFilling).where(SearchFilling.source != MARKS).values(up_to=999, done_at=done))
        session().commit()
        filling.go_on()
        list(filling.steps())
        assert (filling.unfilled(), rows()) == ([], right)
        session().execute(delete(SearchFilling).where(SearchFilling.source == MARKS))
        session().commit()
