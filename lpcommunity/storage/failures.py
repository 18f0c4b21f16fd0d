"""What an operator reads when the disk or the database fails: what happened, and what to do. No page of Python.

Programming errors are none of it: a row that breaks a constraint keeps its traceback.
"""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError, StatementError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
MAY_NOT = "42501"  # PostgreSQL: insufficient privilege
DISK_FULL = "53100"
RAW = (sqlite3.OperationalError, psycopg.OperationalError, psycopg.errors.InsufficientPrivilege)
OURS = (IntegrityError, DataError, NotSupportedError)


def in_words(error: BaseException, place: Path | None = None) -> str | None:
    """This failure of the disk or the database in words; None for any other.

    `place`: what one was writing to, where the error does not say it or names what nobody knows.
    """
    if isinstance(error, NoConnectionFree):
        return "The database (DATABASE_URL) was too busy to answer. Try again."
    if isinstance(error, DBAPIError):
        return None if isinstance(error, OURS) else _of_database(error.orig or error)
    if isinstance(error, RAW):
        return _of_database(error)
    return _of_disk(error, place) if isinstance(error, OSError) else None


@contextmanager
def raised_as(refusal: Callable[[str], Exception], place: Path) -> Iterator[None]:
    """Let such a failure within the block be raised as this refusal, in words; every other as it is."""
    try:
        yield
    except Exception as error:
        said = in_words(error, place)
        if said is None:
            raise
        raise refusal(said) from error


def is_of_values(error: StatementError) -> bool:
    """Whether the database took offence at the values that it was given, and would at any time."""
    if isinstance(error, ProgrammingError):
        return getattr(error.orig, "sqlstate", None) != MAY_NOT
    return isinstance(error, DataError | IntegrityError) or not isinstance(error, DBAPIError)


def _of_database(error: BaseException) -> str:
    said = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    state = getattr(error, "sqlstate", None)
    if state == MAY_NOT:
        return f"The database role in DATABASE_URL may not do this: {said}. Use the role that owns the tables."
    if state == DISK_FULL or "disk is full" in said or "disk I/O error" in said:
        return f"The disk of the database has no room left, or does not answer: {said}. See to that, then start again."
    return (
        f"The database (DATABASE_URL) does not answer as it should: {said}. "
        "Is it there, and has it been set up with: lpcommunity db upgrade?"
    )


def _of_disk(error: OSError, place: Path | None) -> str | None:
    if error.errno in (None, errno.EPIPE) and place is None:
        return None  # nothing of a disk; or whoever read what we print has gone, which click sees to
    hidden = error.filename is None or (place is not None and f"{place}/." in str(error.filename))
    named = place if hidden and place is not None else error.filename
    where = f" at {named}" if named is not None else ""
    why = (error.strerror or type(error).__name__).lower()
    if error.errno in NO_ROOM:
        return f"There is no room left on the disk{where}, or no more may be written there ({why}). Make room first."
    if error.errno in NOT_ALLOWED:
        return f"This user may not do that{where} ({why}). Give it the right to, or name another place."
    if error.errno == errno.ENAMETOOLONG:
        return "The name of that file is too long. Choose a shorter one."
    return f"The disk or the network did not do what was asked{where}: {why}. See to that, then start again."
