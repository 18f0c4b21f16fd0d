"""Bringing a database to the shape that this version of the software expects, and back.

Revisions are numbered and lie in `migrations/versions/NNNN_slug.py`: beside the package in a checkout, inside it
where it is installed. How they run is said in `migrations/env.py`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from . import interruption, private_files, statistics
from .database import engine_options, prepare
from .progress import Tell, silent

# A lock that was not to be had within 200 ms, and a deadlock: both pass.
TRANSIENT = {"55P03", "40P01"}
TRIES = 60
PAUSE = 0.5


class NoMigrations(RuntimeError):
    """The folder with the revisions is not where it should be."""


class UnknownRevision(Exception):
    """The database is at a revision that this version has never heard of: a newer version brought it there."""


@dataclass(frozen=True)
class Step:
    """One revision. `breaks_before`: code that does not know that revision no longer works after it (None: it does)."""

    revision: str
    about: str
    breaks_before: str | None


class MigrationFailed(Exception):
    """A step could not be done, and nothing of it was kept. `at`: where the database is now."""

    def __init__(self, step: Step, at: str | None, why: str) -> None:
        super().__init__(f"Step {step.revision} ({step.about}) could not be done: {why}")
        self.step = step
        self.at = at


def upgrade(database_url: str, revision: str = "head", tell: Tell = silent) -> None:
    """Bring the database up to this revision, step by step, each kept whole or not at all. A database that is there
    already is left alone. Raises MigrationFailed, UnknownRevision.

    Then look at the rows of all tables anew: a table that SQLite built again has lost what was known of it.
    """
    scripts = _scripts()
    steps = pending(database_url, revision, scripts)
    taken = 0
    with connected(database_url) as connection:
        try:
            for step in steps:
                _take(connection, database_url, scripts, step)
                taken += 1
                tell("Changing tables, steps", taken, len(steps))
        except BaseException:
            if taken:
                with suppress(SQLAlchemyError):
                    connection.rollback()
                    statistics.gather(connection)
            raise
        statistics.gather(connection)


def pending(database_url: str, revision: str = "head", scripts: ScriptDirectory | None = None) -> list[Step]:
    """What brings this database up to that revision, in order. Raises UnknownRevision."""
    scripts = scripts or _scripts()
    at = current(database_url)
    steps = [
        Step(one.revision, (one.doc or "?").splitlines()[0].rstrip("."), getattr(one.module, "BREAKS_BEFORE", None))
        for one in scripts.walk_revisions("base", revision)
    ][::-1]
    every = [one.revision for one in scripts.walk_revisions()]
    if at is not None and at not in every:
        raise UnknownRevision(at)
    known = [step.revision for step in steps]
    if at is None:
        return steps
    return steps[known.index(at) + 1 :] if at in known else []


def _take(connection: Connection, database_url: str, scripts: ScriptDirectory, step: Step) -> None:
    """Do this step in a transaction of its own. Does nothing where somebody else has done it meanwhile."""

    def act(config: Config) -> None:
        _in_environment(config, scripts, lambda at, _: scripts._upgrade_revs(step.revision, at), step.revision)

    try:
        _patiently(connection, act)
    except Exception as error:
        connection.rollback()
        raise MigrationFailed(step, current(database_url), _in_a_line(error)) from error


def _in_a_line(error: Exception) -> str:
    """What the database says in its first line, or whoever else refused."""
    if isinstance(error, DBAPIError):
        said = (str(error.orig).splitlines() or [""])[0]
        waited = getattr(error.orig, "sqlstate", None) in TRANSIENT or said == "database is locked"
        return f"something else held what it needs for too long ({said})" if waited else said
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"


def downgrade(database_url: str, revision: str) -> None:
    """Take the database back to this revision (`-1`: one step; `base`: empty)."""
    _run(database_url, lambda config: command.downgrade(config, revision))


def current(database_url: str) -> str | None:
    """The revision this database is at; None if it has none yet."""
    with connected(database_url, writes=False) as connection:
        return MigrationContext.configure(connection).get_current_revision()


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


def _in_environment(
    config: Config, scripts: ScriptDirectory, act: Callable[..., list[Any]], up_to: str | None = None
) -> None:
    """Run the environment for this act; without a revision that it leads to, it only looks."""
    with EnvironmentContext(config, scripts, fn=act, destination_rev=up_to, dont_mutate=up_to is None):
        scripts.run_env()


def _run(database_url: str, act: Callable[[Config], Any]) -> None:
    with connected(database_url) as connection:
        _patiently(connection, act)


def _patiently(connection: Connection, act: Callable[[Config], Any]) -> None:
    """Do this to the database, again and again while a lock that somebody else holds is in the way."""
    for attempt in range(1, TRIES + 1):
        config = _config()
        config.attributes["connection"] = connection
        try:
            act(config)
        except OperationalError as error:
            connection.rollback()
            if interruption.told():
                raise KeyboardInterrupt from error
            if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in TRANSIENT:
                raise
            time.sleep(PAUSE)
        else:
            return


@contextmanager
def connected(database_url: str, *, writes: bool = True) -> Iterator[Connection]:
    """One connection of its own, closed at the end together with every setting made on it. One that only reads waits
    for nobody.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        private_files.make_folder(Path(url.database).parent)
        private_files.make_file(Path(url.database))
    connect_args = engine_options(database_url).get("connect_args", {})
    engine = create_engine(url, poolclass=NullPool, connect_args=connect_args)
    prepare(engine)
    try:
        with engine.connect().execution_options(writes=writes) as connection:
            interruption.heed(connection)
            yield connection
    finally:
        engine.dispose()
