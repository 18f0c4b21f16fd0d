"""Revision 0010: whoever still waits to be told is told by the same subscriber, under a name that stays."""

import importlib.util

import pytest
from sqlalchemy import insert, select

from lpcommunity.outbox import registry
from lpcommunity.storage import migrations, now
from tests.migrations import rows


def _revision():
    path = migrations.folder() / "versions/0010_what_people_are_told.py"
    spec = importlib.util.spec_from_file_location("revision_0010", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REVISION = _revision()
OLD = [REVISION.NAMED_ONCE + name for name in REVISION.SUBSCRIBERS]


@pytest.fixture
def waiting(bare_database, connect):
    """A delivery to each, and one more that is done."""
    migrations.upgrade(bare_database, REVISION.down_revision)
    with connect(bare_database) as connection:
        event, delivery = rows.table(connection, "outbox_event"), rows.table(connection, "outbox_delivery")
        for n, done in ((1, None), (2, now())):
            connection.execute(insert(event).values(id=n, name="ReplySent", payload={}, occurred_at=now()))
            connection.execute(
                insert(delivery),
                [
                    {"event_id": n, "subscriber": name, "run_at": now(), "attempts": 0, "done_at": done}
                    for name in (OLD if done is None else OLD[:1])
                ],
            )
        connection.commit()
    return bare_database


def _names(url, connect):
    with connect(url) as connection:
        delivery = rows.table(connection, "outbox_delivery")
        return list(connection.scalars(select(delivery.c.subscriber).order_by(delivery.c.id)))


def test_what_waits_is_carried_over_and_back(waiting, connect):
    migrations.upgrade(waiting, "0010")
    assert _names(waiting, connect) == [*REVISION.SUBSCRIBERS.values(), OLD[0]]
    migrations.downgrade(waiting, REVISION.down_revision)
    assert _names(waiting, connect) == [*OLD, OLD[0]]


def test_the_new_names_are_those_of_subscribers(app):
    """Those of a kind that only the tests know may be there too."""
    assert set(REVISION.SUBSCRIBERS.values()) <= set(registry.names())
