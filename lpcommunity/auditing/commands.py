"""What is done with the audit record: taking a copy of it, and taking out what is old."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, CursorResult, Integer, bindparam, delete, func, select, text

from lpcommunity.access import append_only, audit, require
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR, Reader, at_command_line
from lpcommunity.auditing.act_text import TIDIED
from lpcommunity.auditing.policy import can_read_record
from lpcommunity.auditing.queries import AUDIT, Choice
from lpcommunity.storage import Moment, Statement, now, session, transactional

AT_ONCE = 10_000
YOUNGEST = timedelta(days=30)

_old = (AUDIT.c.at < bindparam("before", type_=Moment), AUDIT.c.act != TIDIED)  # that rows went is never forgotten
HOW_MANY_OLD: Statement[Any] = Statement(select(func.count()).select_from(AUDIT).where(*_old))
OLDEST = select(AUDIT.c.id).where(*_old).order_by(AUDIT.c.at, AUDIT.c.id).limit(bindparam("most", type_=Integer))
IS_OWNER = text("SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = 'audit_record'::regclass")


class CannotTidy(Exception):
    """Why nothing was taken out of the audit record, and what to do."""


@transactional
def note_copy(actor: Reader, choice: Choice) -> None:
    """Note that a copy of the record was taken, narrowed by what. How many rows it had is not said: that depends on
    what this reader may read.
    """
    require(can_read_record(actor))
    narrowed = {"of_person": choice.person_id, "of_place": choice.place_id, "of_act": choice.act}
    audit.note(
        "audit-exported",
        actor_id=actor.id,
        subject_kind="audit",
        subject_id=None,
        **{name: value for name, value in narrowed.items() if value},
    )


def check_day(before: datetime) -> None:
    """Refuse a day that would take the trail of what happened lately. Raises CannotTidy."""
    if now() - before < YOUNGEST:
        raise CannotTidy(f"What is younger than {YOUNGEST.days} days stays. Name an earlier day.")


def how_many_before(before: datetime) -> int:
    """How many acts stand in the record from before this moment, but for those that say what was taken out."""
    return int(HOW_MANY_OLD.value(before=before) or 0)


def take_out_before(before: datetime) -> int:
    """Take out the oldest acts from before this moment, so many as one transaction may, and note in the same how many
    went. Returns how many; call again until none did. Raises CannotTidy.
    """
    check_day(before)
    return _take_out(before) if how_many_before(before) else 0


@transactional
def _take_out(before: datetime) -> int:
    connection = session().connection()
    ids = list(connection.execute(OLDEST, {"before": before, "most": AT_ONCE}).scalars())
    if connection.dialect.name == "sqlite":
        triggers = append_only.take_away(connection)
        removed = _delete(connection, ids)
        append_only.put_back(connection, triggers)
    else:
        if not connection.execute(IS_OWNER).scalar():
            raise CannotTidy(
                "Only the role that owns the tables may take rows out of the audit record. Run it with that role in "
                "DATABASE_URL, as for: lpcommunity db upgrade."
            )
        opened = {"name": append_only.OPENED, "value": before.isoformat()}
        connection.execute(text("SELECT set_config(:name, :value, true)"), opened)
        removed = _delete(connection, ids)
        connection.execute(text("SELECT set_config(:name, '', true)"), {"name": append_only.OPENED})
    audit.note(
        TIDIED,
        actor_id=OPERATOR.id,
        subject_kind="audit",
        subject_id=None,
        removed=removed,
        before=before.isoformat(),
        **at_command_line(OPERATOR),
    )
    return removed


def _delete(connection: Connection, ids: list[int]) -> int:
    removed = 0
    for first in range(0, len(ids), 500):
        gone = connection.execute(delete(AuditRecord).where(AuditRecord.id.in_(ids[first : first + 500])))
        assert isinstance(gone, CursorResult)
        removed += gone.rowcount
    return removed
