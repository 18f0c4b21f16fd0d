"""Revision 0016: the triggers are those of the model, and rows that were there know their place."""

from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.pool import NullPool

from lpcommunity.storage import db, migrations, now
from tests.migrations import rows

KNOWN = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc FROM pg_trigger "
    "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname",
}


def _triggers(connection) -> list[tuple[str, str]]:
    found = connection.execute(text(KNOWN[connection.dialect.name]))
    return [(name, " ".join(sql.split())) for name, sql in found]


def test_migrations_and_models_make_the_same_triggers(bare_database, connect):
    migrations.upgrade(bare_database)
    with connect(bare_database) as connection:
        of_migrations = _triggers(connection)
    assert len(of_migrations) >= 2
    migrations.downgrade(bare_database, "base")
    with connect(bare_database) as connection:
        assert _triggers(connection) == []
    engine = create_engine(bare_database, poolclass=NullPool)
    db.metadata.create_all(engine)
    with connect(bare_database) as connection:
        assert _triggers(connection) == of_migrations
    engine.dispose()


def test_rows_that_were_there_know_their_place(bare_database, connect):
    migrations.upgrade(bare_database, "0015")
    with connect(bare_database) as connection:
        rows.fill(connection)
        record, entry = rows.table(connection, "audit_record"), rows.table(connection, "entry")
        connection.execute(entry.update().where(entry.c.id == 1).values(partnership_id=2))
        given = [
            ("person-invited", "invitation", 7, {"partnership_id": 2}, 2),
            ("person-invited", "invitation", 8, {"partnership_id": None}, None),
            ("role-granted", "person", 2, {"role": "evaluator"}, None),
            ("partnership-changed", "partnership", 1, {}, 1),
            ("entry-withdrawn", "update", 1, {}, 2),
        ]
        for row_id, (act, kind, number, details, _place) in enumerate(given, 10):
            row = {
                "id": row_id,
                "act": act,
                "subject_kind": kind,
                "subject_id": number,
                "details": details,
                "at": now(),
            }
            connection.execute(insert(record).values(row))
        connection.commit()
    migrations.upgrade(bare_database, "0016")
    with connect(bare_database) as connection:
        record = rows.table(connection, "audit_record")
        found = connection.scalars(select(record.c.partnership_id).order_by(record.c.id.desc()).limit(len(given)))
        assert list(found)[::-1] == [place for *_, place in given]
