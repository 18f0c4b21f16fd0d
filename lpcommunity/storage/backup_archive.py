"""Reading a backup from its first byte to its last, and believing nothing: each part is counted and hashed."""

import gzip
import hashlib
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, BinaryIO

from lpcommunity.storage import failures, manifest, migrations, table_dump
from lpcommunity.storage.archive_member import PlainMember
from lpcommunity.storage.manifest import Manifest, TableCount
from lpcommunity.storage.progress import Tell, silent

MEMBER = re.compile(r"manifest\.json|tables/[a-z0-9_]+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{64}")
CHUNK = 1024 * 1024
LARGEST_MANIFEST = 256 * CHUNK
LONGEST_ROW = 64 * CHUNK
# ValueError: a header whose figures are none.
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError)
ANOTHER = "Nothing was restored. Take another backup."


class CannotRestore(Exception):
    """Why nothing was restored, and what to do."""


def check(source: Path, tell: Tell = silent) -> Manifest:
    """What this backup holds, when all of it is as it was written and every row can be read. Writes nothing.

    Raises CannotRestore.
    """
    return _Reading(source, None, tell).manifest()


def unpack(source: Path, folder: Path, tell: Tell = silent) -> Manifest:
    """The same, with all its parts in this folder: `tables/<name>.jsonl`, `files/…`. Raises CannotRestore, OSError."""
    return _Reading(source, folder, tell).manifest()


class _Reading:
    def __init__(self, source: Path, folder: Path | None, tell: Tell) -> None:
        self.source, self.folder, self.tell = source, folder, tell
        self.tables: dict[str, TableCount] = {}
        self.files: dict[str, int] = {}
        self.said: bytes | None = None

    def manifest(self) -> Manifest:
        """Read all of it, then hold what it says of itself against what was found."""
        try:
            with self._opened() as raw:
                self._read(raw)
        except BROKEN as error:
            raise CannotRestore(f"{self.source} is damaged, or no backup: it cannot be read. {ANOTHER}") from error
        if self.said is None:
            raise CannotRestore(f"{self.source} is not complete: its end is missing. {ANOTHER}")
        said = self._understood(self.said)
        for what, told, found in (("table", said.tables, self.tables), ("file", said.files, self.files)):
            wrong = sorted(name for name in {*told, *found} if told.get(name) != found.get(name))
            if wrong:
                raise CannotRestore(f"{self.source} is damaged: {what} {wrong[0]} is not as it was. {ANOTHER}")
        return said

    def _opened(self) -> BinaryIO:
        if self.source.is_dir():
            raise CannotRestore(f"{self.source} is a folder. Name the backup in it: a .tar.gz.")
        if not self.source.exists():
            raise CannotRestore(f"There is no file {self.source}. Name a backup: a .tar.gz.")
        try:
            return self.source.open("rb")
        except OSError as error:
            raise CannotRestore(f"Nothing was restored. {failures.in_words(error)}") from error

    def _read(self, raw: BinaryIO) -> None:
        size, seen = self.source.stat().st_size, set[str]()
        with tarfile.open(fileobj=raw, mode="r:gz", tarinfo=PlainMember) as archive:
            for member in archive:
                ours = member.isfile() and MEMBER.fullmatch(member.name) and member.name not in seen
                content = archive.extractfile(member) if ours else None
                seen.add(member.name)
                if content is None:
                    raise CannotRestore(f"{self.source} is not a backup of lpcommunity. {ANOTHER}")
                with content:
                    self._part(member.name, content)
                self.tell("Reading the backup, bytes", raw.tell(), size)

    def _part(self, path: str, content: IO[bytes]) -> None:
        name = Path(path).stem
        if path == manifest.NAME:
            self.said = content.read(LARGEST_MANIFEST)
            return
        with ExitStack() as closing:
            write = None
            if self.folder is not None:
                target = self.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                # Its name was checked; its owner, mode and times are none of ours. `extract(filter=…)` would do as much
                # from Python 3.11.4 on, and fails before.
                write = closing.enter_context(target.open("wb"))
            if path.startswith("tables/"):
                self.tables[name] = self._table(name, content, write)
            else:
                self.files[name] = self._file(name, content, write)

    def _table(self, name: str, content: IO[bytes], write: BinaryIO | None) -> TableCount:
        digest, rows = hashlib.sha256(), -1  # the first line names the columns
        width: int | None = None
        while line := content.readline(LONGEST_ROW):
            if len(line) == LONGEST_ROW:
                raise bad_row(self.source, name)
            digest.update(line)
            rows += 1
            if write is not None:
                write.write(line)
            else:  # who restores reads it once more
                values = self._values(name, line)
                width = len(values) if width is None else width
                if len(values) != width:
                    raise bad_row(self.source, name)
        return TableCount(rows, digest.hexdigest())

    def _values(self, name: str, line: bytes) -> table_dump.Line:
        try:
            return table_dump.read_line(line)
        except ValueError as error:
            raise bad_row(self.source, name) from error

    def _file(self, name: str, content: IO[bytes], write: BinaryIO | None) -> int:
        digest, size = hashlib.sha256(), 0
        for chunk in _chunks(content):
            digest.update(chunk)
            size += len(chunk)
            if write is not None:
                write.write(chunk)
        return size if digest.hexdigest() == name else -1

    def _understood(self, content: bytes) -> Manifest:
        try:
            said = manifest.read(content)
        except manifest.OtherFormat as other:
            raise self._newer(str(other)) from other
        except manifest.BadManifest as error:
            raise CannotRestore(
                f"{self.source} is damaged: what it says of itself makes no sense. {ANOTHER}"
            ) from error
        if said.revision not in migrations.revisions():
            raise CannotRestore(
                f"{self.source} holds tables at revision {said.revision}, which this version does not know. "
                "Nothing was restored. Use the version that brought the database there, or a later one."
            )
        return said

    def _newer(self, version: str) -> CannotRestore:
        return CannotRestore(f"{self.source} was made by a newer version ({version}). Use that one, or a later.")


def bad_row(source: Path, table: str) -> CannotRestore:
    """What is said of a row that cannot be read, or that no table takes."""
    return CannotRestore(f"{source} is damaged: table {table} has a row that cannot be meant. {ANOTHER}")


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk
