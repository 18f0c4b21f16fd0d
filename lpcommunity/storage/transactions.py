"""The write path: one transaction for each intent of a person.

Web, API, command line, seed data and worker change rows through functions marked `@transactional`
only; nothing else commits.
"""

import functools
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError

from lpcommunity.storage.database import session

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 4
TRANSIENT = {"40001", "40P01"}  # PostgreSQL: serialisation failure, deadlock


# Values that say what held when they were read, and what reads them again inside the transaction (access.reader).
renewals: dict[type[Any], Callable[[Any], Any]] = {}


class ChangedOutsideCommand(RuntimeError):
    """Somebody changed rows without a command; such changes would be lost or half kept."""


def _is_transient(error: DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in TRANSIENT


def _renewed(value: Any) -> Any:
    renew = renewals.get(type(value))
    return value if renew is None else renew(value)


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
        if current.new or current.dirty or current.deleted:
            raise ChangedOutsideCommand(f"{command.__qualname__}: rows were changed before the command began")
        for attempt in range(1, TRIES + 1):
            current.rollback()
            current.expire_all()
            current.info["writing"] = True
            try:
                current.connection(execution_options={"writes": True})
                result = command(*map(_renewed, args), **{key: _renewed(one) for key, one in kwargs.items()})
                current.commit()
            except DBAPIError as error:
                current.rollback()
                if attempt == TRIES or not _is_transient(error):
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

    return run
