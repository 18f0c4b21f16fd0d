"""Revision 0005: whoever still waits to be told when the names change is told under the new ones."""

import pytest
from sqlalchemy import insert, select

from lpcommunity.storage import migrations, now
from tests.migrations import rows

PLACE = "notifications.subscribers"
NAMES = {
    f"{PLACE}.about_entries.tell_those_who_answered": f"{PLACE}.entries.notify_reviewers",
    f"{PLACE}.by_mail.send": f"{PLACE}.mail.send",
}
PAYLOAD = {"entry_id": 1, "actor_id": 2, "ticket": "a-b-c"}


def _read(connection):
    event, delivery = rows.table(connection, "outbox_event"), rows.table(connection, "outbox_delivery")
    names = connection.scalars(select(delivery.c.subscriber).order_by(delivery.c.id)).all()
    return connection.scalar(select(event.c.payload)), names


@pytest.fixture
def waiting(bare_database, connect):
    migrations.upgrade(bare_database, "0004")
    with connect(bare_database) as connection:
        event, delivery = rows.table(connection, "outbox_event"), rows.table(connection, "outbox_delivery")
        connection.execute(insert(event).values(id=1, name="ReplySent", payload=PAYLOAD, occurred_at=now()))
        for name in NAMES:
            connection.execute(insert(delivery).values(event_id=1, subscriber=name, run_at=now(), attempts=0))
        connection.commit()
    return bare_database


def test_what_waits_is_carried_over_and_back(waiting, connect):
    migrations.upgrade(waiting, "0005")
    with connect(waiting) as connection:
        assert _read(connection) == ({"entry_id": 1, "actor_id": 2, "idempotency_key": "a-b-c"}, list(NAMES.values()))
    migrations.downgrade(waiting, "0004")
    with connect(waiting) as connection:
        assert _read(connection) == (PAYLOAD, list(NAMES))
