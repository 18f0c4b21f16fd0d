"""The newest hits, whether what is looked for is frequent, rare, long ago or in nothing: on PostgreSQL these are three
ways to the same.
"""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import insert

from lpcommunity.access.reader import Reader
from lpcommunity.search import newest, queries, query_language, tokens
from lpcommunity.search.models import Searchable
from lpcommunity.search.rows import SLOTS
from lpcommunity.storage import db

ROWS = 3 * newest.MOST_FEW  # a third of them is more than is sorted
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
MEMBER = Reader(id=1, member_of=frozenset({1}))


def _words(number):
    """One word in each, one in every hundredth, one in the older half, one in the very first alone."""
    said = [
        "walk",
        "rare" if number % 100 == 0 else "",
        "old" if number < ROWS / 2 else "",
        "first" if not number else "",
    ]
    return " ".join(filter(None, said))


def _row(number):
    """Something that anybody may read: every ten hours, so that there are a hundred spans of time."""
    at = BEGAN + timedelta(hours=10 * number)
    place = tokens.place(1 + number % 16)
    marks = [tokens.COMMUNITY, *tokens.in_spans([tokens.COMMUNITY, place], at), tokens.kind("partnership"), place]
    return {
        "id": int(at.timestamp()) << SLOTS, "source": "partnership", "thing_id": number, "kind": "partnership",
        "at": at, "audience": "community", "path": "/partnerships/x", "title": "Walking", "text": "Walking.",
        "words": _words(number), "marks": " ".join(marks),
    }  # fmt: skip


@pytest.fixture
def many(app):
    rows = [_row(number) for number in range(ROWS)]
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(insert(Searchable), rows)
        connection.commit()
    return rows


def test_the_newest_come_first_and_none_is_passed_over(many):
    two, kind = ["#p3", "#p4"], ["#kpartnership"]
    narrowings: list[tuple[list[str], ...]] = [(), (two,), (["#p3"],), (kind,), (["#p3"], kind), (["#none"],)]
    for typed, narrowed in product(("walk", "rare", "old", "first", "rare old", "nobodywrotethis"), narrowings):
        words = set(typed.split())
        match = queries.match_of(query_language.read(typed), MEMBER, *narrowed)
        wanted = [
            row["id"]
            for row in reversed(many)
            if words <= set(row["words"].split()) and all(set(some) & set(row["marks"].split()) for some in narrowed)
        ]
        for size in (1, 21, 121, ROWS):
            found = queries.hits(MEMBER, match, size=size).ids
            assert found == wanted[:size], (typed, narrowed, size)
        for before in wanted[20:-1:400] + wanted[-1:]:
            found = queries.hits(MEMBER, match, before=before).ids
            assert found == [one for one in wanted if one < before][: queries.PAGE + 1], (typed, narrowed, before)
        since = many[ROWS // 3]["id"]
        found = queries.hits(MEMBER, match, since=since, size=121).ids
        assert found == [one for one in wanted if one >= since][:121], (typed, narrowed, "since")


def test_what_is_not_there_alone_can_be_looked_for(many):
    match = queries.match_of(query_language.read("-walk"), MEMBER)
    assert queries.hits(MEMBER, match).ids == []
    match = queries.match_of(query_language.read("-rare"), MEMBER)
    found = queries.hits(MEMBER, match, size=121).ids
    assert found == [row["id"] for row in reversed(many) if "rare" not in row["words"]][:121]
