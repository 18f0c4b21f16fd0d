"""What is kept beside the rows that it follows from: by the definition that commands keep to, and where a database
differs from it.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from lpcommunity.storage import sort_key
from tests.migrations import rows

LONDON = ZoneInfo("Europe/London")


def wrong(connection: Connection) -> list[str]:
    """Every value that is not what it follows from."""
    entries = {row.id: row for row in _all(connection, "entry")}
    parts = (_of_reflections, _of_entries, _of_places, _of_names)
    return [what for part in parts for what in part(connection, entries)]


def _of_reflections(connection: Connection, entries: dict[int, Any]) -> Iterator[str]:
    sent, versions = _by(connection, "submission", "reflection_id"), _by(connection, "revision", "entry_id")
    for reflection in _all(connection, "reflection"):
        rounds = [one for one in sent[reflection.id] if one.taken_back_at is None]
        if sorted(one.round for one in rounds) != list(range(1, reflection.rounds + 1)):
            yield f"rounds of {reflection.id}: {[one.round for one in rounds]}"
        if reflection.waiting_since and _utc(reflection.waiting_since) != max(_utc(one.sent_at) for one in rounds):
            yield f"when {reflection.id} was sent"
        entry = entries[reflection.id]
        if reflection.rounds and entry.state != "draft":
            first = min(_utc(one.sent_at) for one in rounds)
            newest = max(one.n for one in versions[entry.id] if _utc(one.written_at) <= first)
            if (_utc(entry.confided_at), entry.confided_version) != (first, newest):
                yield f"since when {entry.id} is confided: {entry.confided_at}, {entry.confided_version}"


def _of_entries(connection: Connection, entries: dict[int, Any]) -> Iterator[str]:
    for entry in entries.values():
        if entry.audience == "facilitators" and entry.state == "published" and entry.confided_at is None:
            yield f"{entry.id} is not confided"
    for name in ("submission", "review"):
        for row in _all(connection, name):
            if row.partnership_id != entries[row.reflection_id].partnership_id:
                yield f"place of {name} {row.id}"
    for row in _all(connection, "entry_theme"):
        if _utc(row.published_at) != _utc(entries[row.entry_id].published_at):
            yield f"time of theme {row.theme_id} of {row.entry_id}"


def _of_places(connection: Connection, entries: dict[int, Any]) -> Iterator[str]:
    for place in _all(connection, "partnership"):
        for name, audiences in (("active_at", {"community", "public"}), ("public_active_at", {"public"})):
            here = [one for one in entries.values() if one.partnership_id == place.id and one.state == "published"]
            newest = max((_utc(one.published_at) for one in here if one.audience in audiences), default=None)
            if _utc(getattr(place, name)) != newest:
                yield f"{name} of {place.slug}"
        if (place.latitude is None) != (place.map_x is None):
            yield f"{place.slug} on the map"
    for term in _all(connection, "membership"):
        midnight = datetime.combine(term.starts_on, time(), LONDON).astimezone(UTC)
        if _utc(term.began_at) != max(midnight, _utc(term.created_at)):
            yield f"beginning of term {term.id}"


def _of_names(connection: Connection, _entries: dict[int, Any]) -> Iterator[str]:
    for name in ("person", "organisation", "partnership", "theme"):
        for row in _all(connection, name):
            if row.sort_name != sort_key(row.name):
                yield f"place of {name} {row.id} in a list"


def _all(connection: Connection, name: str) -> list[Any]:
    return list(connection.execute(select(rows.table(connection, name))).all())


def _by(connection: Connection, name: str, key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in _all(connection, name):
        found[getattr(row, key)].append(row)
    return found


def _utc(moment: datetime | None) -> Any:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
