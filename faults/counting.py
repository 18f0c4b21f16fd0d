"""Counting by two means: rows in the database, past the software; and pages, as people read them."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from faults.findings import Finding
from faults.houses import House
from faults.people import Person, come_in
from faults.writers import Written

HALF = {
    "an entry without one of its versions": """
        SELECT count(*) FROM entry e WHERE e.version <> (SELECT count(*) FROM revision r WHERE r.entry_id = e.id)""",
    "an update that nobody is told of": """
        SELECT count(*) FROM entry e WHERE e.kind = 'update' AND e.audience <> 'me' AND
        (SELECT count(*) FROM outbox_event o WHERE o.name = 'UpdatePosted') <
        (SELECT count(*) FROM entry f WHERE f.kind = 'update')""",
    "a picture of a posted form that is no part of it": """
        SELECT count(*) FROM attachment a JOIN entry e ON e.idempotency_key = a.idempotency_key
        WHERE a.entry_id IS NULL""",
}


def numbers(url: str, *queries: str) -> list[int]:
    """What these queries count."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = [int(connection.scalar(text(query)) or 0) for query in queries]
    engine.dispose()
    return found


def texts(url: str) -> Counter[str]:
    """How many entries have each token in their text."""
    engine = create_engine(url, poolclass=NullPool)
    found: Counter[str] = Counter()
    with engine.connect() as connection:
        for (fields,) in connection.execute(text("SELECT fields FROM entry")):
            said = json.loads(fields) if isinstance(fields, str) else fields
            found.update(word for word in str(said.get("body", "")).split() if word.startswith("token"))
    engine.dispose()
    return found


def waiting(house: House) -> int:
    """How much is still to be told."""
    return numbers(house.url, "SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND dead_at IS NULL")[0]


def halves(url: str) -> int:
    """What is there in part only."""
    return sum(numbers(url, *HALF.values()))


def missing_files(url: str, folder: Path) -> int:
    """Files that a row names and that are not on the disk as they should be."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        keys = [key for (key,) in connection.execute(text("SELECT blob_key FROM attachment"))]
    engine.dispose()
    lie = [folder / "files" / key[:2] / key for key in keys]
    return sum(not path.is_file() or sha256(path.read_bytes()).hexdigest() != path.name for path in lie)


def count(finding: Finding, house: House, written: Written, port: int, *, url: str = "") -> Finding:
    """Fill in what became of what was acknowledged."""
    there = texts(url or house.url)
    finding.acknowledged = len(written.acknowledged)
    finding.lost = sum(not there[token] for token in written.acknowledged)
    finding.doubled = sum(there[token] > 1 for token in written.tried)
    finding.half = halves(url or house.url)
    finding.found = finding.acknowledged - finding.lost
    asked = list(written.acknowledged.items())[-house.few_or(150, 40) :]
    unread = unreadable(come_in(house, port, house.facilitator), asked)
    finding.require(not written.wrong, f"somebody was answered with {written.wrong}")
    finding.require(not unread, f"{unread} of {len(asked)} pages do not show what was acknowledged")
    return finding


def unreadable(reader: Person, places: Iterable[tuple[str, str]]) -> int:
    """How many of these pages do not show their token."""
    return sum(token not in reader.read(place).text for token, place in places)
