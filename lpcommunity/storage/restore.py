"""Bringing a backup back, into an empty database and an empty data folder only.

What comes out is counted and hashed again before it is kept: either it is what was backed up, or nothing is.
"""

import hashlib
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table, insert, select, text, update

from lpcommunity.storage import migrations, private_files, table_dump
from lpcommunity.storage.backup import FORMAT, MANIFEST, BackupSummary, TableCount, count

MEMBER = re.compile(r"manifest\.json|tables/[a-z0-9_]+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{64}")


class CannotRestore(Exception):
    """Why nothing was restored, and what to do."""


@dataclass(frozen=True)
class _Unpacked:
    folder: Path
    manifest: dict[str, Any]

    def rows_of(self, table: str) -> Path:
        return self.folder / "tables" / f"{table}.jsonl"


def restore(database_url: str, data_dir: Path, source: Path) -> BackupSummary:
    """Bring back what `source` holds, and take the database to the shape of this version. Raises CannotRestore."""
    if not source.is_file():
        raise CannotRestore(f"There is no file {source}.")
    files = data_dir / "files"
    if files.is_dir() and any(files.iterdir()):
        raise CannotRestore(f"There are files in {files} already. Restore into an empty data folder: DATA_DIR.")
    private_files.make_folder(data_dir)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restore-") as folder:
        unpacked = _unpack(source, Path(folder))
        revision = unpacked.manifest["revision"]
        _make_room(database_url, revision)
        with table_dump.one_transaction(database_url) as connection:
            found = _fill(connection, unpacked)
            _move(unpacked.folder / "files", files)
    migrations.upgrade(database_url)
    return BackupSummary(sum(found.values()), len(unpacked.manifest["files"]), source.stat().st_size)


def _unpack(source: Path, folder: Path) -> _Unpacked:
    """Take the backup apart and make sure that every part is as it was written."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if not member.isfile() or not MEMBER.fullmatch(member.name):
                    raise CannotRestore(f"{source} is not a backup of lpcommunity.")
                _write(archive, member, folder / member.name)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CannotRestore(f"{source} cannot be read: {type(error).__name__}.") from error
    if not (folder / MANIFEST).is_file():
        raise CannotRestore(f"{source} is not complete.")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT or manifest["revision"] not in migrations.revisions():
        raise CannotRestore(f"{source} was made by a newer version ({manifest['version']}). Use that one, or a later.")
    unpacked = _Unpacked(folder, manifest)
    for name, expected in manifest["tables"].items():
        if not unpacked.rows_of(name).is_file() or _hash(unpacked.rows_of(name)) != expected["sha256"]:
            raise CannotRestore(f"{source} is damaged: table {name}.")
    for name in manifest["files"]:
        path = folder / "files" / name[:2] / name
        if not path.is_file() or _hash(path) != name:
            raise CannotRestore(f"{source} is damaged: file {name}.")
    return unpacked


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    """Write one file of the archive. Its name was checked; its owner, mode and times are none of ours.

    `extract(filter=…)` would do as much from Python 3.11.4 on, and fails before.
    """
    content = archive.extractfile(member)
    assert content is not None, "only what is a file comes here"
    path.parent.mkdir(parents=True, exist_ok=True)
    with content, path.open("wb") as target:
        shutil.copyfileobj(content, target)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_room(database_url: str, revision: str) -> None:
    """Give an empty database the tables that the backup was made of."""
    present = migrations.current(database_url)
    if present is not None and not _is_empty(database_url):
        raise CannotRestore("The database is not empty. Restore into a new one: DATABASE_URL.")
    if present not in (None, revision):
        migrations.downgrade(database_url, "base")
    migrations.upgrade(database_url, revision)


def _is_empty(database_url: str) -> bool:
    with table_dump.snapshot(database_url) as connection:
        return all(
            connection.execute(select(table).limit(1)).first() is None for table in table_dump.tables_of(connection)
        )


def _fill(connection: Connection, unpacked: _Unpacked) -> dict[str, int]:
    """Put every row back, then count and hash what is there."""
    found: dict[str, int] = {}
    present = {table.name: table for table in table_dump.tables_of(connection)}
    missing = set(unpacked.manifest["tables"]) - set(present)
    if missing:
        raise CannotRestore(f"This version has no tables {', '.join(sorted(missing))}.")
    for name, table in present.items():
        if name in unpacked.manifest["tables"]:
            with unpacked.rows_of(name).open("rb") as file:
                _fill_table(connection, table, file)
    for name, expected in unpacked.manifest["tables"].items():
        now_there = count(connection, present[name], _columns_told(unpacked.rows_of(name), present[name]))
        if now_there != TableCount(**expected):
            raise CannotRestore(
                f"Table {name} did not come back as it was: {now_there.rows} of {expected['rows']} rows."
            )
        found[name] = now_there.rows
    return found


def _columns_told(path: Path, table: Table) -> list[str]:
    """The columns as the backup lists them: two databases of one revision may have them in another order."""
    with path.open("rb") as file:
        names: list[str] = table_dump.read_line(file.readline())
    columns = table_dump.columns_of(table)
    return names if sorted(names) == sorted(columns) else columns


def _fill_table(connection: Connection, table: Table, file: BinaryIO) -> None:
    names = table_dump.read_line(file.readline())
    # A row may refer to a later row of its own table: such columns are filled in when all are there.
    later = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    for batch in _batches(file):
        rows = [
            {name: table_dump.as_column(table, name, value) for name, value in zip(names, line, strict=True)}
            for line in batch
        ]
        connection.execute(insert(table), [{**row, **dict.fromkeys(later)} for row in rows])
    if later:
        file.seek(0)
        file.readline()
        _refer(connection, table, names, later, file)
    if connection.dialect.name == "postgresql" and "id" in table.c:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), max(id)) "  # noqa: S608
                f'FROM "{table.name}" HAVING max(id) IS NOT NULL'
            )
        )


def _refer(connection: Connection, table: Table, names: list[str], later: list[str], file: BinaryIO) -> None:
    for batch in _batches(file):
        for line in batch:
            row = dict(zip(names, line, strict=True))
            known = {name: row[name] for name in later if row[name] is not None}
            if known:
                connection.execute(update(table).where(table.c.id == row["id"]).values(known))


def _batches(file: BinaryIO) -> Iterator[list[list[Any]]]:
    while batch := [table_dump.read_line(line) for line in islice(file, table_dump.AT_ONCE)]:
        yield batch


def _move(folder: Path, target: Path) -> None:
    if folder.is_dir():
        if target.is_dir():
            target.rmdir()
        shutil.move(folder, target)
