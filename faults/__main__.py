"""`make faults`: a place on each database, every fault in turn, and the table."""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from types import FrameType

from faults import rows, tables
from faults.databases import KINDS, OwnPostgres, SqliteFile
from faults.findings import ROWS, NotHere, Row
from faults.houses import House
from faults.people import Person
from faults.tables import Result
from tests.harness import keeper

assert rows.__all__, "importing them puts them into the table"


class TooLong(Exception):
    """A row took longer than it may."""


def main() -> int:
    """Try what was asked for. Exit status 1 where a row fails."""
    given = _arguments()
    wanted = [one for one in ROWS if any(word in one.name for word in given.only.split(","))]
    if not wanted:
        print(f"There is no such row. There are: {', '.join(one.name for one in ROWS)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    begun = time.monotonic()
    results = tried(wanted, given.databases.split(","), quick=given.quick)
    table = tables.written(results, (time.monotonic() - begun) / 60)
    print(table)
    if given.output:
        output = Path(given.output)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(table, encoding="utf-8")
    return int(any(result.failed for result in results))


def tried(wanted: list[Row], kinds: list[str], *, quick: bool) -> list[Result]:
    """Each of these rows on each of these databases."""
    results = []
    with _run() as folder:
        for kind in kinds:
            ours = [one for one in wanted if kind in one.kinds]
            if ours:
                with _house(kind, folder, quick) as house:
                    results += [_try(one, house) for one in ours]
    return sorted(results, key=lambda result: wanted.index(result.row))


@contextmanager
def _run() -> Iterator[Path]:
    """A folder for whatever this run leaves, which goes with it, however it ends; as for a run of the tests."""
    with ExitStack() as closing:
        folder = Path(tempfile.mkdtemp(prefix="lpf-"))
        folder.chmod(0o711)
        held = keeper.hold(folder / "held")
        living = keeper.hold(folder / "living")  # whatever we start ends when we do; the folder goes when they have
        words = keeper.words(folder / "held", remove=folder)
        watching = Popen(words, stdin=DEVNULL, start_new_session=True)
        closing.callback(watching.wait)
        closing.callback(os.close, held)
        closing.callback(os.close, living)
        closing.enter_context(_told(keeper.RUN, str(folder / "held")))
        closing.enter_context(_told("TMPDIR", str(folder)))
        yield folder


@contextmanager
def _told(name: str, value: str) -> Iterator[None]:
    """What our processes find in their environment, and we where temporary folders are made."""
    before, tempfile.tempdir = os.environ.get(name), None
    os.environ[name] = value
    try:
        yield
    finally:
        tempfile.tempdir = None
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


@contextmanager
def _house(kind: str, folder: Path, quick: bool) -> Iterator[House]:
    data = folder / kind
    data.mkdir()
    with ExitStack() as closing:
        if kind == "sqlite":
            file = SqliteFile(data / "lpcommunity.sqlite3")
            house = House(kind, file.url, data, folder / "living", quick, file)
        else:
            server = OwnPostgres(folder / "pg")
            closing.callback(server.close)
            server.fill()
            server.start()
            house = House(kind, server.server.create("faults"), data, folder / "living", quick, server)
        house.found()
        closing.callback(house.close)
        yield house


def _try(one: Row, house: House) -> Result:
    signal.signal(signal.SIGALRM, _too_long)
    begun = time.monotonic()
    signal.alarm(one.longest)
    try:
        finding = one.do(house)
        result = Result(one, house.kind, finding, tuple(finding.failures))
    except NotHere as why:
        result = Result(one, house.kind, None, untried=str(why))
    except TooLong:
        result = Result(one, house.kind, None, (f"not done after {one.longest} s",))
    except Exception as error:  # noqa: BLE001  (the others are tried all the same)
        result = Result(one, house.kind, None, (f"{type(error).__name__}: {str(error)[-300:]}".replace("\n", " "),))
    finally:
        signal.alarm(0)
        Person.all_go()
    verdict = "not tried" if result.untried else "FAILS" if result.failed else "holds"
    seconds = time.monotonic() - begun
    print(f"{one.name} on {KINDS[house.kind]}: {verdict}, {seconds:.0f} s", file=sys.stderr, flush=True)
    return result


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description="Try what PROMISES section 4 says (faults/README.md).")
    parser.add_argument("--quick", action="store_true", help="smaller figures")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--only", default="", help="rows whose names have one of these in them, such as killed,mail")
    parser.add_argument("--output", help="write the table to this file as well")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
