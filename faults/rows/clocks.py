"""Nights on which clocks change."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from faults.databases import OwnPostgres, SqliteFile
from faults.findings import Finding, row
from faults.houses import House
from faults.post_offices import open_office

AUTUMN, SPRING = "2026-10-25", "2027-03-28"  # 01:30 comes twice; 01:30 does not come
PROMISE = "nothing sent twice, nothing skipped, times right"


def _night(house: House, day: str) -> Finding:
    with tempfile.TemporaryDirectory(prefix="night-") as name, open_office() as office:
        folder = Path(name)
        if isinstance(house.database, OwnPostgres):
            url = house.database.server.create("night")
        else:
            url = SqliteFile(folder / "night.sqlite3").url
        other = House(house.kind, url, folder, house.held, house.quick)
        settings = {"LPCOMMUNITY_ENV": "development", "MAIL_URL": f"smtp://127.0.0.1:{office.port}"}
        said: dict[str, Any] = json.loads(other.command_of([sys.executable, "-m", "faults.nights", day], **settings))
        ids = [str(letter["Message-ID"]) for letter in office.letters]
    before, after = said["offsets"]
    finding = Finding(f"{day}: {before} to {after} from UTC", before != after)
    finding.acknowledged = finding.found = sum(said["mails"].values())
    finding.lost = max(0, finding.acknowledged - len(set(ids)))
    finding.doubled = len(ids) - len(set(ids))
    finding.measured = f"foretold {', '.join(said['foretold'])}; written {', '.join(said['times'])}"
    finding.require(said["waits"] == 0 and said["unsent"] == 0, "something still waits")
    finding.require(len(said["foretold"]) == 1, f"a last day foretold {len(said['foretold'])} times")
    finding.require(all(one.startswith(f"{day}T00:0") for one in said["foretold"]), "foretold at another hour")
    finding.require(said["mails"].get("reflection-waiting") == 3, f"of three reflections {said['mails']}")
    finding.require(list(said["told"].values()) == [2, 2], f"of two updates two people each: {said['told']}")
    finding.require(said["told_twice"] == 0, "a line in an inbox twice")
    finding.require(all(said["shown"]), "a page shows another time")
    finding.require(said["newest_first"], "the latest does not come first")
    return finding


@row("clock-back", "the night on which clocks go back", PROMISE)
def clock_back(house: House) -> Finding:
    """01:30 comes twice."""
    return _night(house, AUTUMN)


@row("clock-forward", "the night on which clocks go forward", PROMISE)
def clock_forward(house: House) -> Finding:
    """01:30 does not come."""
    return _night(house, SPRING)
