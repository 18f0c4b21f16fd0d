"""Revision 0013: who facilitates already reads on what they answered; of the rest its authors are asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update

from lpcommunity.storage import migrations, now
from tests.migrations import rows

START = now() - timedelta(days=30)


def _at(days):
    return START + timedelta(days=days)


@pytest.fixture
def before(bare_database, connect):
    """Two reflections, of days 1 and 2, the first with an answer; their facilitator was recorded on day 3. A third was
    sent, taken back and sent again; the fourth was for the facilitators first and is for the community now.
    """
    migrations.upgrade(bare_database, "0012")
    with connect(bare_database) as connection:
        rows.fill(connection)
        t = {name: rows.table(connection, name) for name in (
            "entry", "reflection", "revision", "submission", "review", "membership", "person",
        )}  # fmt: skip
        connection.execute(update(t["membership"]).values(role="member", ended_at=_at(0)))
        for name in (
            "outbox_delivery",
            "notification",
            "outbox_event",
            "reply",
            "move",
            "review",
            "submission",
            "revision",
        ):
            connection.execute(delete(rows.table(connection, name)))  # so that keys are the database's to choose
        known = {"partnership_id": 1, "author_id": 1, "state": "published", "title": "", "standfirst": "", "fields": {},
                 "body_html": "", "card": {}, "thanks_count": 0, "version": 1, "kind": "reflection"}  # fmt: skip
        for entry_id, days, audience in ((101, 1, "facilitators"), (102, 2, "facilitators"), (103, 1, "facilitators"),
                                         (104, 1, "community")):  # fmt: skip
            moment = _at(days)
            connection.execute(insert(t["entry"]).values(
                **known, id=entry_id, audience=audience, idempotency_key=str(uuid4()), created_at=moment,
                published_at=moment, updated_at=moment,
            ))  # fmt: skip
            connection.execute(insert(t["reflection"]).values(
                id=entry_id, cycle="free", review_state="waiting", rounds=1, waiting_since=moment,
            ))  # fmt: skip
        written = [(101, 1, "facilitators", 1, "written"), (102, 1, "facilitators", 2, "written"),
                   (103, 1, "facilitators", 1, "written"), (104, 1, "facilitators", 1, "written"),
                   (104, 2, "community", 4, "audience")]  # fmt: skip
        for entry_id, n, audience, days, why in written:
            connection.execute(insert(t["revision"]).values(
                entry_id=entry_id, n=n, why=why, author_id=1, audience=audience, title="", fields={}, details={},
                body_html="", written_at=_at(days),
            ))  # fmt: skip
        sent = [(101, 1, None), (102, 2, None), (103, 1, 1.5), (103, 5, None), (104, 1, None)]
        for entry_id, days, back in sent:
            connection.execute(insert(t["submission"]).values(
                reflection_id=entry_id, round=1, version=1, sent_at=_at(days), partnership_id=1,
                taken_back_at=None if back is None else _at(back),
            ))  # fmt: skip
        connection.execute(insert(t["review"]).values(
            idempotency_key=str(uuid4()), reflection_id=101, version=1, round=1, author_id=2, outcome="invites",
            sent_at=_at(4), partnership_id=1,
        ))  # fmt: skip
        connection.execute(insert(t["membership"]).values(
            id=201, person_id=2, partnership_id=1, role="facilitator", starts_on=_at(-100).date(), created_at=_at(3),
        ))  # fmt: skip
        connection.commit()
    return bare_database


def test_what_was_confided_before_is_closed_but_for_what_was_answered(before, connect):
    migrations.upgrade(before, "0013")
    with connect(before) as connection:
        entry, membership = rows.table(connection, "entry"), rows.table(connection, "membership")
        since = dict(connection.execute(select(entry.c.id, entry.c.confided_at).where(entry.c.id > 100)).all())
        began = connection.scalar(select(membership.c.began_at).where(membership.c.id == 201))
        opening, period = rows.table(connection, "opening"), rows.table(connection, "audience_period")
        opened = connection.execute(select(opening.c.entry_id, opening.c.membership_id)).all()
        periods = connection.execute(
            select(period.c.entry_id, period.c.audience).where(period.c.entry_id > 100).order_by(period.c.began_at)
        ).all()
        event, delivery = rows.table(connection, "outbox_event"), rows.table(connection, "outbox_delivery")
        asked = connection.scalars(
            select(event.c.payload)
            .join(delivery, delivery.c.event_id == event.c.id)
            .where(delivery.c.subscriber == "openings.introduce-at-beginning")
        ).all()
    closed = {key for key, moment in since.items() if _plain(moment) < _plain(began)}
    assert closed == {101, 102, 104}, "103 was sent again after the facilitator came"
    assert list(map(tuple, opened)) == [(101, 201)]
    assert list(map(tuple, periods)) == [(103, "me"), (104, "community"), (103, "facilitators")]
    assert [one["membership_id"] for one in asked] == [201]


def _plain(moment):
    return moment.replace(tzinfo=None)
