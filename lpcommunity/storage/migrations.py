"""Bringing a database to the shape that this version of the software expects, and back.

Revisions are numbered and lie in `migrations/versions/NNNN_slug.py`: beside the package in a checkout, inside it
where it is installed. How they run is said in `migrations/env.py`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import ColumnClause, Connection, MetaData, column, create_engine, select, table
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from . import private_files, statistics
from .database import engine_options, prepare
from .progress import Tell, silent
from .statements import Statement

# A lock that was not to be had within 200 ms, and a deadlock: both pass.
TRANSIENT = {"55P03", "40P01"}
TRIES = 60
PAUSE = 0.5
_VERSION: ColumnClause[str] = column("version_num")
APPLIED = Statement(select(_VERSION).select_from(table("alembic_version", _VERSION)))


class NoMigrations(RuntimeError):
    """The folder with the revisions is not where it should be."""


def upgrade(database_url: str, revision: str = "head", tell: Tell = silent) -> None:
    """Bring the database up to this revision. A database that is there already is left alone.

    Then look at the rows of all tables anew: a table that SQLite built again has lost what was known of it.
    """
    known = [None, *revisions()]
    ahead = known[known.index(present) + 1 :] if (present := current(database_url)) in known else []
    if revision in ahead:
        ahead = ahead[: ahead.index(revision) + 1]
    done = count(1)

    def note() -> None:
        tell("Changing tables, steps", next(done), len(ahead))

    def act(config: Config) -> None:
        config.attributes["when_applied"] = note
        command.upgrade(config, revision)

    _run(database_url, act)
    with _connected(database_url) as connection:
        statistics.gather(connection)


def downgrade(database_url: str, revision: str) -> None:
    """Take the database back to this revision (`-1`: one step; `base`: empty)."""
    _run(database_url, lambda config: command.downgrade(config, revision))


def current(database_url: str) -> str | None:
    """The revision this database is at; None if it has none yet."""
    with _connected(database_url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def applied() -> str | None:
    """The revision of the database that this process serves; None before the first."""
    revision: str | None = APPLIED.value()
    return revision


def head() -> str | None:
    """The newest revision there is; None before the first."""
    return _scripts().get_current_head()


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    return [script.revision for script in _scripts().walk_revisions()][::-1]


def differences(database_url: str, metadata: MetaData) -> list[Any]:
    """What the tables of the models and those of the database differ in, as Alembic sees it."""
    found: list[Any] = []

    def compare(config: Config) -> None:
        config.attributes["metadata"] = metadata
        # Running the environment without a step sets up the very same comparison that a new revision is made by.
        scripts = ScriptDirectory.from_config(config)

        def look(_revision: Any, context: MigrationContext) -> list[Any]:
            found.extend(compare_metadata(context, metadata))
            return []

        _in_environment(config, scripts, look)

    _run(database_url, compare)
    return found


def write_revision(database_url: str, metadata: MetaData, message: str) -> Path:
    """Write the next revision: what takes this database, which is at head, to the tables of the models."""
    number = f"{len(revisions()) + 1:04}"
    before = set(_versions())

    def write(config: Config) -> None:
        config.attributes["metadata"] = metadata
        command.revision(config, message=message, autogenerate=True, rev_id=number)

    _run(database_url, write)
    (written,) = set(_versions()) - before
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    return written


def folder() -> Path:
    """Where the revisions are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for place in (package / "migrations", package.parent / "migrations"):
        if (place / "env.py").is_file():
            return place
    raise NoMigrations(f"no migrations beside {package} or in it")


def _versions() -> list[Path]:
    return sorted((folder() / "versions").glob("*.py"))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("truncate_slug_length", "60")
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _in_environment(config: Config, scripts: ScriptDirectory, step: Callable[..., list[Any]]) -> None:
    with EnvironmentContext(config, scripts, fn=step, dont_mutate=True):
        scripts.run_env()


def _run(database_url: str, act: Callable[[Config], Any]) -> None:
    """Do this to the database, again and again while a lock that somebody else holds is in the way."""
    for attempt in range(1, TRIES + 1):
        config = _config()
        try:
            with _connected(database_url) as connection:
                config.attributes["connection"] = connection
                act(config)
        except OperationalError as error:
            if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in TRANSIENT:
                raise
            time.sleep(PAUSE)
        else:
            return


@contextmanager
def _connected(database_url: str) -> Iterator[Connection]:
    """One connection of its own, closed at the end together with every setting made on it."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        private_files.make_folder(Path(url.database).parent)
        private_files.make_file(Path(url.database))
    connect_args = engine_options(database_url).get("connect_args", {})
    engine = create_engine(url, poolclass=NullPool, connect_args=connect_args)
    prepare(engine)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            yield connection
    finally:
        engine.dispose()
