"""Revision 0032: what goes on as somebody else said, and whom an action of something confided reaches."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from lpcommunity.storage import migrations, now
from tests.migrations import rows

EARLIER, LATER = now() - timedelta(days=9), now() - timedelta(days=2)


@pytest.fixture
def before(bare_database, connect):
    """Entry 1 is confided, entry 2 is not; each has an action for the facilitators that was written down later."""
    migrations.upgrade(bare_database, "0031")
    with connect(bare_database) as connection:
        rows.fill(connection)
        entry, action = rows.table(connection, "entry"), rows.table(connection, "action")
        for number, audience in ((1, "facilitators"), (2, "community")):
            values = {"audience": audience, "confided_at": EARLIER}
            connection.execute(update(entry).where(entry.c.id == number).values(values))
        plain: dict[str, Any] = {
            "partnership_id": 1, "author_id": 1, "audience": "facilitators", "confided_at": LATER, "what": "Ask",
            "due_on": LATER.date(), "expects": "", "holds_move": False, "came_of_it": "", "created_at": LATER,
        }  # fmt: skip
        made: list[dict[str, Any]] = [
            {"source_entry_id": 1},
            {"source_entry_id": 2},
            {"source_entry_id": None},
            {"source_entry_id": 1, "audience": "community", "confided_at": None},
            {"source_entry_id": None, "audience": "community", "confided_at": None, "reporter_id": 1},
            {"source_entry_id": None, "audience": "community", "confided_at": None, "reporter_id": 2},
        ]
        for number, more in enumerate(made, 901):
            connection.execute(insert(action).values(id=number, idempotency_key=f"a{number}", **{**plain, **more}))
        for number, goes_on_from in ((911, 905), (912, 906)):
            connection.execute(
                insert(action).values(id=number, idempotency_key=f"a{number}", continues_id=goes_on_from, **plain)
            )
        connection.commit()
    return bare_database


def test_what_is_there_is_read_by_no_more_people_than_what_it_comes_of(before, connect):
    migrations.upgrade(before, "0032")
    with connect(before) as connection:
        action = rows.table(connection, "action")
        found = {row.id: row for row in connection.execute(select(action).where(action.c.id > 900))}
    days = {number: row.confided_at.date() for number, row in found.items() if row.confided_at}
    as_its_source = [number for number, day in days.items() if day < LATER.date()]
    assert as_its_source == [901]
    assert [number for number, row in found.items() if row.by_another] == [912]
