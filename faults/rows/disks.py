"""A disk that is full, and free again."""

import os
import pwd
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from faults.counting import count, missing_files
from faults.databases import OwnPostgres, SqliteFile
from faults.findings import Finding, NotHere, row
from faults.houses import House
from faults.people import PICTURE, Person, come_in
from faults.small_disks import SmallDisk, small_disk
from faults.writers import UPDATE, writing
from tests.harness import postgres

WRITERS = 3
PROMISE = "503 with what was typed, never corrupt, recovers without restart"


@row("disk-full", "disk full and freed, under load", PROMISE, kinds=("sqlite",))
def disk_full(house: House) -> Finding:
    """The data folder, with the database in it, lies on a small disk."""
    with tempfile.TemporaryDirectory(prefix="small-") as name:
        folder = Path(name)
        with small_disk(folder, 24, house.held) as disk:
            database = SqliteFile(folder / "lpcommunity.sqlite3")
            other = House(house.kind, database.url, folder, house.held, house.quick, database, disk.inside)
            other.found(WRITERS)
            with tempfile.TemporaryDirectory(prefix="seen-") as copies:
                seen = SqliteFile(Path(copies) / database.path.name)
                finding = _filled(other, disk, folder, seen.url, lambda: disk.copied(database.path, Path(copies)))
                sound, missing = seen.is_sound(), missing_files(seen.url, disk.path(folder))
            finding.require(sound, "SQLite finds the file damaged")
            finding.require(not missing, f"{missing} files are not as they should be")
            return finding


@row("database-disk-full", "the database's disk full and freed, under load", PROMISE, kinds=("postgres",), longest=90)
def database_disk_full(house: House) -> Finding:
    """The folder of a PostgreSQL of its own lies on a small disk; the data folder does not."""
    if os.geteuid() != 0:
        raise NotHere("PostgreSQL on a small disk needs root here")
    with tempfile.TemporaryDirectory(prefix="pg-") as name, tempfile.TemporaryDirectory(prefix="data-") as data:
        place = Path(name)
        (place / "data").mkdir()
        owner = pwd.getpwnam(postgres.UNPRIVILEGED)
        mode = f"mode=0700,uid={owner.pw_uid},gid={owner.pw_gid}"
        with small_disk(place / "data", 120, house.held, mode=mode) as disk:
            server = OwnPostgres(place, disk.inside)
            with closing(server):
                server.fill()
                server.start()
                other = House(house.kind, server.server.create("small"), Path(data), house.held, house.quick, server)
                other.found(WRITERS)
                return _filled(other, disk, place / "data", other.url)


def _filled(
    house: House, disk: SmallDisk, folder: Path, url: str, look: Callable[[], object] = lambda: None
) -> Finding:
    """Write until nothing fits, and after. `look`: what is done before it is counted there."""
    with house.serving() as service:
        processes, kept = service.web_processes, 0
        typist = come_in(house, service.port, house.facilitator)
        member = come_in(house, service.port, house.members[0])
        form = member.form(house.new_update)
        with writing(house, service.port, WRITERS, pictures=True) as written:
            time.sleep(1.5)
            with disk.full(folder) as size:
                until = time.monotonic() + 12
                while written.met["503"] < house.few_or(12, 4) and time.monotonic() < until:
                    time.sleep(0.2)
                kept = _gives_back(member, house, form)
                pages = typist.get("/home").status
            written.is_mended()
            time.sleep(3)
        finding = Finding(f"full by a file of {size >> 20} MB on a tmpfs; {written.words}", written.met["503"] > 0)
        finding.measured = f"back after {written.back_after:.2f} s"
        finding.require(written.back_after <= 10, f"back only after {written.back_after:.1f} s")
        finding.require(kept == 1, "a 503 did not give back what was typed")
        finding.require(pages in (200, 503), f"/home answered {pages}")
        finding.require(service.web_processes == processes, "web processes were started anew")
        look()
        return count(finding, house, written, service.port, url=url)


def _gives_back(member: Person, house: House, form: dict[str, str]) -> int:
    """Whether the words are on the page that says that it cannot be kept. An answer that it was kept is none."""
    long = "Words that nobody types twice. " * 600
    for _ in range(5):
        answer = member.send(house.new_update, {**form, **UPDATE, "title": "", "body": long}, ("fair.png", PICTURE))
        if answer.status != 303:
            return int(answer.status == 503 and "Words that nobody types twice." in answer.text)
        form = member.form(house.new_update)
    return 0
