"""The audit record only grows, whoever asks and however; its owner may take out what is old."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lpcommunity.access import append_only, audit
from lpcommunity.storage import db, session, transactional

CHANGES = {
    "changed": "UPDATE audit_record SET act = 'nothing'",
    "changed to the same": "UPDATE audit_record SET act = act",
    "taken out": "DELETE FROM audit_record",
    "one by one": "DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record)",
}
OF_SQLITE = {
    "replaced": "INSERT OR REPLACE INTO audit_record (id, at, act, subject_kind, details) "
    "SELECT id, at, 'nothing', subject_kind, details FROM audit_record"
}
OF_POSTGRES = {
    "emptied": "TRUNCATE audit_record",
    "put over": "INSERT INTO audit_record (id, at, act, subject_kind, details) "
    "SELECT id, at, 'x', 'x', '{}' FROM audit_record ON CONFLICT (id) DO UPDATE SET act = 'nothing'",
}
# What the service's own role is given (docs/operations.md).
ROLE = """
CREATE ROLE {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE ON audit_record FROM {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}
"""


@transactional
def _noted() -> None:
    for act in ("tried", "tried-again"):
        audit.note(act, actor_id=None, subject_kind="test", subject_id=None)


def _acts(connection) -> list[str]:
    return list(connection.scalars(text("SELECT act FROM audit_record ORDER BY id")))


def test_nothing_is_changed_taken_out_or_replaced(database, app):
    _noted()
    session().rollback()
    for how, statement in {**CHANGES, **(OF_SQLITE if database.kind == "sqlite" else OF_POSTGRES)}.items():
        with db.engine.connect() as connection:
            with pytest.raises(DBAPIError, match="the audit record only grows"):
                connection.execute(text(statement))
            connection.rollback()
            assert _acts(connection) == ["tried", "tried-again"], how


@pytest.mark.parametrize("setting", ["", "3000-01-01"])
def test_the_service_of_its_own_role_adds_rows_and_nothing_else(database, app, worker, setting):
    if database.kind == "sqlite":
        pytest.skip("SQLite knows no roles")
    _noted()
    session().rollback()
    role = f"service_{worker}"
    with db.engine.connect() as connection:
        for order in ROLE.format(role=role).split(";"):
            connection.exec_driver_sql(order)
        connection.exec_driver_sql("GRANT DELETE ON audit_record TO " + role)  # the trigger alone must do, too
        connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
        connection.exec_driver_sql(f"SET LOCAL {append_only.OPENED} = '{setting}'")
        connection.execute(
            text("INSERT INTO audit_record (at, act, subject_kind, details) VALUES (now(), 'added', 'test', '{}')")
        )
        for statement in (*CHANGES.values(), *OF_POSTGRES.values()):
            with pytest.raises(DBAPIError, match=r"only grows|permission denied"), connection.begin_nested():
                connection.execute(text(statement))
        assert _acts(connection) == ["tried", "tried-again", "added"]
        connection.rollback()


def test_only_what_is_older_than_the_moment_named_may_go(database, app):
    if database.kind == "sqlite":
        pytest.skip("SQLite knows no roles")
    _noted()
    session().rollback()
    with db.engine.connect() as connection:
        connection.exec_driver_sql(f"SET LOCAL {append_only.OPENED} = '2020-01-01'")
        with pytest.raises(DBAPIError, match="only grows"):
            connection.execute(text("DELETE FROM audit_record"))
        connection.rollback()
