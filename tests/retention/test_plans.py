"""However much there is: what is over, and what an administrator looks for, is found along an index."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from lpcommunity.access.models import Attempt, AuditRecord
from lpcommunity.access.reader import Reader
from lpcommunity.accounts.models import SignInSession
from lpcommunity.auditing import queries
from lpcommunity.auditing.queries import Choice
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.policy import reads
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.outbox.models import Delivery, DueRow, OutboxEvent
from lpcommunity.retention.rules import FOUND
from lpcommunity.storage import db, statistics
from tests import factories as make

ROWS, ACTS = 4000, 20_000
PEOPLE = 40  # who are told: of one alone PostgreSQL 18 skips through the index of inboxes as cheaply
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
OLD = {
    "attempts": "ix_attempt_at",
    "sessions": "ix_sign_in_session_seen_at",
    "deliveries": "ix_outbox_delivery_due",
    "events": "ix_outbox_event_occurred_at",
    "due-rows": "ix_due_row_fell_at",
    "sent-mails": "ix_mail_sent_at",
    "unsent-mails": "ix_mail_",
    "read-notifications": "ix_notification_old",
    "unread-notifications": "ix_notification_old",
    "spent-drafts": "ix_draft_spent_at",
    "visits": "ix_visit_looked_at",
    "looks": "ix_conversation_look_looked_at",
    "letters": "ix_letter_reader_told_until",
}
# Of a person, the acts of theirs and those that concern them are put into one order.
RECORD = [
    (Choice(), "ix_audit_record_time"),
    (Choice(person_id=7), "ix_audit_record_actor_time"),
    (Choice(place_id=3), "ix_audit_record_place_time"),
    (Choice(act="role-granted"), "ix_audit_record_act_time"),
    (Choice(act="act-on-an-entry"), "ix_audit_record_act_time"),
]


@pytest.fixture
def many(app) -> Iterator[None]:
    """Some thousand rows of each sort that grows, of which the database knows how many there are."""
    people = [make.person().id for _ in range(PEOPLE)]
    with db.engine.begin() as connection:
        _vacuum_by_itself(connection, False)
        for table, rows in _rows(people).items():
            connection.execute(insert(table), rows)
    statistics.gather_with(db.engine)
    yield
    with db.engine.begin() as connection:
        _vacuum_by_itself(connection, True)


def _vacuum_by_itself(connection: Connection, does: bool) -> None:
    """Of two indexes of notifications PostgreSQL takes the one that is cheaper just after a vacuum, whose moment nobody
    knows: so there is none between the rows and their plans.
    """
    if connection.dialect.name == "postgresql":
        how = "RESET (autovacuum_enabled)" if does else "SET (autovacuum_enabled = off)"
        connection.exec_driver_sql(f"ALTER TABLE notification {how}")


def _rows(people: list[int]) -> dict[Any, list[dict[str, Any]]]:
    at = [BEGAN + timedelta(minutes=n) for n in range(ROWS)]
    person = people[0]
    letter = {"kind": "k", "to": "a@example.org", "subject": "s", "text": "t", "html": "h"}
    line = {"type": "joined", "reason": "member"}
    draft = {"person_id": person, "subject": "entry:1", "path": "/home", "fields": {}}
    acts = ("signed-in", "signed-in", "role-granted", "entry-withdrawn")
    return {
        Attempt: [{"key": f"k{n}", "at": moment} for n, moment in enumerate(at)],
        SignInSession: [
            {"key_hash": f"{n}", "person_id": person, "started_at": m, "seen_at": m, "confirmed_at": m}
            for n, m in enumerate(at)
        ],
        OutboxEvent: [{"id": n + 1, "name": "Rang", "payload": {}, "occurred_at": m} for n, m in enumerate(at)],
        Delivery: [{"event_id": n + 1, "subscriber": "b", "run_at": m, "done_at": m} for n, m in enumerate(at)],
        DueRow: [
            {"key": f"k:{n}", "event": "Rang", "payload": {}, "due_at": m, "fell_at": m} for n, m in enumerate(at)
        ],
        Notification: [
            {
                **line,
                "person_id": people[n % PEOPLE],
                "event_id": n + 1,
                "told_at": m,
                "read_at": m if n % 2 else None,
            }
            for n, m in enumerate(at)
        ],
        Mail: [{**letter, "message_id": f"<{n}>", "written_at": m, "sent_at": m} for n, m in enumerate(at)],
        Draft: [
            {**draft, "idempotency_key": f"{n}", "started_at": m, "saved_at": m, "spent_at": m}
            for n, m in enumerate(at)
        ],
        AuditRecord: [
            {
                "at": m,
                "actor_id": n % 50,
                "act": acts[n % 4] if n % 400 == 2 else acts[0],
                "partnership_id": n % 60,
                "subject_kind": "person" if n % 3 else "session",
                "subject_id": n % 40,
                "details": {},
            }
            for n, m in enumerate(BEGAN + timedelta(minutes=n) for n in range(ACTS))
        ],
    }  # fmt: skip


def _plan(app, statement, values: dict[str, Any]) -> str:
    sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    with db.engine.connect() as connection:
        if not sqlite:  # it may rightly read and sort so few rows at once: here it is whether it can do without
            for way in ("seqscan", "sort"):
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        event.listen(
            connection, "before_cursor_execute", lambda _c, _u, sql, given, *_: (explain + sql, given), retval=True
        )
        found = connection.execute(statement.query(connection.dialect.name), values)
        return "\n".join(str(row[-1]) for row in found.cursor.fetchall())


def test_what_is_over_and_the_record_are_walked_along_their_indexes(app, many, database):
    for name, index in OLD.items():
        plan = _plan(app, FOUND[name], {"before": BEGAN + timedelta(minutes=50), "size": 20})
        assert index in plan, f"{name}: {plan}"
    reader = Reader(id=1, roles=frozenset({"administrator"}))
    for choice, index in RECORD:
        # PostgreSQL may rightly walk along the time until it has found enough.
        walked = index if database.kind == "sqlite" else "ix_audit_record_"
        for before in (queries.NEVER, BEGAN + timedelta(minutes=ACTS // 2)):
            values = {**choice.values(), **reads(reader), "before_moment": before, "before_row": 0, "size": 51}
            plan = _plan(app, choice.statement, values)
            assert walked in plan, f"{choice}: {plan}"
            assert not re.search(r"SCAN audit_record\b(?! USING)|Seq Scan on audit_record", plan), plan
            sorts = len(re.findall(r"USE TEMP B-TREE FOR (?:LAST TERM OF )?ORDER BY", plan))
            assert sorts <= (2 if choice.person_id or choice.act else 1), plan  # the page itself is put in order, named
