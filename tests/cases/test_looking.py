"""What people saw and printed (rows L1 to L5), as far as it takes no browser: else tests/browser/test_looking.py."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from lpcommunity.pages.charts import thread

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FIRST = date(2025, 1, 1)


@pytest.mark.parametrize("months", [1, 4, 9, 15, 40])
@pytest.mark.parametrize("every", [1, 3, 11])
def test_l4_the_thread_of_an_active_place_is_no_scribble(months, every):
    """At most one dip a month, never two that touch, on 280 units: whatever the number of entries."""
    days = [FIRST + timedelta(days=number) for number in range(0, 30 * months, every)]
    marks = [
        thread.Mark(day, looks_back=number % 2 == 0, answered=number % 3 == 0, waiting=number % 7 == 0)
        for number, day in enumerate(days)
    ]
    shown = thread.window(FIRST, FIRST + timedelta(days=500), days, days[-1])
    drawing = thread.draw(shown, marks)
    assert thread.WIDTH == 280
    assert 0 < len(drawing.dips) <= min(shown.last - shown.first + 1, thread.MOST)
    spans = []
    for dip in drawing.dips:
        across = [float(x) for x in NUMBER.findall(f"{dip.path} {dip.open_end}")[::2]]
        spans.append((min(across), max(across[0], *(x for x in across if x <= thread.WIDTH))))
    assert all(0 <= begins < ends <= thread.WIDTH for begins, ends in spans)
    begins = [float(NUMBER.findall(dip.path)[0]) for dip in drawing.dips]
    assert all(after - before >= shown.column - 0.2 for before, after in pairwise(begins))
    assert shown.column - 2 * thread.BESIDE > 2 * thread.RADIUS
    assert shown.column >= thread.BAR
