"""What lies in deploy/, for the tests of it."""

import re
from pathlib import Path

import click

from lpcommunity import cli

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
HANDBOOK = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
SETTING = re.compile(r"([A-Z][A-Z0-9_]*)='([^']*)'")


def settings_of(name: str) -> dict[str, str]:
    """The settings of an example."""
    return dict(SETTING.findall(re.sub("^#.*$", "", (DEPLOY / name).read_text(encoding="utf-8"), flags=re.M)))


def every_file() -> list[str]:
    """The files of deploy/, by their path in it."""
    return sorted(str(path.relative_to(DEPLOY)) for path in DEPLOY.rglob("*") if path.is_file())


def complaint_of(words: list[str]) -> None:
    """Raise what the command line would, without running anything."""
    name, *rest = words
    command = cli.load(cli.COMMANDS[name].place)
    if isinstance(command, click.Group):
        name, *rest = rest
        command = command.commands[name]
    with command.make_context(name, list(rest)):
        pass
