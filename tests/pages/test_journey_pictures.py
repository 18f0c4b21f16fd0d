"""The pictures of a journey: words never meet, marks never touch, and a plain dip tells nothing but its day."""

import re
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from lpcommunity.pages.charts import journey as wide
from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.dips import Pool, dive, plain_dive
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Journey
from lpcommunity.pages.charts.strokes import Pen, cut, hops, lines, marks, width
from tests.pages.picture_geometry import across_today, crossed, furthest, meeting
from tests.pages.random_journeys import FIRST, LAST, PICTURES, SEEDS, TODAY, drawn, random_journey


@pytest.mark.parametrize("which", PICTURES)
def test_words_never_meet_and_none_leaves_the_picture(which):
    for seed in SEEDS:
        drawing = drawn(which, seed)
        assert meeting(drawing) == [], seed
        outside = [one for one in drawing.words if one.room[0] < -1 or one.room[1] > drawing.width + 1]
        assert outside == [], seed
        assert all(12 <= one.y <= drawing.height for one in drawing.words), seed


@pytest.mark.parametrize("which", PICTURES)
def test_marks_never_touch_and_nothing_leaves_the_picture(which):
    for seed in SEEDS:
        drawing = drawn(which, seed)
        along = 1 if which == "upright" else 0
        rings = [one.ring[along] for one in drawing.cycles]
        dots = sorted([mark.at for mark in drawing.marks if mark.ends is None] + rings)  # rings stand over bars
        assert all(after - before >= 12.9 for before, after in pairwise(dots)), seed
        bars = [(mark.at, mark.ends or mark.at) for mark in drawing.marks]
        assert all(after[0] - before[1] >= 12.9 for before, after in pairwise(bars)), seed
        longest = drawing.height if which == "upright" else drawing.width
        assert all(one.dive.ends <= longest + 1 for one in drawing.cycles), seed
        signs = [(hop.x, hop.y) for hop in drawing.hops]
        assert all(max(abs(a - c), abs(b - d)) >= 13 for (a, b), (c, d) in combinations(signs, 2)), seed


@pytest.mark.parametrize("which", PICTURES)
def test_no_dip_meets_another_and_each_cycle_keeps_its_number(which):
    for seed in SEEDS:
        drawing = drawn(which, seed)
        dips = [one.dive for one in drawing.cycles]
        assert all(after.begins > before.ends for before, after in pairwise(dips)), seed
        assert all(one.begins < min([*one.curls, one.ends]) and one.ends >= max([0, *one.curls]) for one in dips), seed
        if which == "wide":
            assert all(one.number is not None for one in drawing.cycles), seed
        else:
            assert all(one.words and re.match(rf"{one.n}\b", one.words[0].text) for one in drawing.cycles), seed


@pytest.mark.parametrize("which", PICTURES)
def test_what_happened_never_lies_behind_today_nor_what_is_to_come_before_it(which):
    along, shown = (1 if which == "upright" else 0), 0
    for seed in SEEDS:
        journey = random_journey(seed)
        drawing = drawn(which, seed)
        if not drawing.today:
            continue
        now, shown = _along_today(drawing, which), shown + 1
        happened = [mark.ends or mark.at for mark in drawing.marks] + [one.ring[along] for one in drawing.cycles]
        happened += [one.dive.solid if one.dive.open_end else one.dive.ends for one in drawing.cycles]
        happened += [max([0, *one.dive.curls]) for one in drawing.cycles]
        happened += [(hop.x, hop.y)[along] for hop in drawing.hops if hop.state != "open"]
        assert max([0, *happened]) <= now, seed
        assert now <= (1105 if which == "wide" else drawing.height), seed
        coming = [one for one in journey.undertaken if one.state == "open" and one.lands > journey.last]
        assert len([hop for hop in drawing.hops if (hop.x, hop.y)[along] >= now]) >= len(
            [one for one in coming if one.begins <= journey.last]
        ), seed
    assert shown > 50


def _along_today(drawing, which: str) -> float:
    found = re.match(r"M([\d.]+) ([\d.]+)", drawing.today)
    assert found is not None
    return float(found[2] if which == "upright" else found[1])


@pytest.mark.parametrize("which", PICTURES)
def test_no_line_goes_through_words(which):
    """No pole, no month, not today, no question and no flag."""
    for seed in SEEDS:
        assert crossed(drawn(which, seed)) == [], seed


@pytest.mark.parametrize("which", PICTURES)
def test_words_stand_beside_their_mark_and_on_its_side_of_today(which):
    for seed in SEEDS:
        drawing = drawn(which, seed)
        assert across_today(drawing) == [], seed
        assert furthest(drawing) <= (32 if which == "upright" else 110), seed


def test_of_questions_of_one_day_as_many_are_in_words_as_find_room():
    day = TODAY - timedelta(days=2)
    cycles = tuple(Cycle(n, n, day, "A quiet meeting", "", (TODAY,), TODAY) for n in range(1, 5))
    asked = tuple(Asked(n, TODAY, f"Who would it be for, of all of them? {n}") for n in range(1, 5))
    drawing = wide.draw(Journey(FIRST, LAST, TODAY, "", "", cycles, asked=asked))
    assert [len(one.words) for one in drawing.questions] == [1] * 4


def test_a_plain_dip_is_as_wide_as_every_other():
    pool = Pool(100, 50, 10)
    assert len({plain_dive(Pen(), pool, begins).ends - begins for begins in (0.0, 100.0, 900.0)}) == 1
    near = plain_dive(Pen(), pool, 0, following=40)
    assert near.ends < 40  # only what its reader sees, too, makes it narrower


def test_a_dip_has_a_curl_for_each_answer_and_stays_down_while_somebody_waits():
    pool = Pool(100, 50, 10)
    one = dive(Pen(), pool, 0, [100, 200], 300, waits=False)
    assert (one.curls, one.ends, one.line.count("a10 10 0 1 0")) == ((100, 200), 300, 2)
    waiting = dive(Pen(), pool, 0, [100], None, waits=True)
    assert waiting.open_end
    assert waiting.pool == ""
    upright_one = dive(Pen(upright=True), pool, 0, [100], None, waits=False)
    assert upright_one.line.startswith("M100 0")


def test_dots_move_on_by_as_little_as_it_takes_and_many_become_a_bar():
    drawn = marks([(100, False), (104, True), (106, False)], rings=[])
    assert [(mark.at, mark.open) for mark in drawn] == [(100, False), (113, True), (126, False)]
    crowd = marks([(100, False)] * 9, rings=[])
    assert crowd[-1].ends is not None
    assert marks([(100, False)], rings=[95])[0].at == 108


def test_an_action_that_is_over_on_its_first_day_still_hops():
    [hop] = hops(Pen(), 146, [(100, 100, "done")])
    assert hop.x > 100


def test_words_are_cut_at_a_word_and_say_so():
    assert cut("One two three four", width("One two…")) == "One two…"
    assert cut("One", 100) == "One"
    assert width(cut("W" * 80, 60)) <= 60
    assert lines("Who looks after the coach when it rains", 120, 2)[-1].endswith("…")
    assert all(width(line) <= 120 for line in lines("W" * 80 + " and more", 120, 3))


def test_a_day_outside_lies_at_the_edge():
    axis = Axis(FIRST, LAST, 8, 1112)
    assert (axis.at(date(2020, 1, 1)), axis.at(date(2030, 1, 1))) == (8, 1112)
    assert len(axis.months()) == 8
