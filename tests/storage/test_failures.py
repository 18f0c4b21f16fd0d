"""What an operator reads when the disk or the database fails; what only a programmer can mend keeps its traceback."""

import errno
import os
import sqlite3
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from lpcommunity.cli import main
from lpcommunity.retention import cli as retention
from lpcommunity.storage import failures

PLACE = Path("/srv/backups")


def disk(number, name=None):
    return OSError(number, os.strerror(number), name)


def database(error, kind=OperationalError):
    return kind("SELECT secret words", {}, error)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (disk(errno.ENOSPC), "no room left on the disk at /srv/backups"),
        (disk(errno.EDQUOT, "/srv/backups/.backup-x/half"), "no room left on the disk at /srv/backups,"),
        (disk(errno.EROFS), "This user may not do that at /srv/backups (read-only file system)"),
        (disk(errno.EACCES, "/srv/data/files/ab"), "may not do that at /srv/data/files/ab (permission denied)"),
        (disk(errno.ENAMETOOLONG, "x" * 300), "The name of that file is too long. Choose a shorter one."),
        (disk(errno.EIO), "did not do what was asked at /srv/backups: input/output error"),
        (database(sqlite3.OperationalError("database or disk is full")), "disk of the database has no room left"),
        (database(psycopg.errors.DiskFull("could not extend file")), "disk of the database has no room left"),
        (
            database(psycopg.errors.InsufficientPrivilege("permission denied for table x"), ProgrammingError),
            "that owns",
        ),
        (psycopg.errors.AdminShutdown("terminating connection\nmore"), "as it should: terminating connection. Is it"),
        (database(psycopg.OperationalError("")), "does not answer as it should: OperationalError. Is it there"),
        (NoConnectionFree("QueuePool limit"), "too busy to answer"),
    ],
)
def test_it_is_said_in_words(error, says):
    said = failures.in_words(error, PLACE)
    assert says in said
    assert "\n" not in said
    assert "secret" not in said


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a mistake of ours"),
        database(sqlite3.IntegrityError("NOT NULL constraint failed"), IntegrityError),
        BrokenPipeError(errno.EPIPE, "whoever read what we print has gone"),
    ],
)
def test_all_else_is_not(error):
    assert failures.in_words(error) is None


@pytest.mark.parametrize(
    ("error", "says"), [(disk(errno.EIO, "/srv/data/files"), "Error: The disk"), (None, "Stopped.")]
)
def test_every_command_says_it_like_that(monkeypatch, tmp_path, error, says):
    def fail(*_):
        raise error or KeyboardInterrupt

    monkeypatch.setattr(retention, "_check", fail)
    done = CliRunner().invoke(main, ["tidy", "--check"], env={"DATA_DIR": str(tmp_path)})
    assert done.exit_code == (1 if error else 130)
    assert done.output.startswith(says)
    assert len(done.output.splitlines()) == 1
