"""The figures as Markdown."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bench.measuring import Figure, Target, percentile
from bench.servers import ROOT
from bench.worlds import PAGE, PEOPLE

NONE = "–"


def written(targets: list[Target], rounds: int, command: str) -> str:
    """All of it."""
    kinds = dict.fromkeys(target.world.kind for target in targets)
    databases = [_database([target for target in targets if target.world.kind == kind]) for kind in kinds]
    parts = [_head(rounds, command), _services(targets), *databases]
    return "\n\n".join(parts) + "\n"


def _head(rounds: int, command: str) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    load = os.getloadavg()[1]
    return (
        f"Measured on {datetime.now(UTC):%-d %B %Y, %H:%M} UTC at commit {commit.stdout.strip()} by `{command}`: "
        f"{rounds} interleaved rounds, {os.cpu_count()} cores ({model}), Python {platform.python_version()}, "
        f"Linux {platform.release().partition('-')[0]}; load of the machine in the last five minutes {load:.1f}."
    )


def _services(targets: list[Target]) -> str:
    head = (
        "| database, entries | rows | floor, ms of CPU | floor p50, ms | ready after, s | MB a process (RSS / PSS) "
        "| after so many requests |"
    )
    lines = [head, "|" + " --- |" * 7]
    for target in targets:
        floor = target.floor_figure
        rows = sum(target.world.about["rows"].values())
        lines.append(
            f"| {target.world.name} | {rows:,} | {_ms(floor.least)} | {_ms(percentile(floor.alone, 50))} "
            f"| {target.ours.ready_after:.1f} | {_memory(target.memory[0])} "
            f"| {_memory(target.memory[-1])} ({target.requests:,}) |"
        )
    return "\n".join(lines)


def _memory(found: list[tuple[float, float]]) -> str:
    return ", ".join(f"{rss:.0f} / {pss:.0f}" for rss, pss in found)


def _database(targets: list[Target]) -> str:
    small, large = targets[0], targets[-1]
    entries = [f"{target.world.entries:,}" for target in targets]
    heads = ["page", "as", *(f"CPU, ms, {size}" for size in entries), "growth"]
    heads += [*(f"× floor, {size}" for size in entries)]
    heads += [f"p50 / p99 at 1, ms, {entries[-1]}", "at 16", "sent, KB", "queries"]
    if large.world.kind == "postgres":
        heads.insert(heads.index("growth"), "of it in PostgreSQL")
    lines = [f"### {large.world.name.partition(',')[0]}", "", f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    lines += [_line(key, targets, small, large) for key in large.figures]
    return "\n".join(lines)


def _line(key: str, targets: list[Target], small: Target, large: Target) -> str:
    name, _, who = key.partition("|")
    figure, first = large.figures[key], small.figures[key]
    if figure.fault:
        return f"| {name} | {who} | {figure.fault} |"
    cells = [name, who, *(_ms(target.figures[key].least) for target in targets)]
    if large.world.kind == "postgres":
        cells.append(_ms(min(figure.database, default=0)))
    cells.append(f"{figure.least / first.least:.2f}" if small is not large and first.least else NONE)
    cells += [_times(target.figures[key], target) for target in targets]
    cells.append(f"{_ms(percentile(figure.alone, 50))} / {_ms(percentile(figure.alone, 99))}")
    together = figure.together
    cells.append(f"{_ms(percentile(together, 50))} / {_ms(percentile(together, 99))}" if together else NONE)
    cells += [f"{figure.sent / 1000:.1f}", str(figure.queries) if figure.queries is not None else NONE]
    return f"| {' | '.join(cells)} |"


def _times(figure: Figure, target: Target) -> str:
    floor = target.floor_figure.least
    return f"{figure.least / floor:.1f}" if floor else NONE


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"


__all__ = ["PAGE", "PEOPLE", "written"]
