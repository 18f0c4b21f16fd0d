"""Revision 0047: rows of the search are made anew, since what they are found by has changed."""

import pytest
from sqlalchemy import insert, select

from lpcommunity.search.filling import EVERYTHING
from lpcommunity.storage import migrations, now
from tests.migrations import rows

BEFORE, HERE = "0046", "0047"


@pytest.mark.parametrize("filled", [[], [EVERYTHING, "entry"]])
@pytest.mark.parametrize("somebody", [False, True])
def test_what_was_filled_is_to_be_filled_again_there_and_back(bare_database, connect, filled, somebody):
    migrations.upgrade(bare_database, BEFORE)
    with connect(bare_database) as connection:
        person, filling = rows.table(connection, "person"), rows.table(connection, "search_filling")
        if somebody:
            must = {column.name: rows.sample(column, 1) for column in person.columns if not column.nullable}
            connection.execute(insert(person).values(must))
        for source in filled:
            connection.execute(insert(filling).values(source=source, up_to=7, done_at=now()))
        connection.commit()
    expected = {(source, 0, None) for source in (filled or ([EVERYTHING] if somebody else []))}
    for go, to in ((migrations.upgrade, HERE), (migrations.downgrade, BEFORE)):
        go(bare_database, to)
        with connect(bare_database) as connection:
            filling = rows.table(connection, "search_filling")
            found = connection.execute(select(filling.c.source, filling.c.up_to, filling.c.done_at)).all()
            assert set(map(tuple, found)) == expected
            connection.execute(filling.update().values(up_to=7, done_at=now()))
            connection.commit()
