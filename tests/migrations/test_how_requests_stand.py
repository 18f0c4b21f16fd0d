"""Revision 0049: a card says how its request stands, and all else that it said; on the way back it says that alone."""

from sqlalchemy import insert, select, update

from lpcommunity.storage import migrations
from tests.migrations import rows

BEFORE, HERE = "0048", "0049"
STATES = ("open", "answered", "closed")


def test_cards_of_before_learn_it_and_forget_it_on_the_way_back(bare_database, connect):
    migrations.upgrade(bare_database, BEFORE)
    with connect(bare_database) as connection:
        rows.fill(connection)
        entry, request = rows.table(connection, "entry"), rows.table(connection, "help_request")
        one = dict(connection.execute(select(entry).where(entry.c.id == 1)).mappings().one())
        connection.execute(update(entry).values(card={"standing": "on-track"}))
        asking = dict(connection.execute(select(request).limit(1)).mappings().one())
        for number, state in enumerate(STATES, 101):
            card = {"help": True, "standing": "on-track"}
            connection.execute(
                insert(entry).values({**one, "id": number, "idempotency_key": str(number), "card": card})
            )
            connection.execute(
                insert(request).values({**asking, "id": number, "entry_id": number, "state": state, "words": ""})
            )
        connection.commit()
    before = _cards(bare_database, connect)
    migrations.upgrade(bare_database, HERE)
    said = _cards(bare_database, connect)
    assert [said[number] for number in (101, 102, 103)] == [
        {"help": True, "standing": "on-track", "request": state} for state in STATES
    ]
    migrations.downgrade(bare_database, BEFORE)
    assert _cards(bare_database, connect) == before
    migrations.upgrade(bare_database, HERE)
    assert _cards(bare_database, connect) == said


def _cards(url, connect):
    with connect(url) as connection:
        entry = rows.table(connection, "entry")
        return dict(map(tuple, connection.execute(select(entry.c.id, entry.c.card))))
