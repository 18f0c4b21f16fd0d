"""Actions, as a history tells of them: what cannot be meant is told by its line."""

import pytest

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme

LAST = "      body: And then\n"
ACTION = """\
  - action: {ref: deed, partnership: a-place, by: lead@place.example, at: 2018-01-21 10:00, what: Ask,
      due: 2018-01-23%s}
"""
REPORT = "  - report: {of: deed, by: %s@place.example, at: 2018-01-22 1%d:00, outcome: %s, came-of-it: Well.%s}\n"
DEED = ACTION % ""


def problems_of(programme_file, *acts):
    """What is wrong with the small programme where these acts happened last."""
    with pytest.raises(CannotImport) as refused:
        check_programme(programme_file((LAST, LAST + "".join(acts))))
    return [problem.text for problem in refused.value.problems]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("acts", "says"),
    [
        ([ACTION % ", owner: member@place.example, partner: {name: Pat, email: pat@port.example}"],
         "an action has an “owner” or a “partner”, not both"),
        ([ACTION % ", move: 1"], "a move is one of the newest answer to what it comes “from”"),
        *(([DEED, REPORT % ("lead", 0, "done", f", {key}: {value}")],
           f"only what has “changed” goes on, and has a “{key}”")
          for key, value in {"now": "Ask again", "due": "2018-01-24", "ref": "on"}.items()),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told(app, programme_file, acts, says):
    assert problems_of(programme_file, *acts) == [says]
