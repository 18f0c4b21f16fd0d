"""The command line loads what a command needs, and says of all others what they are without loading them."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from lpcommunity import cli

HEAVY = {"flask", "sqlalchemy", "alembic", "pydantic", "PIL", "granian", "lpcommunity.app", "lpcommunity.storage"}


def loaded_by(*words: str) -> set[str]:
    """The modules that a new process has loaded when it has done this."""
    script = (
        "import sys; from lpcommunity.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print('loaded', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.rpartition("loaded ")[2].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["imbort"]])
def test_nothing_is_loaded_to_say_what_there_is(words):
    loaded = loaded_by(*words)
    assert not HEAVY & loaded
    assert len(loaded) < 200  # 85 of them are Python's own


def test_a_command_loads_its_own_module_and_not_the_application():
    loaded = loaded_by("backup", "--help")
    assert "lpcommunity.storage.backup" in loaded
    assert not {"lpcommunity.app", "lpcommunity.service_cli", "pydantic", "granian", "PIL"} & loaded


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_what_is_listed_is_there_and_says_the_same_of_itself(name):
    listed = cli.COMMANDS[name]
    command = cli.load(listed.place)
    assert isinstance(command, click.Command)
    sentence = " ".join((command.help or "").split("\n\n")[0].split())
    assert sentence.startswith(listed.about.removesuffix("."))


def test_it_lists_every_command():
    told = CliRunner().invoke(cli.main, ["--help"]).output
    assert all(f"\n  {name} " in told for name in cli.COMMANDS)
