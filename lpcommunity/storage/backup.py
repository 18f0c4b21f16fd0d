"""One file that holds everything: the rows of all tables as they are at one moment, and the files they speak of.

A gzipped tar of `tables/<name>.jsonl`, `files/…` and, at its end, `manifest.json` with the moment, counts and hashes.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, text

from lpcommunity.storage import blobs, failures, manifest, migrations, table_dump
from lpcommunity.storage.clock import now
from lpcommunity.storage.manifest import Manifest, TableCount
from lpcommunity.storage.progress import Tell, silent
from lpcommunity.storage.work_folder import work_folder

PREFIX = ".backup-"


class CannotBackUp(Exception):
    """Why there is no backup, and what to do."""


@dataclass(frozen=True)
class _Rows:
    """What was read from the database, and the moment before which all that was kept is in it."""

    up_to: datetime
    revision: str
    tables: dict[str, TableCount]
    files: set[str]  # what they are called that some row names


def back_up(database_url: str, data_dir: Path, target: Path, tell: Tell = silent) -> Manifest:
    """Write a backup to `target`, whoever is writing meanwhile. Either all of it is there in the end, or nothing.

    Rows first, files after: a file is kept before the row that speaks of it, so none of theirs is missing that is on
    the disk. What is not, or no longer as it was kept, is `lacking`: a damaged file would make the whole of no use.
    Raises CannotBackUp.
    """
    with failures.raised_as(lambda said: CannotBackUp(f"There is no backup. {said}"), target.parent):
        _check(target)
        if migrations.current(database_url) is None:
            raise CannotBackUp("The database is empty. There is nothing to back up.")
        with work_folder(target.parent, PREFIX) as folder:
            half = folder / "backup.tar.gz"
            half.touch(mode=0o600)
            with tarfile.open(half, "w:gz", compresslevel=6) as archive:
                rows = _add_tables(database_url, archive, folder, tell)
                kept = _add_files(data_dir, archive, tell)
                lacking = sorted(rows.files - kept.keys())
                made = Manifest(
                    rows.up_to, now(), version("lpcommunity"), rows.revision, rows.tables, kept, lacking=tuple(lacking)
                )
                written = folder / manifest.NAME
                written.write_text(made.to_json(), encoding="utf-8")
                archive.add(written, manifest.NAME, filter=_nobodys)
            _sync(half)
            _check(target)
            half.rename(target)
            _sync(target.parent)
    return made


def _check(target: Path) -> None:
    """Refuse a place where no backup can be, before an hour's work and after it."""
    if target.is_dir():
        raise CannotBackUp(f"{target} is a folder. Name a file in it, such as {target / 'monday.tar.gz'}.")
    if target.exists():
        raise CannotBackUp(f"{target} is there already. A backup never writes over another: choose another name.")
    if not target.parent.is_dir():
        raise CannotBackUp(f"There is no folder {target.parent}. Make it, or name another.")


def _add_tables(database_url: str, archive: tarfile.TarFile, folder: Path, tell: Tell) -> _Rows:
    counted: dict[str, TableCount] = {}
    with table_dump.snapshot(database_url) as connection:
        up_to = now()  # the next statement is the first that looks: whatever was kept before is seen
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        tables = table_dump.tables_of(connection)
        rows, done, files = table_dump.rows_in(connection, tables), 0, table_dump.files_named(connection, tables)
        for table in tables:
            written = folder / "table"
            with written.open("wb") as file:
                so_far = partial(_further, tell, done, rows)
                counted[table.name] = count(connection, table, table_dump.columns_of(table), file.write, so_far)
            done += counted[table.name].rows
            tell("Writing rows", done, rows)
            archive.add(written, f"tables/{table.name}.jsonl", filter=_nobodys)
            written.unlink()
    return _Rows(up_to, str(revision), counted, files)


def _further(tell: Tell, before: int, of: int, done: int) -> None:
    tell("Writing rows", before + done, of)


def count(
    connection: Connection,
    table: Table,
    names: list[str],
    write: Callable[[bytes], Any] | None = None,
    so_far: Callable[[int], None] | None = None,
) -> TableCount:
    """Count and hash the rows of a table, its columns in this order; hand every line to `write`, if there is one."""
    digest, rows = hashlib.sha256(), -1  # the first line names the columns
    with closing(table_dump.lines(connection, table, names)) as lines:
        for line in lines:
            digest.update(line)
            rows += 1
            if write is not None:
                write(line)
            if so_far is not None and rows % table_dump.AT_ONCE == 0:
                so_far(rows)
    return TableCount(rows, digest.hexdigest())


def _add_files(data_dir: Path, archive: tarfile.TarFile, tell: Tell) -> dict[str, int]:
    """Add every file that is whole. Its name is the hash of its content, so that is all there is to remember; and its
    size.
    """
    kept: dict[str, int] = {}
    folder = data_dir / "files"
    paths = sorted(folder.glob("??/*")) if folder.is_dir() else []
    for number, path in enumerate(paths, 1):
        tell("Writing files", number, len(paths))
        if blobs.NAME.match(path.name) and path.is_file():
            try:
                content, kept_at = path.read_bytes(), path.stat().st_mtime
            except FileNotFoundError:  # no row has named it for a day, and it was cleared away just now
                continue
            if blobs.is_whole(path.name, content):
                member = tarfile.TarInfo(f"files/{path.parent.name}/{path.name}")
                member.size, member.mtime = len(content), int(kept_at)
                archive.addfile(_nobodys(member), io.BytesIO(content))
                kept[path.name] = len(content)
    return kept


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
