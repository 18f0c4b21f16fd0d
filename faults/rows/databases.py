"""A database that goes away and comes back."""

import time

from faults.counting import count
from faults.databases import OwnPostgres, SqliteFile
from faults.findings import Finding, row
from faults.houses import House
from faults.people import Unanswered, come_in
from faults.writers import writing

WRITERS = 4
HOLD = 32  # seconds: two more than SQLite waits (storage.database)


@row(
    "database-stopped",
    "PostgreSQL stopped and begun again, under load",
    "503 meanwhile; back within 10 s, no restart",
    kinds=("postgres",),
)
def database_stopped(house: House) -> Finding:
    """Stop it, and begin it again."""
    server = house.database
    assert isinstance(server, OwnPostgres)
    service, stopped = house.shared(), 0
    processes = service.web_processes
    with writing(house, service.port, WRITERS, pictures=True) as written:
        for _ in range(house.few_or(3, 1)):
            time.sleep(1)
            stopped += server.stop()
            time.sleep(1.5)
            server.start()
        written.is_mended()
        time.sleep(3)
    finding = Finding(f"stopped {stopped} times; {written.words}", bool(stopped and written.met["503"]))
    finding.measured = f"back after {written.back_after:.2f} s"
    finding.require(written.back_after <= 10, f"back only after {written.back_after:.1f} s")
    finding.require(service.web_processes == processes, "web processes were started anew")
    return count(finding, house, written, service.port)


@row(
    "database-held",
    f"SQLite held by another process for {HOLD} s, under load",
    "503 meanwhile, pages are read under 1.5 s; back within 10 s, no restart",
    kinds=("sqlite",),
    longest=90,
)
def database_held(house: House) -> Finding:
    """Another process begins to write and does not end."""
    database = house.database
    assert isinstance(database, SqliteFile)
    service, slowest = house.shared(), 0.0
    reader = come_in(house, service.port, house.facilitator)
    with writing(house, service.port, WRITERS) as written:
        time.sleep(1)
        with database.held(HOLD + 10, house.held):
            until = time.monotonic() + HOLD
            while time.monotonic() < until:
                time.sleep(1)
                try:
                    slowest = max(slowest, reader.get("/home").seconds)
                except Unanswered:
                    written.meet("no page")
        written.is_mended()
        time.sleep(3)
    finding = Finding(f"held for {HOLD} s; {written.words}", written.met["503"] > 0)
    finding.measured = f"back after {written.back_after:.2f} s; slowest page {slowest:.2f} s"
    finding.require(written.back_after <= 10, f"back only after {written.back_after:.1f} s")
    finding.require(slowest <= 1.5, f"a page took {slowest:.1f} s")
    return count(finding, house, written, service.port)
