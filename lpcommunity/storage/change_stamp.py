"""A stamp that changes whenever something that visitors may see could have changed.

Tables whose rows stand on public pages say so in their model (`info={"on_public_pages": True}`). Whatever command
changes one of them leaves a row here in its own transaction, whoever wrote the command: none can forget it. The stamp
is made of the newest rows, so asking for it costs the same however much there is.

Where only some rows of a table are public, the model gives a function of the row in place of True: what is confided
leaves no row here, else anybody could see when it happened. A statement that changes such rows in bulk carries
`concerns_public(…)`; one that carries nothing counts as public.
"""

import secrets
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, String, delete, event, func, inspect, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

from lpcommunity.storage.clock import now
from lpcommunity.storage.columns import Moment
from lpcommunity.storage.database import Base
from lpcommunity.storage.statements import Statement

ON_PUBLIC_PAGES = "on_public_pages"
NEWEST = 64  # rows that a stamp is made of: on PostgreSQL a lower number may be committed after a higher one
KEPT = 1_000
_MARK = "public_pages_changed"


class PublicChange(Base):
    """Something that visitors may see could have changed, at that moment. Only the newest rows are kept."""

    __tablename__ = "public_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(String(16))  # so that a restored database never repeats a stamp
    at: Mapped[datetime] = mapped_column(Moment)


CHANGE: FromClause = PublicChange.__table__
_newest = select(CHANGE.c.id, CHANGE.c.nonce, CHANGE.c.at).order_by(CHANGE.c.id.desc()).limit(NEWEST).subquery("newest")
STAMP: Statement[dict[str, Any]] = Statement(
    select(
        func.count(_newest.c.id).label("number"),
        func.max(_newest.c.id).label("newest"),
        func.min(_newest.c.id).label("oldest"),
        func.max(_newest.c.nonce).label("nonce"),
        func.min(_newest.c.nonce).label("other"),
        func.max(_newest.c.at).label("at"),
    ),
    dict,
)


@dataclass(frozen=True)
class ChangeStamp:
    """Equal stamps: nothing that visitors see changed in between. `at`: when something last did, if it ever did."""

    text: str
    at: datetime | None


def stamp() -> ChangeStamp:
    """The stamp of this moment: one small query."""
    found = STAMP.first() or {}
    return ChangeStamp("-".join(str(value) for value in found.values()), found.get("at"))


def concerns_public(public: bool) -> dict[str, bool]:
    """For the execution options of a statement that changes rows in bulk: whether any of them is, or was, public."""
    return {ON_PUBLIC_PAGES: public}


def changes_more_than(row: Any, private: Set[str]) -> bool:
    """Whether a row is new or gone, or changes in more than these of its columns, which stand on no public page."""
    state = inspect(row)
    changed = {one.key for one in state.attrs if one.history.has_changes()}
    return not state.persistent or not changed or not changed <= private


@event.listens_for(Session, "after_flush")
def _flushed(changed: Session, _context: object) -> None:
    if _MARK not in changed.info and any(
        _is_public(row) for rows in (changed.new, changed.dirty, changed.deleted) for row in rows
    ):
        changed.info[_MARK] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    if _says(state.statement.table) and state.execution_options.get(ON_PUBLIC_PAGES, True):  # type: ignore[attr-defined]
        state.session.info[_MARK] = True


@event.listens_for(Session, "before_commit")
def _committing(changed: Session) -> None:
    if changed.in_nested_transaction():
        return
    changed.flush()
    if changed.info.pop(_MARK, False):
        row = PublicChange(nonce=secrets.token_hex(8), at=now())
        changed.add(row)
        changed.flush()
        if row.id % 100 == 0:
            changed.execute(delete(PublicChange).where(PublicChange.id < row.id - KEPT))


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(changed: Session, previous: SessionTransaction) -> None:
    if not previous.nested and not changed.in_nested_transaction():  # a savepoint takes back its own part only
        changed.info.pop(_MARK, None)


def _says(table: object) -> bool | Callable[[Any], bool]:
    info: dict[str, Any] = getattr(table, "info", {})
    says: bool | Callable[[Any], bool] = info.get(ON_PUBLIC_PAGES, False)
    return says


def _is_public(row: Any) -> bool:
    says = _says(type(row).__table__)
    return says(row) if callable(says) else says
