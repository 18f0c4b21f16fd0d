"""What people brought, and failed, stands row by row in a list: text (T), writing (W), files, people (F), looking (L).
Each row is a test that bears its name; one that is lost is missed here.
"""

import re

from tests.harness.server import ROOT

ROWS = {"t": 12, "w": 9, "f": 15, "l": 5}
TEST = re.compile(r"^def test_([twfl])(\d+)_", re.MULTILINE)


def test_every_row_of_what_people_brought_has_its_test():
    folders = (ROOT / "tests/cases", ROOT / "tests/browser")
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("test_*.py")]
    found = {(letter, int(number)) for text in texts for letter, number in TEST.findall(text)}
    assert found == {(letter, number) for letter, last in ROWS.items() for number in range(1, last + 1)}
