"""Backups that are made while people write, proved by what they bring back."""

import shutil
import tempfile
import time
from pathlib import Path

from faults.counting import count, halves, missing_files, texts
from faults.findings import Finding, row
from faults.houses import House
from faults.writers import writing

DRILL = {"LPCOMMUNITY_ENV": "development"}


@row("backup", "backups while people write, with pictures; each restored", "of one moment, files included", longest=90)
def backup(house: House) -> Finding:
    """Make some; then restore each into an empty place."""
    service, made, meanwhile = house.shared(), [], 0
    with tempfile.TemporaryDirectory(prefix="backups-") as name:
        folder = Path(name)
        with writing(house, service.port, 4, pictures=True) as written:
            for number in range(house.few_or(3, 1)):
                time.sleep(1)
                before = set(written.acknowledged)
                target = folder / f"{number}.tar.gz"
                house.command("backup", str(target))
                meanwhile += len(set(written.acknowledged) - before)
                made.append((target, before))
        finding = Finding(f"{len(made)} backups, {meanwhile} texts acknowledged meanwhile", meanwhile > 0)
        finding = count(finding, house, written, service.port)
        good = 0
        for target, before in made:
            good += _brings_back(house, target, before, finding)
    finding.measured = f"{good} of {len(made)} good"
    return finding


def _brings_back(house: House, backup: Path, before: set[str], finding: Finding) -> bool:
    drill = backup.with_suffix(".drill")
    drill.mkdir()
    url = f"sqlite:///{drill / 'drill.sqlite3'}"
    house.command("restore", str(backup), DATABASE_URL=url, DATA_DIR=str(drill), **DRILL)
    there = texts(url)
    lost = sum(not there[token] for token in before)
    twice = sum(number > 1 for number in there.values())
    half, missing = halves(url), missing_files(url, drill)
    shutil.rmtree(drill)
    finding.lost += lost
    finding.doubled += twice
    finding.half += half + missing
    return not (lost or twice or half or missing)
