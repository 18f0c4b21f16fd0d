"""One file that holds everything: the rows of all tables as they are at one moment, and the files they speak of.

A gzipped tar of `tables/<name>.jsonl`, `files/…` and, at its end, `manifest.json` with counts and hashes.
"""

import hashlib
import json
import os
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from lpcommunity.storage import blobs, migrations, table_dump
from lpcommunity.storage.clock import now

FORMAT = 1
MANIFEST = "manifest.json"


class CannotBackUp(Exception):
    """Why there is no backup, and what to do."""


@dataclass(frozen=True)
class TableCount:
    """How many rows a table has, and the hash of all of them."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class BackupSummary:
    """What a backup holds."""

    rows: int
    files: int
    size: int


def back_up(database_url: str, data_dir: Path, target: Path) -> BackupSummary:
    """Write a backup to `target`, whoever is writing meanwhile. Either all of it is there in the end, or nothing.

    Rows first, files after: a file is kept before the row that speaks of it, so none of theirs can be missing.
    Raises CannotBackUp.
    """
    if target.exists():
        raise CannotBackUp(f"{target} is there already. A backup never writes over another.")
    if not target.parent.is_dir():
        raise CannotBackUp(f"There is no folder {target.parent}.")
    if migrations.current(database_url) is None:
        raise CannotBackUp("The database is empty. There is nothing to back up.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        half = Path(folder) / "backup.tar.gz"
        half.touch(mode=0o600)
        with tarfile.open(half, "w:gz", compresslevel=6) as archive:
            counted, revision = _add_tables(database_url, archive, Path(folder))
            kept = _add_files(data_dir, archive)
            manifest = {
                "format": FORMAT,
                "made_at": now().isoformat(),
                "version": version("lpcommunity"),
                "revision": revision,
                "tables": {name: asdict(count) for name, count in counted.items()},
                "files": kept,
            }
            _add_manifest(archive, Path(folder), manifest)
        _sync(half)
        half.rename(target)
    return BackupSummary(sum(count.rows for count in counted.values()), len(kept), target.stat().st_size)


def _add_tables(database_url: str, archive: tarfile.TarFile, folder: Path) -> tuple[dict[str, TableCount], str]:
    counted: dict[str, TableCount] = {}
    with table_dump.snapshot(database_url) as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        for table in table_dump.tables_of(connection):
            written = folder / "table"
            with written.open("wb") as file:
                counted[table.name] = count(connection, table, table_dump.columns_of(table), file.write)
            archive.add(written, f"tables/{table.name}.jsonl", filter=_nobodys)
            written.unlink()
    return counted, str(revision)


def count(connection: Connection, table: Any, names: list[str], write: Any = None) -> TableCount:
    """Count and hash the rows of a table, its columns in this order; hand every line to `write`, if there is one."""
    digest, rows = hashlib.sha256(), -1  # the first line names the columns
    for line in table_dump.lines(connection, table, names):
        digest.update(line)
        rows += 1
        if write is not None:
            write(line)
    return TableCount(rows, digest.hexdigest())


def _add_files(data_dir: Path, archive: tarfile.TarFile) -> dict[str, int]:
    """Add every file. Its name is the hash of its content, so that is all there is to remember; and its size."""
    kept: dict[str, int] = {}
    folder = data_dir / "files"
    for path in sorted(folder.glob("??/*")) if folder.is_dir() else ():
        if blobs.NAME.match(path.name) and path.is_file():
            try:
                size = path.stat().st_size
                archive.add(path, f"files/{path.parent.name}/{path.name}", filter=_nobodys)
            except FileNotFoundError:  # no row has named it for a day, and it was cleared away just now
                continue
            kept[path.name] = size
    return kept


def _add_manifest(archive: tarfile.TarFile, folder: Path, manifest: dict[str, Any]) -> None:
    written = folder / MANIFEST
    written.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    archive.add(written, MANIFEST, filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
