"""`make bench`: seed, serve, drive, and write the table."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import measuring, tables
from bench.measuring import Target
from bench.pages import Page
from bench.servers import FLOOR, OURS, ROOT, serving
from bench.worlds import World, throw_away, worlds

QUICK = {"sizes": "20000", "rounds": 3, "budget": 0.1, "each": 1}
FULL = {"sizes": "20000,200000", "rounds": 9, "budget": 0.15, "each": 2}
SERVE = [*OURS, "serve", "--processes", "2"]


def main() -> None:
    """Measure what was asked for."""
    given = _arguments()
    command = "python -m bench " + shlex.join(sys.argv[1:])
    folder = Path(given.data) if given.data else Path(tempfile.mkdtemp(prefix="lpcommunity-bench-"))
    begun = time.monotonic()
    try:
        with worlds(given.databases.split(","), [int(size) for size in given.sizes.split(",")], folder, _say) as made:
            found = tables.written(_measured(made, given), given.rounds, command)
    finally:
        if not given.data:
            throw_away(folder)
    print(found)
    if given.output:
        output = Path(given.output)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(found, encoding="utf-8")
    _say(f"It took {(time.monotonic() - begun) / 60:.1f} minutes.")


def _measured(made: list[World], given: argparse.Namespace) -> list[Target]:
    with ExitStack() as running:
        targets = []
        for world in made:
            ours = running.enter_context(serving(SERVE, world.folder, world.url))
            floor = running.enter_context(serving(FLOOR, world.folder, world.url))
            targets.append(Target(world, ours, floor, given.only.split(",")))
        for target in targets:
            measuring.warm(target)
            target.note_memory()
        for number in range(given.rounds):
            for target in targets:
                measuring.one_round(target, number, given.budget)
            _say(f"Round {number + 1} of {given.rounds}")
        for target in targets:
            measuring.at_once(target, given.each)
            target.note_memory()
            for key, number in _queries(target.world, target.pages).items():
                target.figures[key].queries = number
    return targets


def _queries(world: World, pages: list[Page]) -> dict[str, int]:
    given = {
        "pages": [{"key": page.key, "who": page.who, "path": page.path} for page in pages],
        "people": world.about["sign_ins"],
        "password": world.about["password"],
    }
    environment = {
        **os.environ, "LPCOMMUNITY_ENV": "development", "DATABASE_URL": world.url, "DATA_DIR": str(world.folder),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.queries"],
        cwd=ROOT, env=environment, input=json.dumps(given), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    counted: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counted


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what pages cost (bench/README.md).")
    parser.add_argument("--quick", action="store_true", help="20,000 entries, three rounds, two to four minutes")
    parser.add_argument("--sizes", help="numbers of entries, the smallest first, such as 20000,200000,1000000")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--budget", type=float, help="seconds for each page in each round")
    parser.add_argument("--each", type=int, help="requests of each of sixteen at once")
    parser.add_argument("--only", default="", help="pages whose names have one of these in them, such as home,POST")
    parser.add_argument("--data", help="keep the SQLite databases in this folder, or take those that are there")
    parser.add_argument("--output", help="write the table to this file as well")
    given = parser.parse_args()
    for name, value in (QUICK if given.quick else FULL).items():
        if getattr(given, name) is None:
            setattr(given, name, value)
    return given


if __name__ == "__main__":
    main()
