"""The write path: one transaction for each intent of a person.

Web, API, command line, seed data and worker change rows through functions marked `@transactional`
only; nothing else commits.
"""

import functools
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session

from lpcommunity.storage import interruption
from lpcommunity.storage.database import session

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 4
TRANSIENT = {"40001", "40P01"}  # PostgreSQL: serialisation failure, deadlock


# Values that say what held when they were read, and what reads them again inside the transaction (access.reader).
renewals: dict[type[Any], Callable[[Any], Any]] = {}


class ChangedOutsideCommand(RuntimeError):
    """Somebody changed rows without a command; such changes would be lost or half kept."""


def _left_nothing(error: DBAPIError, committing: bool) -> bool:
    """Whether this failure of the database passes, and surely left no trace, so that the command may run once more.

    A connection that is lost while COMMIT is on its way may have been lost after it: what was committed then must not
    happen twice. Whoever asked is told that it is not known, and finds what they wrote where it was.
    """
    if getattr(error.orig, "sqlstate", None) in TRANSIENT:
        return True
    return error.connection_invalidated and not committing


def _renewed(value: Any) -> Any:
    renew = renewals.get(type(value))
    return value if renew is None else renew(value)


def uncommitted() -> str | None:
    """What was changed outside of commands and would be lost with this request, in words; None where nothing was."""
    current = session()
    if current.new or current.dirty or current.deleted:
        return f"rows {[*current.new, *current.dirty, *current.deleted]}"
    return current.info.get("written_outside")


@event.listens_for(Session, "after_flush")
def _flushed(changed: Session, _context: object) -> None:
    if not changed.info.get("writing"):
        changed.info["written_outside"] = "flushed rows"


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get("writing"):
        state.session.info["written_outside"] = "rows of a statement"


@event.listens_for(Session, "after_transaction_end")
def _ended(changed: Session, _transaction: object) -> None:
    if not changed.in_transaction():
        changed.info.pop("written_outside", None)


def writing() -> bool:
    """Whether a command is at work just now."""
    return bool(session().info.get("writing"))


def transactional(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command in one writing transaction: commit at the end, roll back on error, join when nested.

    The outermost command first ends the reading transaction that the request opened (so every row is read afresh, and
    whoever acts as well: permission is checked on what is true now), then begins a writing one. Deadlocks,
    serialisation failures and lost connections are tried again, since a rolled back command left no trace.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        current = session()
        if current.info.get("writing"):
            return command(*args, **kwargs)
        if changed := uncommitted():
            raise ChangedOutsideCommand(f"{command.__qualname__}: {changed} changed before the command began")
        for attempt in range(1, TRIES + 1):
            current.rollback()
            current.expire_all()
            current.info["writing"] = True
            committing = False
            try:
                current.connection(execution_options={"writes": True})
                result = command(*map(_renewed, args), **{key: _renewed(one) for key, one in kwargs.items()})
                current.flush()
                committing = True
                with interruption.at_commit():
                    current.commit()
            except DBAPIError as error:
                current.rollback()
                if attempt == TRIES or not _left_nothing(error, committing):
                    raise
                time.sleep(0.02 * 2**attempt)
            except BaseException:
                current.rollback()
                raise
            else:
                return result
            finally:
                current.info.pop("writing", None)
        raise AssertionError("unreachable")

    run.is_command = True  # type: ignore[attr-defined]  # tests look where views call one
    return run
