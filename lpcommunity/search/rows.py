"""Writing what can be found, in the transaction of what it says.

Whatever command changes a row that a source follows leaves its number here; before the commit the rows of those are
made anew and compared with what is there. A command can neither forget it nor do it twice.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from sqlalchemy import FromClause, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session, SessionTransaction

from lpcommunity.search import analysis, tokens
from lpcommunity.search.models import Searchable
from lpcommunity.search.sources import Following, Source, Text, followings, source
from lpcommunity.storage import session

ROW: FromClause = Searchable.__table__
AT_ONCE = 200
# The first moment of what has no day: names, each by its number. Beyond all days, where FTS5 begins to look: to come
# upon them at the other end it would go through all that has the words.
UNDATED = datetime(2200, 1, 1, tzinfo=UTC)
SLOTS = 12  # bits of a row's number that tell things of one second apart
_WAITING = "waiting_to_be_found"
NEW, CHANGED, GONE = "new", "changed", "gone"
COLUMNS = ("id", "kind", "at", "partnership_id", "author_id", "audience", "path", "title", "text", "words", "marks")
TABLE: Any = ROW


@dataclass(frozen=True)
class Written:
    """How many rows were made, changed and taken away."""

    new: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.new + other.new, self.changed + other.changed, self.gone + other.gone)


def number_at(at: datetime) -> int:
    """The first number of this second: rows of before have smaller ones."""
    return int(at.timestamp()) << SLOTS


FIRST, DATED_END, LAST = -(2**62), number_at(UNDATED), 2**62


def row_of(text: Text, key: str) -> dict[str, Any]:
    """The row of a text, all but its number."""
    return {
        "source": key,
        "thing_id": text.thing_id,
        "kind": text.kind,
        "at": text.at,
        "partnership_id": text.partnership_id,
        "author_id": text.author_id,
        "audience": text.audience,
        "path": text.path,
        "title": text.title,
        "text": text.text,
        "words": _words(text),
        "marks": " ".join(_marks(text)),
    }


def _words(text: Text) -> str:
    if text.words is None:
        return analysis.kept(text.title, text.text)
    return f"{analysis.kept(text.title)} {text.words}".strip()


def wanted_number(row: dict[str, Any]) -> int:
    """The number that a row has, if no other of its second has it already."""
    slot: int = (row["thing_id"] * 31 + zlib.crc32(row["source"].encode())) % (1 << SLOTS)
    return number_at(row["at"]) + slot


def _marks(text: Text) -> list[str]:
    """What it is narrowed by, then for whom it could be (tokens.OTHERS)."""
    marks = [tokens.kind(text.kind), *map(tokens.theme, text.themes), *text.also]
    place = [tokens.place(text.partnership_id)] if text.partnership_id else []
    if text.author_id:
        marks.append(tokens.author(text.author_id))
    if text.audience:
        marks.append(tokens.audience(text.audience))
    if text.with_files:
        marks.append(tokens.WITH_FILES)
    return [*marks, *place, *tokens.in_spans([*text.readers, *place], text.at), *sorted(text.readers)]


def write(session: Session, of: Source, ids: Iterable[int]) -> Written:
    """Make the rows of these things what they say now, within a command."""
    found, remaining = Written(), iter(sorted(set(ids)))
    while some := list(islice(remaining, min(AT_ONCE, of.at_once))):
        found += _write(session, of, some)
    return found


def _write(session: Session, of: Source, ids: Sequence[int]) -> Written:
    things: Any = of.table
    # Whoever else writes rows of these waits, and then reads what is written here.
    session.execute(
        select(things.c.id).where(things.c.id.in_(ids)).order_by(things.c.id).with_for_update(key_share=True)
    )
    said = {text.thing_id: row_of(text, of.key) for text in of.texts(ids)}
    here = (ROW.c.source == of.key, ROW.c.thing_id.in_(ids))
    kept = {
        row.thing_id: row._asdict()
        for row in session.execute(select(ROW.c.thing_id, *(ROW.c[name] for name in COLUMNS)).where(*here))
    }
    gone = [row["id"] for thing_id, row in kept.items() if thing_id not in said]
    if gone:
        session.execute(delete(TABLE).where(ROW.c.id.in_(gone)))
    changed = [row for thing_id, row in said.items() if thing_id in kept and _differs(row, kept[thing_id])]
    new = [row for thing_id, row in said.items() if thing_id not in kept]
    numbers = _Numbers(session, [*changed, *new])
    for row in changed:
        before = kept[row["thing_id"]]
        number = before["id"] if number_at(row["at"]) == before["id"] >> SLOTS << SLOTS else numbers.take(row)
        session.execute(update(TABLE).where(ROW.c.id == before["id"]).values({**row, "id": number}))
    if new:
        # One statement, by their numbers: SQLite's index writes what it has to the disk at the end of each statement,
        # and before each number that is less than the one before.
        rows = sorted(({**row, "id": numbers.take(row)} for row in new), key=lambda row: row["id"])
        session.execute(insert(TABLE).values(rows))
    return Written(len(new), len(changed), len(gone))


def _differs(row: dict[str, Any], kept: dict[str, Any]) -> bool:
    return any(row[name] != kept[name] for name in COLUMNS if name != "id")


class _Numbers:
    """Numbers that are free: that of its second and its own, or the next one."""

    def __init__(self, session: Session, rows: list[dict[str, Any]]) -> None:
        self.session = session
        wanted = [wanted_number(row) for row in rows]
        self.taken = set(session.scalars(select(ROW.c.id).where(ROW.c.id.in_(wanted)))) if wanted else set()
        self.looked: set[int] = set()  # seconds of which all that are taken are known

    def take(self, row: dict[str, Any]) -> int:
        number = wanted_number(row)
        if number in self.taken:
            number = self._free_from(number)
        self.taken.add(number)
        return number

    def _free_from(self, number: int) -> int:
        """By whole seconds: what was taken over from elsewhere can have thousands of things in one. Of the same span of
        time, since that is said by marks as well: the later seconds first, then those before.
        """
        second = number >> SLOTS
        first = second >> tokens.SHORT_BITS << tokens.SHORT_BITS
        later = range(second, first + (1 << tokens.SHORT_BITS))
        for one in chain(later, range(second - 1, first - 1, -1)):
            begins, ends = one << SLOTS, (one + 1) << SLOTS
            if one not in self.looked:
                self.looked.add(one)
                self.taken.update(self.session.scalars(select(ROW.c.id).where(ROW.c.id >= begins, ROW.c.id < ends)))
            wanted = max(number, begins) if one >= second else begins
            free = next((slot for slot in range(wanted, ends) if slot not in self.taken), None)
            if free is not None:
                return free
        raise AssertionError("a span of time has room for 268 million")


def leave(key: str, ids: Iterable[int]) -> None:
    """Let the rows of these be written before the command at work commits: for what changes by a statement, of which no
    row tells.
    """
    session().info.setdefault(_WAITING, {}).setdefault(key, set()).update(ids)


@event.listens_for(Session, "after_flush")
def _flushed(changed: Session, _context: object) -> None:
    for rows, happened in ((changed.new, NEW), (changed.dirty, CHANGED), (changed.deleted, GONE)):
        for row in rows:
            for one in followings(type(row)):
                if _concerns(one, row, happened):
                    waiting = changed.info.setdefault(_WAITING, {}).setdefault(one.source, set())
                    waiting.update(key for key in one.ids(row) if key is not None)


def _concerns(one: Following, row: Any, happened: str) -> bool:
    if happened == NEW:
        return one.when_new
    return happened == GONE or not one.columns or _changes(row, one.columns)


def _changes(row: Any, columns: frozenset[str]) -> bool:
    attributes = inspect(row).attrs
    return any(name in attributes and attributes[name].history.has_changes() for name in columns)


@event.listens_for(Session, "before_commit")
def _committing(changed: Session) -> None:
    if changed.in_nested_transaction():
        return
    changed.flush()
    waiting: dict[str, set[int]] = changed.info.pop(_WAITING, {})
    for key in sorted(waiting):
        write(changed, source(key), waiting[key])


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(changed: Session, previous: SessionTransaction) -> None:
    if not previous.nested and not changed.in_nested_transaction():  # a savepoint takes back its own part only
        changed.info.pop(_WAITING, None)
