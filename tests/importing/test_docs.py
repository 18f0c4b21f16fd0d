"""docs/import.md tells people what the form tells the computer."""

import re
from pathlib import Path

import pytest

from lpcommunity.entries.models import AUDIENCES
from lpcommunity.importing import file_schema
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.people.models import ROLES, SECTORS
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reviews.models import MOVES
from lpcommunity.slips.models import REASONS
from lpcommunity.updates.models import STANDINGS

PAGE = Path(__file__).parents[2] / "docs/import.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_part_of_the_file_is_described(page):
    file = file_schema.programme_file()
    parts = {*file.must, *file.may}
    assert [part for part in parts if f"| `{part}` |" not in page] == []


@pytest.mark.parametrize("act", file_schema.history())
def test_every_act_is_described_with_all_that_it_holds(page, act):
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{act}` |")]
    shape = file_schema.history()[act]
    assert [name for name in {*shape.must, *shape.may} if f"`{name}`" not in row] == []


def test_all_that_a_milestone_and_its_slips_hold_is_described(page):
    for shape, row in ((file_schema.MILESTONE, "| … `project` |"), (file_schema.SLIP, "| … `slips` of a milestone |")):
        (line,) = [line for line in page.splitlines() if line.startswith(row)]
        assert [name for name in {*shape.must, *shape.may} if f"`{name}`" not in line] == []


def test_every_word_that_one_can_choose_is_named(page):
    words = {*SECTORS, *ROLES, *PARTNERSHIP_ROLES, *AUDIENCES, *STANDINGS, *REASONS, *MOVES, *CYCLES}
    words |= {prompt.key for cycle in CYCLES.values() for prompt in cycle.prompts}
    assert [word for word in words if not re.search(rf"\b{word}\b", page)] == []


def test_the_example_is_one(page, tmp_path):
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    assert read_programme(path)["programme"]["name"] == "Places that Learn"
