"""Revision 0011: what was written between taking back and sending again is its author's."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from lpcommunity.storage import migrations, now
from tests.migrations import rows

START = now() - timedelta(days=9)


def _at(hours):
    return START + timedelta(hours=hours)


@pytest.fixture
def before(bare_database, connect):
    """Reflection 1: sent, taken back, changed twice, sent again, changed while it waited. 2: never taken back."""
    migrations.upgrade(bare_database, "0010")
    with connect(bare_database) as connection:
        rows.fill(connection)
        revision, submission = rows.table(connection, "revision"), rows.table(connection, "submission")
        connection.execute(delete(revision))
        connection.execute(delete(submission))
        for entry, versions in {1: (0, 3, 4, 6), 2: (0, 3)}.items():
            for n, hours in enumerate(versions, 1):
                connection.execute(
                    insert(revision).values(
                        entry_id=entry, n=n, why="edited", author_id=1, audience="facilitators", title="", fields={},
                        details={}, body_html="", written_at=_at(hours),
                    )
                )  # fmt: skip
        sent = [(1, 1, 0, 2), (1, 4, 5, None), (2, 1, 0, None)]
        for entry, version, hours, back in sent:
            connection.execute(
                insert(submission).values(
                    reflection_id=entry, round=1, version=version, sent_at=_at(hours),
                    taken_back_at=None if back is None else _at(back),
                )
            )  # fmt: skip
        connection.commit()
    return bare_database


def test_what_nobody_else_could_read_stays_with_its_author(before, connect):
    migrations.upgrade(before, "0011")
    with connect(before) as connection:
        revision = rows.table(connection, "revision")
        found = connection.execute(select(revision.c.entry_id, revision.c.n, revision.c.audience)).all()
    assert sorted(map(tuple, found)) == [
        (1, 1, "facilitators"), (1, 2, "me"), (1, 3, "me"), (1, 4, "facilitators"),
        (2, 1, "facilitators"), (2, 2, "facilitators"),
    ]  # fmt: skip
