"""docs/operations.md speaks of files, units, commands and settings that there are, and leaves none out."""

import re
import shlex

import pytest

from lpcommunity import cli
from tests.deploy.files import DEPLOY, HANDBOOK, ROOT, UNITS, complaint_of, every_file, settings_of

BLOCKS = "\n".join(re.findall(r"```sh\n(.*?)```", HANDBOOK, re.S)).replace("\\\n", " ")


def _lines_typed() -> list[str]:
    """Every command of ours, from blocks and from the text around them."""
    lines = re.findall(r"^ *lpcommunity (.*)$|.venv/bin/lpcommunity (.*)$", BLOCKS, re.M)
    quoted = re.findall(r"`lpcommunity ([^`…]+)`", HANDBOOK)
    typed = [(one or other).partition("|")[0].partition("  #")[0] for one, other in lines] + quoted
    return sorted({line.strip() for line in typed})


@pytest.mark.parametrize("line", _lines_typed())
def test_every_command_is_one_of_ours(line):
    words = shlex.split(line.replace("$(date +%F-%H%M)", "today"))
    if words[0].startswith("@"):
        words = words[1:]
    assert words[0] in cli.COMMANDS, line
    complaint_of(words)


def test_there_are_many_commands_to_look_at():
    assert len(_lines_typed()) > 15


@pytest.mark.parametrize("name", every_file())
def test_every_file_of_deploy_is_spoken_of(name):
    assert name.rpartition("/")[2] in HANDBOOK


@pytest.mark.parametrize("name", sorted(set(re.findall(r"/app/deploy/([\w./*-]+)", HANDBOOK))))
def test_every_file_that_is_copied_is_there(name):
    assert list(DEPLOY.glob(name.removesuffix("/.").rstrip("/"))), name


@pytest.mark.parametrize("name", sorted(set(re.findall(r"lpcommunity-[\w@]+\.(?:service|socket|timer)", HANDBOOK))))
def test_every_unit_is_there(name):
    assert (UNITS / name).is_file()


@pytest.mark.parametrize("name", ["settings.example", "settings.owner.example"])
def test_every_setting_of_the_example_is_documented(name):
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert [setting for setting in settings_of(name) if f"`{setting}`" not in page] == []


def test_every_heading_that_is_pointed_to_is_there():
    headings = re.findall("^#+ (.*)$", HANDBOOK, re.M)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert [to for to in re.findall(r"\]\(#([^)]+)\)", HANDBOOK) if to not in anchors] == []
