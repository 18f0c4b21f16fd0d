"""The databases that are measured: made by `lpcommunity seed bench` in a temporary folder, or kept from last time."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bench.servers import OURS, ROOT
from tests.harness import postgres

PARTNERSHIPS, PEOPLE = 500, 10_000
PAGE, PAGES = 20, 100
DEEP = """
    SELECT published_at, id FROM entry
    WHERE state = 'published' AND audience IN ('community', 'public') AND ({where})
    ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET :skip
"""


@dataclass(frozen=True)
class World:
    """One database with a community in it. `about` is what `seed bench --json` says of it."""

    kind: str
    entries: int
    url: str
    folder: Path
    about: dict[str, Any]
    seeded: str  # rows and how quickly
    deep: dict[str, str]  # cursors of a page far down
    place_id: int
    session_id: int
    database_pid: int | None  # PostgreSQL's first process

    @property
    def name(self) -> str:
        """SQLite, 20,000."""
        return f"{'SQLite' if self.kind == 'sqlite' else 'PostgreSQL'}, {self.entries:,}"


@contextmanager
def worlds(kinds: list[str], sizes: list[int], folder: Path, say: Callable[[str], None]) -> Iterator[list[World]]:
    """All of them, until the block ends."""
    with ExitStack() as closing:
        server, pid = None, None
        if "postgres" in kinds:
            run = f"bench{os.getpid()}"
            server = closing.enter_context(postgres.running(run))
            pid = _postmaster(run)
        made = []
        for kind in kinds:
            for entries in sizes:
                here = folder / f"{kind}-{entries}"
                here.mkdir(parents=True, exist_ok=True)
                url = f"sqlite:///{here / 'lpcommunity.sqlite3'}"
                if server is not None and kind == "postgres":
                    url = server.create(f"bench_{entries}")
                made.append(_world(kind, entries, url, here, pid if kind == "postgres" else None))
                say(f"{made[-1].name}: {made[-1].seeded}")
        yield made


def _postmaster(run: str) -> int:
    return int((postgres.place_of(run) / "data/postmaster.pid").read_text().splitlines()[0])


def _world(kind: str, entries: int, url: str, folder: Path, pid: int | None) -> World:
    kept = folder / "bench.json"
    if kind == "sqlite" and kept.exists():
        said = json.loads(kept.read_text())
        how = "kept from before"
    else:
        said = _seed(url, folder, entries)
        kept.write_text(json.dumps(said))
        how = f"{sum(said['rows'].values()):,} rows in {said['seconds']} s, {said['rows_a_second']:,} a second"
    engine = create_engine(url)
    with engine.connect() as connection:
        ids = {"slug": said["busy_place"], "email": said["sign_ins"]["member-busy"]}
        place_id = connection.scalar(text("SELECT id FROM partnership WHERE slug = :slug"), ids)
        session_id = connection.scalar(text("SELECT max(id) FROM sign_in_session"))
        deep = {
            "place": _cursor(connection, f"partnership_id = {int(place_id)}"),
            "public": _cursor(connection, "audience = 'public'"),
            "everywhere": _cursor(connection, "1 = 1"),
            "talk": _place_in_talk(connection, said["long_talk"]),
        }
    engine.dispose()
    return World(kind, entries, url, folder, said, how, deep, int(place_id), int(session_id), pid)


def _seed(url: str, folder: Path, entries: int) -> dict[str, Any]:
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder), "LPCOMMUNITY_ENV": "development"}
    words = ["seed", "bench", "--partnerships", str(PARTNERSHIPS), "--people", str(PEOPLE), "--entries", str(entries)]
    for command in (["db", "upgrade"], [*words, "--json"]):
        done = subprocess.run([*OURS, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
    said: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    filled = subprocess.run([*OURS, "reindex", "--search"], cwd=ROOT, env=environment, capture_output=True, check=False)
    if filled.returncode:
        raise RuntimeError(filled.stderr.decode())
    return said


def _cursor(connection: Any, where: str) -> str:
    """The cursor of page 100, or of the last full page where there are fewer."""
    count = (
        "SELECT count(*) FROM (" + DEEP.format(where=where).replace("LIMIT 1 OFFSET :skip", "LIMIT :skip") + ") AS x"
    )
    there = connection.scalar(text(count), {"skip": PAGE * PAGES + 1}) or 0
    skip = max(0, min(PAGE * (PAGES - 1) - 1, there - PAGE - 1))
    moment, entry_id = connection.execute(text(DEEP.format(where=where)), {"skip": skip}).one()
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return f"{round(moment.timestamp() * 1_000_000)}-{entry_id}"


def _place_in_talk(connection: Any, entry_id: int | None) -> str:
    """Where the last page but two of the longest conversation begins."""
    late = text("SELECT thread_id, id FROM comment WHERE entry_id = :entry ORDER BY thread_id DESC, id DESC LIMIT 90")
    rows = connection.execute(late, {"entry": entry_id}).all()
    return f"{rows[-1].thread_id}-{rows[-1].id}" if rows else ""


def throw_away(folder: Path) -> None:
    """Take a temporary folder away."""
    shutil.rmtree(folder, ignore_errors=True)
