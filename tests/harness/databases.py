"""The two databases that every unit and integration test runs on, and how they are emptied between tests."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from lpcommunity.app import create_app
from lpcommunity.storage import db
from tests.harness import connections
from tests.harness.worlds import Worlds

KINDS = ("sqlite", "postgres")
MOST_PREPARED = 1_000  # statements that a connection keeps; several at once cannot be prepared


def chosen() -> list[Any]:
    """The databases of this run: both, unless LPCOMMUNITY_TEST_DATABASES names one, for a quick look."""
    wanted = os.environ.get("LPCOMMUNITY_TEST_DATABASES", ",".join(KINDS)).replace(" ", "").split(",")
    unknown = set(wanted) - set(KINDS)
    if unknown:
        raise pytest.UsageError(f"LPCOMMUNITY_TEST_DATABASES: {', '.join(unknown)}? It can be {', '.join(KINDS)}.")
    marks = {"sqlite": [], "postgres": [pytest.mark.postgres]}
    return [pytest.param(kind, id=kind, marks=marks[kind]) for kind in KINDS if kind in wanted]


class Database:
    """A database with all tables and no rows, and the application that works on it. Kept for a whole test run."""

    def __init__(self, kind: str, url: str, data_dir: Path) -> None:
        self.kind = kind
        self.url = url
        self.data_dir = data_dir
        self.worlds = Worlds(data_dir)
        self.app = self._application()
        self.others: list[Flask] = []
        with self.app.app_context():
            connections.keep(db.engine)
            db.create_all()

    def make_app(self, **settings: Any) -> Flask:
        """Another application on this database, with other settings; the test need not close its connections."""
        self.others.append(self._application(**settings))
        return self.others[-1]

    def _application(self, **settings: Any) -> Flask:
        overrides = {"SQLALCHEMY_DATABASE_URI": self.url, "DATA_DIR": self.data_dir, **settings}
        app = create_app(overrides)
        with app.app_context():
            (_hurry if self.kind == "sqlite" else _plan_once)(db.engine)
        return app

    def empty(self) -> None:
        """Take every row out, in whatever order: references are not checked meanwhile."""
        with self.app.app_context():
            names = [f'"{table.name}"' for table in db.metadata.tables.values()]
            raw = db.engine.raw_connection()
            try:
                cursor: Any = raw.cursor()
                if self.kind == "sqlite":
                    cursor.execute("PRAGMA foreign_keys = OFF")
                    triggers = dict(
                        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
                    )
                    acts = [f"DROP TRIGGER {name}" for name in triggers]
                    acts += [f"DELETE FROM {name}" for name in names]
                    # Its index holds no rows of its own, and no trigger tells it that they went.
                    acts.append("INSERT INTO search_text(search_text) VALUES ('delete-all')")
                    cursor.executescript(";".join(["BEGIN IMMEDIATE", *acts, *triggers.values(), "COMMIT"]))
                    cursor.execute("PRAGMA foreign_keys = ON")
                else:
                    cursor.execute("SET LOCAL session_replication_role = replica")
                    cursor.execute(";".join(f"DELETE FROM {name}" for name in names), prepare=False)
                    raw.commit()
            finally:
                raw.close()
        shutil.rmtree(self.data_dir / "files", ignore_errors=True)

    def let_go_of_others(self) -> None:
        """Close the connections of every other application: the test that made them has ended."""
        for other in self.others:
            with other.app_context():
                db.engine.dispose()
        self.others.clear()

    def close(self) -> None:
        """Let go of every connection."""
        self.let_go_of_others()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
            connections.keep_no_longer(db.engine)


def _hurry(engine: Any) -> None:
    """A test need not survive a power cut: let SQLite leave the disk alone."""

    @event.listens_for(engine, "connect")
    def _no_sync(raw: Any, _record: Any) -> None:
        raw.execute("PRAGMA synchronous = OFF")

    engine.dispose()


def _plan_once(engine: Any) -> None:
    """Let PostgreSQL keep its plans from the first time on: whatever a test asks for, some other asked for before."""

    @event.listens_for(engine, "connect")
    def _prepared(raw: Any, _record: Any) -> None:
        raw.prepare_threshold, raw.prepared_max = 0, MOST_PREPARED
        raw.execute("SET plan_cache_mode = force_generic_plan")
        raw.commit()

    engine.dispose()
