"""The picture of time: whatever the days, its ruler can be read, and no line goes through words."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from lpcommunity.pages.charts import milestones as chart
from lpcommunity.pages.charts.journey_shapes import Words
from lpcommunity.pages.charts.time_ruler import ticks
from tests.pages.picture_geometry import box, lines_of, meet

FIRST, TODAY = date(2026, 6, 1), date(2026, 11, 27)
WIDE, NARROW = (286.0, 1110.0, 1120.0), (10.0, 318.0, 328.0)


def _says(first: date, last: date, edges: tuple[float, float, float] = WIDE) -> list[str]:
    return [one.says for one in ticks(first, last, *edges) if one.says]


def test_steps_grow_with_the_time_that_is_shown():
    assert _says(date(2026, 5, 1), date(2027, 1, 31))[:5] == ["May 2026", "Jun", "Jul", "Aug", "Sept"]
    assert _says(date(2026, 5, 1), date(2027, 12, 31))[:3] == ["Jul 2026", "Oct", "Jan 2027"]
    assert _says(date(2024, 3, 1), date(2027, 12, 31))[:3] == ["Jul 2024", "Jan 2025", "Jul"]
    assert _says(date(2020, 3, 1), date(2027, 1, 31)) == [str(year) for year in range(2021, 2028)]
    assert _says(date(2015, 3, 1), date(2035, 1, 31))[:2] == ["2016", "2018"]
    assert _says(date(2020, 3, 1), date(2226, 3, 31))[:2] == ["2040", "2060"]
    assert _says(date(2026, 5, 1), date(2027, 1, 31), NARROW) == ["Jul 2026", "Oct", "2027"]
    assert _says(date(2020, 3, 1), date(2226, 3, 31), NARROW) == ["2050", "2100", "2150", "2200"]
    assert _says(date(2026, 11, 1), date(2026, 11, 30)) == ["Nov 2026"]


@pytest.mark.parametrize("edges", [WIDE, NARROW])
def test_words_of_a_ruler_never_meet_and_none_leaves_the_picture(edges):
    chance, (left, _, edge) = random.Random(7), edges
    for _ in range(2000):
        first = date(chance.randint(1, 2300), chance.randint(1, 12), 1)
        last = first + timedelta(days=round(27 * 10 ** (chance.random() * 4.9)))
        drawn = ticks(first, last, *edges)
        words = [one.room for one in drawn if one.says]
        assert all(after[0] - before[1] >= 7.9 for before, after in pairwise(words)), (first, last)
        assert all(left - 1 <= begins and ends <= edge for begins, ends in words), (first, last, words)
        assert all(after.x - before.x >= 5 for before, after in pairwise(drawn)), (first, last)
        assert words or (last - first).days < 62 or not drawn, (first, last)


def _moved(n: int, *days: date) -> chart.Stone:
    moves = tuple(pairwise(days))
    return chart.Stone(n, f"Milestone {n}", days[0], days[-1], None, moves)


@pytest.mark.parametrize("far", [date(2020, 3, 5), date(2226, 3, 5), date(2027, 3, 5)])
def test_no_line_goes_through_words_however_far_a_day_is(far):
    stones = [_moved(1, date(2026, 11, 10), date(2026, 12, 1), date(2026, 12, 15)), _moved(2, date(2027, 1, 19), far)]
    shown = chart.window(stones, date(2026, 5, 1), date(2027, 1, 31), TODAY)
    drawing = chart.wide(stones, ["1 Recruitment, 2 A partner’s capacity", "1 Something else " * 12], shown, TODAY)
    words = [Words(one.label_x, one.y + 23, one.label, ("end",) if one.label_end else ()) for one in drawing.rows]
    words += [Words(move.n_x, row.y - 6, str(move.n), ("mid",)) for row in drawing.rows for move in row.moves]
    assert all(one.room[0] >= 276 and one.room[1] <= drawing.width for one in words)
    lines = [line for path in (*drawing.lines, drawing.today_line) for line in lines_of(path)]
    assert [one.text for one in words for line in lines if meet(box(one), line)] == []
    assert chart.ruler(shown)


def test_the_key_explains_only_what_is_there():
    still = chart.Stone(1, "Doors open", TODAY, TODAY, TODAY)
    shown = chart.window([still], None, None, TODAY)
    assert chart.wide([still], [""], shown, TODAY).signs == {"reached"}
    moved = _moved(2, date(2026, 11, 10), date(2026, 12, 1))
    shown = chart.window([moved], date(2026, 5, 1), date(2027, 1, 31), TODAY)
    assert chart.wide([moved], ["1 Money"], shown, TODAY).signs == {"was", "moved", "ahead", "programme"}
