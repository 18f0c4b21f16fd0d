"""What a backup holds and up to when, in a sentence for people who want to know what is gone."""

from datetime import datetime

from lpcommunity.storage.clock import LONDON
from lpcommunity.storage.manifest import Manifest

NAMED = 10  # files, by what they are called
# What people count in, by the tables that hold it.
COUNTED = {
    "partnership": ("partnership", "partnerships"),
    "person": ("person", "people"),
    "entry": ("entry", "entries"),
}


def up_to(manifest: Manifest) -> str:
    """Everything up to 22 November 2026, 03:15:07 (London). Only what was kept by then is surely in it."""
    said = "everything up to" if manifest.exact else "what was there shortly before"
    return f"{said} {_moment(manifest.up_to)}"


def counts(manifest: Manifest) -> str:
    """12 partnerships, 300 people, 2,140 entries and 310 files (41.2 MB)."""
    parts = [
        _number(manifest.tables[table].rows, *words) for table, words in COUNTED.items() if table in manifest.tables
    ]
    files = f"{_number(len(manifest.files), 'file', 'files')} ({size(sum(manifest.files.values()))})"
    return f"{', '.join(parts)} and {files}" if parts else files


def lacking(manifest: Manifest) -> str:
    """Two files that people added are not in it: they were gone from the disk, or damaged; with the first ten names."""
    files = _number(len(manifest.lacking), "file", "files")
    are, they = ("is", "it was") if len(manifest.lacking) == 1 else ("are", "they were")
    names = ", ".join(manifest.lacking[:NAMED]) + (" …" if len(manifest.lacking) > NAMED else "")
    return f"{files} that people added {are} not in it: {they} gone from the disk, or damaged ({names})."


def size(octets: int) -> str:
    """41.2 MB; 84 kB where it is less than one."""
    return f"{octets / 1_000_000:,.1f} MB" if octets >= 1_000_000 else f"{-(-octets // 1000)} kB"


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _moment(moment: datetime) -> str:
    here = moment.astimezone(LONDON)
    return f"{here.day} {here:%B %Y, %H:%M:%S} (London)"
