"""What lasts: the data folder, room on the disk, and the last backup."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import Flask

from lpcommunity.doctor import queries
from lpcommunity.doctor.findings import Check, Finding, look, well, wrong
from lpcommunity.documents import extraction
from lpcommunity.documents.models import BEGUN, READ, UNREADABLE, WAITING
from lpcommunity.documents.queries import numbers
from lpcommunity.storage import blobs, last_backup, now, private_files
from lpcommunity.web.humanize import full, plural

SAMPLE = 50  # of the latest files
LITTLE, NEXT_TO_NONE = 2_000_000_000, 500_000_000  # octets
FEW_NAMES = 0.03  # of the names (inodes) that a disk can hold
A_NIGHT, TWO_NIGHTS = timedelta(hours=26), timedelta(hours=50)
A_WHILE = timedelta(minutes=15)  # ninety of the slowest
SAID = b"Whoever reads this can read."
READER = "The worker reads one after the other, ten seconds at most for each: systemctl status lpcommunity-worker."
BACKUP = "lpcommunity backup FILE, and look at the timer: systemctl list-timers lpcommunity-backup."


def data_folder(app: Flask) -> Iterator[Finding]:
    """Whether we can write there, and nobody else can read."""
    folder = Path(app.config["DATA_DIR"])
    if not folder.is_dir():
        yield wrong("data folder", f"There is no folder {folder}.", "Bring it back, or mend DATA_DIR.")
        return
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        yield look(
            "data folder",
            f"{folder} belongs to another user, so whether the service can write there was not tried.",
            "Run this as the user of the service: sudo lpcommunity doctor.",
        )
        return
    for place in (folder, folder / "files", *blobs.folders()[:1]):  # files may lie on a disk of their own
        if place.is_dir() and (why := _refuses(place)):
            yield wrong("data folder", f"Nothing can be written in {place}: {why}.", "Free the disk, or mend it.")
            return
    if private_files.open_to_others(folder):
        yield look("data folder", f"Other users of this machine may look into {folder}.", f"chmod 700 {folder}")
        return
    yield well("data folder", f"{folder} can be written, by us alone.")


def _refuses(folder: Path) -> str | None:
    """Why nothing can be written there; None where it can."""
    probe = folder / f".doctor-{secrets.token_hex(8)}"
    try:
        with probe.open("xb") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.strerror or type(error).__name__
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return None


def files(_app: Flask) -> Iterator[Finding]:
    """Whether the files that were added last are where they should be."""
    keys = queries.newest_files(SAMPLE)
    missing = [key for key in keys if not _is_kept(blobs.path_of(key))]
    added = f"the last {plural(len(keys), 'file', figures=True)} that people added"
    if missing:
        yield wrong(
            "files",
            f"{len(missing)} of {added} are not on the disk, or empty.",
            "Is DATA_DIR the folder that the service used before? If they are gone, a backup holds them.",
        )
    else:
        yield well("files", f"There: {added}." if keys else "Nobody added any yet.")


def _is_kept(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def disk(app: Flask) -> Iterator[Finding]:
    """Whether there is room for what people will write, and for the next backup."""
    places = {"data": Path(app.config["DATA_DIR"])}
    file = queries.database_file(app.config["SQLALCHEMY_DATABASE_URI"])
    if file is not None:
        places["database"] = file.parent
    last = last_backup.recall(places["data"])
    if last is not None:
        places["backups"] = Path(last.file).parent
    seen: set[int] = set()
    for what, folder in places.items():
        if not folder.is_dir() or folder.stat().st_dev in seen:
            continue
        seen.add(folder.stat().st_dev)
        yield _room(what, folder)


def _room(what: str, folder: Path) -> Finding:
    free, names = shutil.disk_usage(folder).free, os.statvfs(folder)
    room = f"{free / 1_000_000_000:,.1f} GB" if free >= LITTLE else f"{free // 1_000_000:,} MB"
    left = f"{room} are left for {what} ({folder})."
    do = "Make room, or give it a larger disk. When it is full pages answer 503 until there is room; nothing breaks."
    if names.f_files and names.f_favail < FEW_NAMES * names.f_files:
        return wrong("disk", f"The disk of {folder} ({what}) can hold hardly any more files, however small.", do)
    if free < LITTLE:
        return (wrong if free < NEXT_TO_NONE else look)("disk", left, do)
    return well("disk", left)


def documents(_app: Flask) -> Iterator[Finding]:
    """Whether what people attach can be read for the search, and is, in time."""
    try:
        with tempfile.TemporaryFile() as sample:
            sample.write(SAID)
            sample.seek(0)
            read = extraction.read(sample).text
    except (extraction.NotNow, OSError):
        read = ""
    found = numbers()
    waiting, unreadable = found.get(WAITING), found.get(UNREADABLE)
    if read != SAID.decode():
        yield wrong(
            "documents",
            "No document can be read: the reader does not start, or cannot be bounded.",
            "Is there memory for it (200 MB)? Does the service's unit let it (SystemCallFilter: setrlimit)? What is "
            "added meanwhile waits; it is found by its name.",
        )
    elif waiting is not None and now() - waiting.since > A_WHILE:
        many = plural(waiting.number, "document waits", "documents wait", figures=True)
        yield look("documents", f"{many} to be read, the first since {full(waiting.since)}.", READER)
    else:
        lacking = f" {unreadable.number:,} cannot be read." if unreadable is not None else ""
        readable = sum(found[state].number for state in (READ, BEGUN) if state in found)
        yield well("documents", f"{plural(readable, 'document', figures=True)} found by what is in them.{lacking}")


def backup(app: Flask) -> Iterator[Finding]:
    """Whether last night's is there."""
    last = last_backup.recall(Path(app.config["DATA_DIR"]))
    if app.config["ENV_NAME"] != "production":
        yield well("backup", f"The last is of {full(last.up_to)}." if last else "None; here nobody needs one.")
    elif last is None:
        yield wrong("backup", "None was made yet.", BACKUP)
    else:
        age = now() - last.up_to
        says = f"The last holds everything up to {full(last.up_to)}: {last.file}."
        if last.lacking:
            number = plural(last.lacking, "file")
            yield wrong(
                "backup",
                f"{says} Not in it, since gone from the disk or damaged: {number} that people added.",
                "lpcommunity backup FILE names them. Bring them back from an earlier backup.",
            )
        if age <= A_NIGHT and not Path(last.file).exists():
            yield look("backup", f"{says} It is not there any more.", "Keep the latest here, and copies elsewhere.")
        elif age > A_NIGHT:
            yield (wrong if age > TWO_NIGHTS else look)("backup", says, f"Make one now. {BACKUP}")
        else:
            yield from [] if last.lacking else [well("backup", says)]


CHECKS = (
    Check("data folder", data_folder),
    Check("files", files, asks_database=True),
    Check("documents", documents, asks_database=True),
    Check("disk", disk),
    Check("backup", backup),
)
