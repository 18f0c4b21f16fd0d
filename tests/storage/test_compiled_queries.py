"""What statements send and get is what SQLAlchemy would send and get: values, lists of any length, columns."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Integer, String, bindparam, case, func, literal, select

from lpcommunity.people.models import Person
from lpcommunity.storage import Moment, Statement, clock, compiled_queries, session
from lpcommunity.storage.columns import Json
from tests import factories as make

PERSON = Person.__table__
IDS = bindparam("ids", type_=Integer, expanding=True)
SINCE = bindparam("since", type_=Moment)
WORD = bindparam("word", type_=String)
QUERY = (
    select(
        PERSON.c.created_at.label("moment"),
        PERSON.c.id,
        case((PERSON.c.name.like("%100%%"), "per cent"), else_=WORD).label("word"),
        (PERSON.c.created_at > SINCE).label("since"),
        literal({"a": [1, None]}, Json()).label("json"),
    )
    .where(PERSON.c.id.in_(IDS) | PERSON.c.name.in_(["%s", "Ann: 100%"]), PERSON.c.created_at > SINCE)
    .order_by(PERSON.c.id.not_in(IDS), PERSON.c.id)
    .limit(bindparam("size", type_=Integer))
)
LINES = Statement(QUERY)
SUMS = Statement(
    select(func.sum(PERSON.c.id).label("sum"), (func.count() / 2).label("half"), func.avg(PERSON.c.id).label("mean"))
)
Statement.known.remove(LINES)
Statement.known.remove(SUMS)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def people(app):
    made = []
    for days, name in enumerate(("Ann: 100%", "Bo", "%s", "Cy")):
        with clock.at(NOON + timedelta(days, minutes=1)):
            made.append(make.person(name))
    return made


def asked(**values):
    """The same of a connection of SQLAlchemy."""
    return [dict(row._mapping) for row in session().connection().execute(QUERY, values)]


@pytest.mark.parametrize("lists", [[], [1], [0, 1, 3], [0, 1, 2, 3]])
def test_they_are_what_sqlalchemy_makes_of_them(people, lists):
    values = {"ids": [people[n].id for n in lists], "since": NOON.astimezone(timezone(timedelta(hours=3))), "size": 9}
    for word in ("a", "%(word)s ?", "b"):
        found = LINES.all(values, word=word)
        assert found == asked(**values, word=word) != []
        assert LINES.first(values, word=word) == found[0]
        assert LINES.values(values, word=word) == [row["moment"] for row in found]
        assert LINES.value(values, word=word) == found[0]["moment"]
    assert LINES.first(values, word="a", size=0) is LINES.value(values, word="a", size=0) is None


def test_numbers_are_too(people):
    connection = session().connection()
    expected = [dict(row._mapping) for row in connection.execute(SUMS.query(connection.dialect.name))]
    assert SUMS.all() == SUMS.all() == expected
    assert SUMS.value() == sum(one.id for one in people)


def test_a_moment_without_a_zone_and_a_missing_value_are_refused(people):
    with pytest.raises(ValueError, match="time zone"):
        LINES.all(ids=[1], since=datetime(2026, 11, 27), word="a", size=1)  # noqa: DTZ001
    with pytest.raises(KeyError, match="word"):
        LINES.all(ids=[1], since=NOON, size=1)


def test_texts_are_kept_for_so_many_lengths_and_no_more(people, monkeypatch):
    monkeypatch.setattr(compiled_queries, "LENGTHS", 3)
    for size in range(8):
        ids = [people[1].id, *range(1_000_000, 1_000_000 + size)]
        assert [row["id"] for row in LINES.all(ids=ids, since=NOON, word="a", size=1)] == [people[1].id]
    compiled = LINES._compiled[session().connection().dialect.name]
    assert len(compiled._texts) <= 3


def test_what_is_written_before_is_seen(people):
    people[1].name = "%s"
    session().info["writing"] = True
    try:
        assert people[1].id in {row["id"] for row in LINES.all(ids=[], since=NOON - timedelta(1), word="a", size=9)}
    finally:
        session().info.pop("writing")
        session().rollback()
