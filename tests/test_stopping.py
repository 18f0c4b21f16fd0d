"""Long work that is told to stop in the middle: real processes, real signals. Either all of it stays, or nothing does,
and the same command works again; also after a SIGKILL.
"""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from lpcommunity.storage import blobs, migrations
from lpcommunity.storage.backup_archive import check
from tests import factories
from tests.harness import caught
from tests.harness.backups import restored, some_life

PAGE = Path(__file__).parents[1] / "docs/import.md"


@pytest.fixture(scope="module")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[caught.CommandLine]:
    """Where commands are caught in the middle."""
    with caught.command_line(tmp_path_factory.mktemp("caught")) as begun:
        yield begun


class Installation:
    """A database with tables, a data folder, and the command line on both."""

    def __init__(self, command_line: caught.CommandLine, url: str, data_dir: Path) -> None:
        self.command_line, self.url, self.data_dir = command_line, url, data_dir
        self.settings = {"LPCOMMUNITY_ENV": "development", "DATABASE_URL": url, "DATA_DIR": str(data_dir)}
        migrations.upgrade(url)

    def run(self, *words: str) -> str:
        """What it says when nobody disturbs it."""
        status, said = self.command_line.run(*words, **self.settings)
        assert status == 0, said
        return said

    def stop(self, number: signal.Signals, where: str, after: int, *words: str) -> tuple[int, str]:
        """Its exit status and what it said, when it was sent this signal there."""
        return self.command_line.stop(number, where, after, *words, **self.settings)

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    def files(self) -> list[Path]:
        """What people added."""
        return [path for path in self.data_dir.glob("files/*/*") if path.is_file()]


@pytest.fixture
def begun(command_line: caught.CommandLine, tmp_path: Path) -> Callable[[str], Installation]:
    """A new installation on the database at this address."""
    return lambda url: Installation(command_line, url, tmp_path / "data")


def test_made_up_data_is_written_whole_or_not_at_all(begun, bare_database):
    here = begun(bare_database)
    bench = ["seed", "bench", "--partnerships", "8", "--people", "40", "--entries", "300"]
    stopped = here.stop(signal.SIGINT, "Writing entries", 200, *bench)
    assert stopped == (130, "Stopped. Nothing was written; the same command begins anew.\n")
    assert (here.rows("person"), here.files()) == (0, [])
    assert here.stop(signal.SIGKILL, "Writing entries", 200, *bench) == (-9, "")
    _until_nobody_writes(here)
    assert here.rows("person") == 0


def test_a_programme_comes_in_whole_or_not_at_all(begun, bare_database, tmp_path):
    here, file = begun(bare_database), tmp_path / "programme.yaml"
    file.write_text(PAGE.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    stopped = here.stop(signal.SIGTERM, "Bringing in", 5, "import", str(file))
    assert stopped == (143, "Stopped. Nothing was brought in; the same command begins anew.\n")
    assert here.rows("programme") == 0
    assert "Brought in Places that Learn" in here.run("import", str(file))


def test_a_backup_and_a_restore_leave_all_or_nothing(begun, bare_database, command_line, tmp_path):
    source = Installation(command_line, f"sqlite:///{tmp_path / 'source.sqlite3'}", tmp_path / "source")
    with restored(source.url, source.data_dir):
        ann, hull = some_life()
        for n in range(3):
            factories.update(ann, hull)
            blobs.store(b"picture %d" % n)
    target = tmp_path / "backups" / "b.tar.gz"
    target.parent.mkdir()
    stopped = source.stop(signal.SIGTERM, "Writing files", 2, "backup", str(target))
    assert stopped == (143, "Stopped. There is no backup, and nothing of it is left.\n")
    assert list(target.parent.iterdir()) == []
    assert source.stop(signal.SIGKILL, "Writing files", 2, "backup", str(target)) == (-9, "")
    assert len(list(target.parent.glob(".backup-*"))) == 1
    source.run("backup", str(target))
    assert list(target.parent.iterdir()) == [target]

    here = begun(bare_database)
    stopped = here.stop(signal.SIGINT, "Counting and comparing", 10, "restore", str(target))
    assert stopped == (130, "Stopped. Nothing was restored; the same command begins anew.\n")
    assert (here.rows("person"), list(here.data_dir.iterdir())) == (0, [])
    assert here.stop(signal.SIGKILL, "Counting and comparing", 10, "restore", str(target)) == (-9, "")
    _until_nobody_writes(here)
    assert "Restored everything up to" in here.run("restore", str(target))
    assert here.rows("entry") == check(target).tables["entry"].rows == 5
    assert len(here.files()) == 3
    assert [path.name for path in here.data_dir.iterdir() if path.name.startswith(".")] == []


def test_what_tidy_let_go_of_is_gone_and_the_next_run_goes_on(begun, bare_database):
    here = begun(bare_database)
    with create_engine(here.url, poolclass=NullPool).begin() as connection:
        rows = [{"key": str(number)} for number in range(1200)]
        connection.execute(text("INSERT INTO attempt (key, at) VALUES (:key, '2020-01-01')"), rows)
    stopped = here.stop(signal.SIGTERM, "Letting go", 500, "tidy")
    assert stopped == (143, "Stopped. What went is gone; the next run goes on from there.\n")
    assert here.rows("attempt") == 700
    assert "700  failed attempts" in here.run("tidy")
    assert here.rows("attempt") == 0


def _until_nobody_writes(here: Installation) -> None:
    """PostgreSQL notices after a moment that whoever was writing is no more."""
    engine = create_engine(here.url, poolclass=NullPool)
    until = time.monotonic() + 20
    while engine.dialect.name == "postgresql" and time.monotonic() < until:
        with engine.connect() as connection:
            others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            if connection.scalar(text(others)) == 1:
                return
        time.sleep(0.05)
