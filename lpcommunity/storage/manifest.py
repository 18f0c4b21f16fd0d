"""What a backup says of itself, at its end: of which moment and version it is, and counts and hashes of all its parts.

Whoever reads it believes nothing: it may be cut, changed, of another version, or no backup at all.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = 1
NAME = "manifest.json"
TABLE = re.compile(r"[a-z0-9_]+")
FIRST_YEAR, LAST_YEAR = 2000, 9000  # so that a moment can be told in any time zone
VERSION = re.compile(r"[0-9A-Za-z.+_-]{1,40}")  # it is shown
SHA256 = re.compile(r"[0-9a-f]{64}")


class BadManifest(ValueError):
    """It is none, or says what cannot be meant."""


class OtherFormat(BadManifest):
    """It is one that only another version can read."""


@dataclass(frozen=True)
class TableCount:
    """How many rows a table has, and the hash of all of them."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`up_to`: the moment whose rows it holds. Those of earlier versions only say when they were finished (`exact`).
    `lacking`: files that rows name and that were not there whole; those of earlier versions do not say so.
    """

    up_to: datetime
    made_at: datetime
    version: str
    revision: str
    tables: Mapping[str, TableCount]
    files: Mapping[str, int]  # their sizes, by what they are called
    exact: bool = True
    lacking: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(count.rows for count in self.tables.values())

    def to_json(self) -> str:
        """As it is kept."""
        kept = {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "up_to": self.up_to.isoformat(),
            "version": self.version,
            "revision": self.revision,
            "tables": {name: asdict(count) for name, count in self.tables.items()},
            "files": dict(self.files),
            "lacking": list(self.lacking),
        }
        return json.dumps(kept, indent=1)


def read(content: bytes) -> Manifest:
    """What it says. Raises BadManifest, OtherFormat."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadManifest from error
    if not isinstance(said, dict) or not _is_version(said.get("version")):
        raise BadManifest
    if said.get("format") != FORMAT:
        raise OtherFormat(said["version"])
    revision, tables, files = said.get("revision"), said.get("tables"), said.get("files")
    if not (isinstance(revision, str) and isinstance(tables, dict) and isinstance(files, dict)):
        raise BadManifest
    made_at, lacking = _moment(said.get("made_at")), said.get("lacking", [])
    if not isinstance(lacking, list) or not all(isinstance(one, str) and SHA256.fullmatch(one) for one in lacking):
        raise BadManifest
    return Manifest(
        up_to=_moment(said["up_to"]) if "up_to" in said else made_at,
        made_at=made_at,
        version=said["version"],
        revision=revision,
        tables={name: _table(name, count) for name, count in tables.items()},
        files={name: _size(name, size) for name, size in files.items()},
        exact="up_to" in said,
        lacking=tuple(lacking),
    )


def _is_version(said: Any) -> bool:
    return isinstance(said, str) and VERSION.fullmatch(said) is not None


def _moment(said: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except (TypeError, ValueError) as error:
        raise BadManifest from error
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadManifest
    return moment


def _table(name: str, said: Any) -> TableCount:
    if not TABLE.fullmatch(name) or not isinstance(said, dict) or said.keys() != {"rows", "sha256"}:
        raise BadManifest
    rows, sha256 = said["rows"], said["sha256"]
    if not _is_number(rows) or not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        raise BadManifest
    return TableCount(rows, sha256)


def _size(name: str, said: Any) -> int:
    if not SHA256.fullmatch(name) or not _is_number(said):
        raise BadManifest
    return int(said)


def _is_number(said: Any) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and said >= 0
