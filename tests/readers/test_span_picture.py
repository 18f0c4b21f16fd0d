"""The bars: where they lie, what stands beside them, and that nothing runs out of the picture."""

from datetime import UTC, datetime, timedelta

import pytest

from lpcommunity.readers.intervals import FOREVER, Interval
from lpcommunity.readers.span_picture import LETTER, Row, description, title, upright, wide

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
LONG = "Cambridgeshire, Peterborough and the Soke of Huntingdonshire"


def row(label, *ago: float | None) -> Row:
    """Somebody who could read it from so many days ago to so many, again and again; None: still."""
    moments = [FOREVER if one is None else NOW - timedelta(days=one) for one in ago]
    return Row(label, tuple(Interval(*pair) for pair in zip(moments[::2], moments[1::2], strict=True)))


@pytest.mark.parametrize("days", [0, 0.0001, 0.3, 1, 3, 20, 30, 100, 400, 1100, 4000])
@pytest.mark.parametrize("draw", [wide, upright])
def test_whatever_the_time_words_do_not_meet_and_nothing_runs_out(days, draw):
    picture = draw([row("You", days, None), row(LONG, days, days / 2, days / 3, None), row("Anyone", days, 0)], NOW)
    for one in picture.rows:
        assert len(one.label) * LETTER <= picture.width + 2
        for bar in one.bars:
            assert 0 <= bar.x < bar.x + bar.width <= picture.width
            assert bar.width >= 3
    assert picture.rows[-1].y + (27 if draw is wide else 19) <= picture.height
    ends = [x + LETTER * len(label) for x, label in picture.ticks]
    assert all(x > end for (x, _), end in zip(picture.ticks[1:], ends, strict=False))
    assert all(end <= picture.width for end in ends)


def test_what_goes_on_reaches_the_edge_and_what_ended_has_one():
    picture = wide([row("You", 100, None), row("Callum Frith", 50, 25)], NOW)
    [you], [callum] = (one.bars for one in picture.rows)
    assert (you.x + you.width, you.edge) == (672, None)
    assert callum.edge == callum.x + callum.width
    assert callum.width == pytest.approx(you.width / 4, abs=0.2)
    assert callum.x - you.x == pytest.approx(you.width / 2, abs=0.2)


def test_the_axis_is_told_in_days_months_or_years():
    def words(days: float) -> list[str]:
        return [label for _, label in wide([row("You", days, None)], NOW).ticks]

    assert words(0.001) == ["8:59"]
    assert words(0.01) == ["8:50", "8:55"]
    assert words(0.2) == ["5:00", "6:00", "7:00", "8:00"]
    assert words(1) == ["12:00", "18:00", "26 Nov", "6:00"]
    assert words(3) == ["24 Nov", "25 Nov", "26 Nov"]
    assert words(100) == ["September", "October", "November"]
    assert words(300)[:3] == ["Feb", "Mar", "Apr"]
    assert words(1100) == ["2024", "2025", "2026"]


def test_it_is_said_in_words_too():
    found = [row("You", 100, None), row("Callum Frith", 50, 25), row("Owen", 100, 90, 20, None)]
    assert description(found) == (
        "You since 18 August 2026; Callum Frith from 7 October 2026 to 1 November 2026; "
        "Owen from 18 August 2026 to 28 August 2026 and since 6 November 2026. "
        "The lists say the same."
    ).replace(" 2026", "" if NOW.year == datetime.now(UTC).year else " 2026")
    assert title(found, NOW).startswith("Who could read it, from 18 August")
    above = [one.label for one in upright(found, NOW).rows]
    assert above[1].startswith("Callum Frith, to 1 November")
    assert upright([row(LONG, 9, None)], NOW).rows[0].label.startswith("Cambridgeshire, Pe")
    assert "…, since " in upright([row(LONG, 9, None)], NOW).rows[0].label
