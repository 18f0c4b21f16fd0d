"""`lpcommunity tidy --audit-before`: what is old leaves the audit record, which says how much went and up to when."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from lpcommunity.access import audit
from lpcommunity.access.models import AuditRecord
from lpcommunity.auditing import commands
from lpcommunity.auditing.commands import CannotTidy, take_out_before
from lpcommunity.storage import clock, db, now, session, today, transactional


@transactional
def _note(act):
    audit.note(act, actor_id=None, subject_kind="test", subject_id=None)


@pytest.fixture
def there(app):
    for days in (400, 300, 200, 3):
        with clock.at(now() - timedelta(days=days)):
            _note(f"days-ago-{days}")


def _acts() -> list[str]:
    session().rollback()
    return list(session().scalars(select(AuditRecord.act).order_by(AuditRecord.at)))


def _still_guarded() -> None:
    session().rollback()
    for statement in ("DELETE FROM audit_record", "UPDATE audit_record SET act = 'x'"):
        with db.engine.connect() as connection, pytest.raises(DBAPIError, match="only grows"):
            connection.execute(text(statement))


def test_the_old_go_and_a_row_says_so(there, runner):
    day = today() - timedelta(days=250)
    said = runner("tidy", "--audit-before", str(day), "--check")
    assert said.output.startswith("2 rows of the audit record are from before ")
    assert len(_acts()) == 4
    done = runner("tidy", "--audit-before", str(day))
    assert done.exit_code == 0, done.output
    assert done.output.startswith("2 rows from before ")
    assert _acts() == ["days-ago-200", "days-ago-3", "audit-tidied"]
    row = session().scalars(select(AuditRecord).where(AuditRecord.act == "audit-tidied")).one()
    assert (row.actor_id, row.details["removed"], row.details["by"]) == (None, 2, "operator")
    assert row.details["before"].startswith(str(day)[:7])
    _still_guarded()


def test_that_rows_went_is_never_forgotten_and_nothing_is_said_where_none_did(there, runner):
    assert take_out_before(now() - timedelta(days=350)) == 1
    with clock.at(now() + timedelta(days=1000)):
        assert take_out_before(now() - timedelta(days=40)) == 3
        assert take_out_before(now() - timedelta(days=40)) == 0
    assert _acts() == ["audit-tidied", "audit-tidied"]


def test_in_steps_each_of_which_says_what_went(there, monkeypatch):
    monkeypatch.setattr(commands, "AT_ONCE", 2)
    before = now() - timedelta(days=100)
    assert [take_out_before(before), take_out_before(before), take_out_before(before)] == [2, 1, 0]
    rows = session().scalars(select(AuditRecord).where(AuditRecord.act == "audit-tidied").order_by(AuditRecord.id))
    assert [row.details["removed"] for row in rows] == [2, 1]


def test_what_happened_lately_stays(there, runner):
    for day in (today() - timedelta(days=29), today() + timedelta(days=1)):
        refused = runner("tidy", "--audit-before", str(day))
        assert (refused.exit_code, "younger than 30 days stays" in refused.output) == (1, True)
    assert len(_acts()) == 4
    assert runner("tidy", "--audit-before", "yesterday").exit_code == 2


def test_half_way_is_not_at_all(there, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "note", fail)
    with pytest.raises(RuntimeError):
        take_out_before(now() - timedelta(days=250))
    assert len(_acts()) == 4
    _still_guarded()


def test_a_role_that_owns_nothing_is_told_which_one_may(there, database, worker):
    if database.kind == "sqlite":
        pytest.skip("SQLite knows no roles")
    session().rollback()
    role = f"no_owner_{worker}"

    @transactional
    def as_service():
        connection = session().connection()
        connection.exec_driver_sql(f"CREATE ROLE {role}")
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, DELETE ON audit_record TO {role}")
        connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
        take_out_before(now() - timedelta(days=250))

    with pytest.raises(CannotTidy, match="role that owns the tables"):
        as_service()
    assert len(_acts()) == 4
