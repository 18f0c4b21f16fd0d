"""Files on disk that no row names any more: gone a day after they were found so, and never one that somebody names.

A file is marked when it is first found without a name (`.unnamed-` and its key, beside it), and goes when it is found
so again after its time. So a row that let go of it was committed long before, a backup that began meanwhile still has
the file, and whoever stores the same content again is in time: `blobs.store` touches what is there already, and what
was touched lately is given back. Killed at any point, the next round goes on where this one ended.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Select, String, bindparam, select, union_all

from lpcommunity.people.queries import HIDDEN
from lpcommunity.retention.rules import FILE, PERSON
from lpcommunity.storage import Statement, blobs, now, session

AT_ONCE = 500
MARK, LEAVING = ".unnamed-", ".leaving-"
HALF = re.compile(r"\.[0-9a-f]{16}\Z")  # what blobs.store was writing when it was killed

_keys = bindparam("keys", type_=String, expanding=True)


def _names(column: ColumnElement[str]) -> Select[str]:
    return select(column.label("key")).where(column.in_(_keys))


NAMED: Statement[dict[str, str]] = Statement(
    union_all(_names(FILE.c.blob_key), _names(FILE.c.thumb_key), _names(PERSON.c.photo_key), _names(HIDDEN.c.photo_key))
)


@dataclass
class Swept:
    """What a look at some files found: how many went, and how many wait for their day."""

    gone: int = 0
    waiting: int = 0


def folders() -> list[Path]:
    """The folders that the files lie in: a step each."""
    return blobs.folders()


def sweep(folder: Path, kept: timedelta) -> Swept:
    """Let go of what nothing in this folder has been named by for so long, and mark what is first found so."""
    swept = Swept()
    present = {path.name: path for path in folder.iterdir()}
    named = _named(name for name in present if blobs.NAME.match(name))
    for name, path in present.items():
        mark = folder / f"{MARK}{name}"
        if not blobs.NAME.match(name):
            _look_after(path, present, kept)
        elif name in named:
            if mark.name in present:
                mark.unlink(missing_ok=True)
        elif mark.name in present and _age(mark) >= kept and _throw_away(path, kept):
            mark.unlink(missing_ok=True)
            swept.gone += 1
        else:
            if mark.name not in present:
                blobs.touch(mark, now())
            swept.waiting += 1
    return swept


def look(folder: Path, kept: timedelta) -> Swept:
    """What `sweep` would find now; changes nothing."""
    swept = Swept()
    names = {path.name for path in folder.iterdir()}
    keys = {name for name in names if blobs.NAME.match(name)}
    for key in keys - _named(keys):
        mark = folder / f"{MARK}{key}"
        due = mark.name in names and _age(mark) >= kept and _age(folder / key) >= kept
        swept.gone += due
        swept.waiting += not due
    return swept


def _named(keys: Iterable[str]) -> set[str]:
    """Those of these keys that some row names."""
    found: set[str] = set()
    try:
        for batch in _batches(sorted(keys)):
            found.update(NAMED.values(keys=batch))
    finally:
        session().rollback()
    return found


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(keys), AT_ONCE):
        yield keys[first : first + AT_ONCE]


def _throw_away(path: Path, kept: timedelta) -> bool:
    """Let it go, unless it was stored again lately. It is put aside first: from then on nobody can begin to want it."""
    leaving = path.with_name(f"{LEAVING}{path.name}")
    path.rename(leaving)
    if _age(leaving) < kept:
        leaving.rename(path)
        return False
    leaving.unlink()
    return True


def _look_after(path: Path, present: dict[str, Path], kept: timedelta) -> None:
    """Clear away what a killed process left: a mark without its file, half a file, a file put aside."""
    key = path.name.removeprefix(MARK).removeprefix(LEAVING)
    if path.name.startswith(LEAVING):
        _bring_to_an_end(path, key)
    elif path.name.startswith(MARK):
        if key not in present and not path.with_name(key).exists():
            path.unlink(missing_ok=True)
    elif HALF.match(path.name) and _age(path) >= kept:
        path.unlink(missing_ok=True)


def _bring_to_an_end(path: Path, key: str) -> None:
    if not path.with_name(key).exists() and key in _named([key]):
        path.rename(path.with_name(key))
    else:
        path.unlink(missing_ok=True)


def _age(path: Path) -> timedelta:
    try:
        return timedelta(seconds=now().timestamp() - path.stat().st_mtime)
    except FileNotFoundError:
        return timedelta()
