"""A table that only grows: triggers of the database refuse to change a row of it, or to take one out.

PostgreSQL lets its owner take out what is older than a moment that the transaction names first (`OPENED`); the service
has a role of its own, which owns nothing (docs/operations.md). SQLite knows no roles: there the triggers are taken away
and put back within one transaction. Migration 0016 makes the same; a test holds the two together.
"""

from typing import Any

from sqlalchemy import DDL, Connection, FromClause, event, text

OPENED = "lpcommunity.audit_before"

REPLACES = "WHEN EXISTS (SELECT 1 FROM audit_record WHERE id = NEW.id) "  # INSERT OR REPLACE takes out without DELETE
SQLITE = tuple(
    f"CREATE TRIGGER audit_record_{name} BEFORE {act} ON audit_record {when}"
    "BEGIN SELECT RAISE(ABORT, 'the audit record only grows'); END"
    for name, act, when in (
        ("unchanged", "UPDATE", ""),
        ("kept", "DELETE", ""),
        ("not_replaced", "INSERT", REPLACES),
    )
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION audit_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
                AND OLD.at < nullif(current_setting('{OPENED}', true), '')::timestamptz
            THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'the audit record only grows' USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,  # noqa: S608  (no value of anybody's)
    (
        "CREATE TRIGGER audit_record_kept BEFORE UPDATE OR DELETE ON audit_record "
        "FOR EACH ROW EXECUTE FUNCTION audit_record_only_grows()"
    ),
    (
        "CREATE TRIGGER audit_record_not_emptied BEFORE TRUNCATE ON audit_record "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_record_only_grows()"
    ),
)
KNOWN = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_record'")


def guard(table: FromClause) -> None:
    """Give the table its triggers wherever it is made from its model; a migration makes them by itself."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            made: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            made = made.execute_if(dialect=dialect)
            event.listen(table, "after_create", made)


def take_away(connection: Connection) -> list[str]:
    """SQLite: let rows go until the transaction ends. Returns what puts the triggers back, which the caller owes."""
    found = connection.execute(KNOWN).all()
    for name, _sql in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return [str(sql) for _name, sql in found]


def put_back(connection: Connection, triggers: list[str]) -> None:
    """SQLite: from here on the table only grows again."""
    for statement in triggers:
        connection.exec_driver_sql(statement)
