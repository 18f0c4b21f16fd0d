"""Revision 0048: the search is told that rows of before lack marks; with nobody there, there are none."""

import pytest
from sqlalchemy import insert, select

from lpcommunity.search.filling import EVERYTHING
from lpcommunity.search.models import MARKS
from lpcommunity.storage import migrations, now
from tests.migrations import rows

BEFORE, HERE = "0047", "0048"


@pytest.mark.parametrize("somebody", [False, True])
def test_marks_are_asked_for_and_on_the_way_back_all_is_made_anew(bare_database, connect, somebody):
    migrations.upgrade(bare_database, BEFORE)
    with connect(bare_database) as connection:
        person, filling = rows.table(connection, "person"), rows.table(connection, "search_filling")
        if somebody:
            must = {column.name: rows.sample(column, 1) for column in person.columns if not column.nullable}
            connection.execute(insert(person).values(must))
        connection.execute(insert(filling).values(source=EVERYTHING, up_to=7, done_at=now()))
        connection.commit()
    asked = {MARKS: 0} if somebody else {}
    migrations.upgrade(bare_database, HERE)
    assert _unfilled(bare_database, connect) == asked
    migrations.downgrade(bare_database, BEFORE)
    assert _unfilled(bare_database, connect) == {EVERYTHING: 0}
    migrations.upgrade(bare_database, HERE)
    assert _unfilled(bare_database, connect) == {EVERYTHING: 0} | asked


def _unfilled(url, connect):
    with connect(url) as connection:
        filling = rows.table(connection, "search_filling")
        found = connection.execute(select(filling.c.source, filling.c.up_to).where(filling.c.done_at.is_(None)))
        return dict(map(tuple, found))
