"""What is wrong with the values of a file is said by line, in plain words, all of it at once: without a database."""

import ast
import re
from pathlib import Path

import pytest

import lpcommunity
from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.programme_file import read_programme
from tests.importing.conftest import is_told_at, line_of

PACKAGE = Path(lpcommunity.__file__).parent


def problems_of(path):
    with pytest.raises(CannotImport) as refused:
        read_programme(path)
    return [str(problem) for problem in refused.value.problems]


def test_the_small_programme_is_fine(programme_file):
    file = read_programme(programme_file())
    assert len(file["people"]) == 5
    assert [item["act"] for item in file["history"]][:3] == ["update", "reflection", "answer"]


def test_what_was_left_out_is_there_as_nothing_and_all_else_knows_its_line(programme_file):
    file = read_programme(programme_file())
    update, reflection = file["history"][:2]
    assert (update["help"], update["draft"]) == (None, None)
    assert update.place.line == line_of("- update:")
    assert update.where("standing").line == line_of("standing: needs-attention")
    assert reflection["about"][1].place.line == line_of("about: [first")
    assert reflection["answers"].where("so-what").line == line_of("so-what:")


# What is changed, on which line the problem is found, what is said.
FORM = [
    (("version: 1", "version: 2"), "version: 1", "only version 1 is known"),
    (("  slug: places-that-learn\n", ""), "  name: Places that Learn", "“slug” is missing"),
    (("starts: 2017-07-01", "starts: 2017-02-31"), "starts:", "31 February 2017 does not exist"),
    (("starts: 2017-07-01", "starts: July"), "starts:", "here belongs a day"),
    (("slug: growth, name", "slug: Growth!, name"), "slug: growth,", "is not a short name"),
    (("sector: council", "sector: club"), "sector: council", "is not one of: council, combined-authority"),
    (("email: gone@place.example", "email: gone"), "email: gone@", "“gone” is not an e-mail address"),
    (("name: Lee Gone", "nmae: Lee Gone"), "Lee Gone", "“nmae” is not known here. Known are: email, name"),
    (("latitude: 52.5", "latitude: 152.5"), "latitude", "here belong degrees from -90 to 90"),
    (("role: programme-team", "role: boss"), "role: programme-team", "“boss” is not one of: programme-team"),
    (("at: 2017-08-08 10:30", "at: 2017-08-08"), "at: 2017-08-08", "here belong a day and a time"),
    (("at: 2017-08-08 10:30", "at: 2017-08-08 25:30"), "at: 2017-08-08", "here belong a day and a time"),
    (
        ("at: 2017-08-08 10:30", "at: 2017-03-26 01:30"),
        "at: 2017-08-08",
        "01:30 on 26 March 2017 does not exist: that night clocks go forward over it. Write 00:30 or 02:30",
    ),
    (("cycle: driscoll", "cycle: rolfe"), "cycle: driscoll", "“rolfe” is not one of: driscoll"),
    (("audience: community\n      body: |", "audience: friends\n      body: |"), "audience: community", "“friends”"),
    (("title: It began", "title: " + "x" * 201), "title: It began", "has 201 characters; it can have at most 200"),
    (("title: It began", "title: [a, b]"), "title: It began", "here belongs a text"),
    (("title: Why did nobody come?", "title:"), "title: Why", "here a text is missing"),
    (("{move: 2,", "{move: two,"), "{move: 2,", "here belongs a whole number"),
    (("draft: true", "draft: perhaps"), "draft: true", "here belongs true or false"),
    (("  - submission: {", "  - submision: {"), "  - submission: {", "“submision” is not known here"),
    (("organisations: [a-council]", "organisations: a-council"), "organisations: [", "here belongs a list"),
    (("starts: 2017-07-01", "starts: 0017-07-01"), "starts:", "this day cannot be meant"),
    (
        ("      answers: {body: I am not sure.}", "      answers: [a]"),
        "answers: {body: I am",
        "names with a value each",
    ),
    (("follows: {name: The Pilot, slug: the-pilot}", "follows: the-pilot"), "  follows:", "here belong: name, slug"),
    (
        ("  - taking-back: {of: back, by: lead@place.example, at: 2017-09-03 08:00}", "  - back"),
        "- taking-back: {",
        "here belongs exactly one of: ",
    ),
    (("themes: [growth]", f"themes: [{', '.join(['growth'] * 21)}]"), "themes: [growth]", "it can have at most 20"),
]


@pytest.mark.parametrize(("change", "at", "says"), FORM, ids=lambda value: str(value)[:40].replace("\n", " "))
def test_each_mistake_is_told_with_its_line(programme_file, change, at, says):
    is_told_at(problems_of(programme_file(change)), change, at, says)


def test_everything_is_told_at_once_in_the_order_of_lines(programme_file):
    found = problems_of(
        programme_file(
            ("sector: council", "sector: club"), ("cycle: driscoll", "cycle: rolfe"), ("draft: true", "draft: so")
        )
    )
    lines = [int(problem.split(":")[1]) for problem in found]
    assert len(found) == 3
    assert lines == sorted(lines)


def test_what_reads_files_is_loaded_when_one_is_read():
    """A tenth of a second that no other command waits for: pydantic is named by its module, inside of functions."""
    code = {path.name: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    imports = {name: re.findall(r"^.*\b(?:from|import) pydantic.*$", text, re.M) for name, text in code.items()}
    assert {name: lines for name, lines in imports.items() if lines} == {"file_models.py": ["import pydantic"]}
    outside = [node for node in ast.parse(code["file_models.py"]).body if not isinstance(node, ast.FunctionDef)]
    used = [ast.unparse(node) for top in outside for node in ast.walk(top) if isinstance(node, ast.Attribute)]
    assert [name for name in used if name.startswith("pydantic.")] == []
