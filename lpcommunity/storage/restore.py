"""Bringing a backup back, into an empty database and an empty data folder only.

What comes out is counted and hashed again before it is kept: either it is what was backed up, or nothing is.
"""

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table, insert, select, text, update
from sqlalchemy.exc import StatementError

from lpcommunity.storage import failures, migrations, private_files, table_dump
from lpcommunity.storage.backup import count
from lpcommunity.storage.backup_archive import ANOTHER, CannotRestore, bad_row, unpack
from lpcommunity.storage.manifest import Manifest
from lpcommunity.storage.progress import Tell, silent
from lpcommunity.storage.work_folder import work_folder

PREFIX = ".restore-"
# What a row can do though its table is as it was written: it was written wrong.
NO_ROW = (ValueError, KeyError, TypeError, AttributeError, OverflowError)
STOPPED_AT_TABLES = (
    "All rows and files are back as they were. Only the tables still have to be brought to this version: "
    "lpcommunity db upgrade."
)

__all__ = ["CannotRestore", "restore"]


def restore(database_url: str, data_dir: Path, source: Path, tell: Tell = silent) -> Manifest:
    """Bring back what `source` holds, and take the database to the shape of this version. Raises CannotRestore."""
    with failures.raised_as(lambda said: CannotRestore(f"Nothing was restored. {said}"), data_dir):
        manifest = _bring_back(database_url, data_dir, source, tell)
    with failures.raised_as(lambda said: CannotRestore(f"{STOPPED_AT_TABLES} {said}"), data_dir):
        migrations.upgrade(database_url, tell=tell)
    return manifest


def _bring_back(database_url: str, data_dir: Path, source: Path, tell: Tell) -> Manifest:
    files = data_dir / "files"
    if files.is_dir() and any(files.iterdir()):
        raise CannotRestore(
            f"There are files in {files} already. Restore into an empty data folder: DATA_DIR. What a restore left "
            "there that was killed can be deleted first."
        )
    private_files.make_folder(data_dir)
    with work_folder(data_dir, PREFIX) as folder:
        content = folder / "content"
        manifest = unpack(source, content, tell)
        _make_room(database_url, manifest.revision)
        kept: list[bool] = []
        try:
            with table_dump.one_transaction(database_url, lambda: kept.append(True)) as connection:
                _fill(connection, source, content, manifest, tell)
                _move(content / "files", files)
        except BaseException:
            if not kept and not (content / "files").exists():
                _move(files, content / "files")
            raise
    return manifest


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


def _fill(connection: Connection, source: Path, content: Path, manifest: Manifest, tell: Tell) -> None:
    """Put every row back, then count and hash what is there."""
    present = {table.name: table for table in table_dump.tables_of(connection)}
    missing = set(manifest.tables) - set(present)
    if missing:
        raise CannotRestore(f"{source} holds tables that are not known: {', '.join(sorted(missing))}. {ANOTHER}")
    done = 0
    for name, table in present.items():
        if name in manifest.tables:
            with _rows_of(content, name).open("rb") as file:
                for number in _fill_table(connection, source, table, file):
                    done += number
                    tell("Bringing back rows", done, manifest.rows)
    done = 0
    for name, expected in manifest.tables.items():
        tell("Counting and comparing rows", done, manifest.rows)
        now_there = count(connection, present[name], _columns_told(_rows_of(content, name), present[name]))
        if now_there != expected:
            raise CannotRestore(
                f"Table {name} did not come back as it was: {now_there.rows} of {expected.rows} rows. {ANOTHER}"
            )
        done += now_there.rows


def _rows_of(content: Path, table: str) -> Path:
    return content / "tables" / f"{table}.jsonl"


def _columns_told(path: Path, table: Table) -> list[str]:
    """The columns as the backup lists them: two databases of one revision may have them in another order."""
    with path.open("rb") as file:
        names: list[str] = table_dump.read_line(file.readline())
    columns = table_dump.columns_of(table)
    return names if sorted(names) == sorted(columns) else columns


def _fill_table(connection: Connection, source: Path, table: Table, file: BinaryIO) -> Iterator[int]:
    """Put its rows back, so many at once."""
    try:
        yield from _insert(connection, table, file)
    except (*NO_ROW, StatementError) as error:
        if isinstance(error, StatementError) and not failures.is_of_values(error):
            raise
        raise bad_row(source, table.name) from error


def _insert(connection: Connection, table: Table, file: BinaryIO) -> Iterator[int]:
    names = table_dump.read_line(file.readline())
    # A row may refer to a later row of its own table: such columns are filled in when all are there.
    later = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    for batch in _batches(file):
        rows = [
            {name: table_dump.as_column(table, name, value) for name, value in zip(names, line, strict=True)}
            for line in batch
        ]
        connection.execute(insert(table), [{**row, **dict.fromkeys(later)} for row in rows])
        yield len(rows)
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
    """There and, where rows were not kept, back."""
    if folder.is_dir():
        if target.is_dir():
            target.rmdir()
        shutil.move(folder, target)
