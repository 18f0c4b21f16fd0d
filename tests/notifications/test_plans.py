"""The newest lines of an inbox are found along an index, however many lines there are, and never sorted."""

from typing import Any

import pytest
from sqlalchemy import event, insert, text

from lpcommunity.entries.policy import reads
from lpcommunity.notifications import queries
from lpcommunity.notifications.models import Notification
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.people.models import Person
from lpcommunity.storage import Statement, db, now, session, transactional
from tests import factories as make
from tests.factories import reading

# Lines for each, one in so many unread; many enough that to sort them never looks cheap, whatever earlier tests left.
PEOPLE, EACH, UNREAD = 60, 1_200, 20


@pytest.fixture
def crowded(app):
    """Many people with long inboxes, and statistics of them. Gives one."""

    @transactional
    def fill() -> list[int]:
        people = [make.person().id for _ in range(PEOPLE)]
        session().execute(
            insert(OutboxEvent), [{"name": "X", "payload": {}, "occurred_at": now()} for _ in range(EACH)]
        )
        events = list(session().scalars(text("SELECT id FROM outbox_event ORDER BY id")))
        line = {"type": "update-posted", "reason": "member", "told_at": now()}
        rows = [
            {**line, "person_id": who, "event_id": what, "read_at": now() if n % UNREAD else None}
            for n, what in enumerate(events)
            for who in people
        ]
        session().execute(insert(Notification), rows)
        session().execute(text("ANALYZE"))
        return people

    return reading(session().get_one(Person, fill()[PEOPLE // 2]))


def plan(statement: Statement[Any], values: dict[str, Any]) -> str:
    """How the database goes about this statement."""
    connection = session().connection()
    asked: list[tuple[str, Any]] = []

    def note(_connection, _cursor, sql, parameters, _context, _many):
        asked.append((sql, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        statement.all(values)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    word = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    sql, parameters = asked[0]
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{word} {sql}", parameters))


def test_the_newest_lines_are_read_along_their_index(crowded):
    found = plan(queries.LINES, {**reads(crowded), "before_line": queries.NEWEST, "size": 21})
    assert "ix_notification_newest" in found, found
    assert "TEMP B-TREE" not in found, found
    assert "Sort" not in found, found


def test_what_is_unread_is_found_by_its_index(crowded):
    found = plan(queries.UNREAD, {**reads(crowded), "size": 21})
    assert "ix_notification_inbox" in found, found
