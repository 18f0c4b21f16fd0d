"""The pictures of a journey: words never meet, marks never touch, and a plain dip tells nothing but its day."""

import random
import re
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise

import pytest

from lpcommunity.pages.charts import journey as wide
from lpcommunity.pages.charts import journey_upright as upright
from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.dips import Pool, dive, plain_dive
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Happened, Journey, Stone, Undertaken
from lpcommunity.pages.charts.journey_shapes import Drawing, Words
from lpcommunity.pages.charts.strokes import Pen, cut, hops, lines, marks, width

FIRST, LAST, TODAY = date(2026, 6, 1), date(2027, 1, 31), date(2026, 11, 24)
LETTER_HIGH = 15  # how much of a line of 16 is above its baseline and below it, without the air between two lines
WORDS = (
    "We counted kit, not people", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "Llanfairpwllgwyngyllgogerychwyrndrobwll",
    "a", "Who looks after the coach when the coach has had a bad week, and who looks after them?", "数字を数える",
    "iiiii lllll iiiii lllll", "Ω" * 60,
)  # fmt: skip
STATES = ("done", "changed", "dropped", "open")
PICTURES = {"wide": wide, "upright": upright}


def _journey(seed: int) -> Journey:
    """A journey in which anything may stand on any day."""
    chance = random.Random(seed)
    first = FIRST if chance.random() < 0.7 else date(2025, 1, 1)
    last = LAST if chance.random() < 0.7 else first + timedelta(days=chance.choice((29, 180, 364)))

    def day(beyond: int = 0) -> date:
        return first + timedelta(days=chance.randint(0, (last - first).days + beyond))

    def many(most: int) -> range:
        return range(chance.choice((0, 1, most // 3, most)))

    cycles = []
    for n, begins in enumerate(sorted(day() for _ in many(12)), 1):
        answers = tuple(sorted(begins + timedelta(days=chance.randint(0, 60)) for _ in many(3)))
        ends = answers[-1] + timedelta(days=chance.randint(0, 20)) if answers and chance.random() < 0.6 else None
        came = chance.choice(("", *WORDS))
        cycles.append(Cycle(n, n, begins, chance.choice(WORDS), came, answers, ends, chance.random() < 0.3))
    asked = [
        Asked(one.id, one.answers[0], chance.choice(WORDS), chance.choice((None, one.answers[0] + timedelta(days=40))))
        for one in cycles
        if one.answers
    ]
    today = chance.choice((TODAY, last, first, last + timedelta(days=30)))
    begun = [(day(), chance.randint(-3, 90)) for _ in many(30)]
    stones = [(chance.choice(WORDS), day(), day()) for _ in many(14)]
    return Journey(
        first=first,
        last=last,
        today=today,
        title="The journey of Bedford",
        says="As the list says.",
        cycles=tuple(cycles),
        happened=tuple(Happened(day(), chance.random() < 0.3) for _ in many(90)),
        undertaken=tuple(_undertaken(b, b + timedelta(days=n), chance.choice(STATES), today) for b, n in begun),
        stones=tuple(Stone(name, was, on, chance.random() < 0.5) for name, was, on in stones),
        asked=tuple(asked),
        since=chance.choice((None, day())),
    )


@cache
def _drawing(which: str, seed: int) -> Drawing:
    return PICTURES[which].draw(_journey(seed))


def _undertaken(begins: date, lands: date, state: str, today: date) -> Undertaken:
    return Undertaken(begins, lands, state if lands <= today else "open")  # nobody reports what is to come


def _box(words: Words) -> tuple[float, float, float, float]:
    begins, ends = words.room
    return begins, words.y - LETTER_HIGH + 3, ends, words.y + 3


def _meet(one: Words, other: Words) -> bool:
    a, b = _box(one), _box(other)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("which", PICTURES)
def test_words_never_meet_and_none_leaves_the_picture(which):
    for seed in range(150):
        drawing = _drawing(which, seed)
        met = [(one.text, other.text) for one, other in combinations(drawing.words, 2) if _meet(one, other)]
        assert met == [], seed
        outside = [one for one in drawing.words if one.room[0] < -1 or one.room[1] > drawing.width + 1]
        assert outside == [], seed
        assert all(12 <= one.y <= drawing.height for one in drawing.words), seed


def test_no_flag_stands_among_words_in_the_upright_picture():
    for seed in range(150):
        drawing = _drawing("upright", seed)
        for one in drawing.flags:
            found = re.match(r"M([\d.]+) ([\d.]+)V([\d.]+)", one.path)
            assert found is not None
            x, foot, top = (float(figure) for figure in found.groups())
            met = [words.text for words in drawing.words if _in(words, x, x + 15, top, foot)]
            assert met == [], seed


def _in(words: Words, left: float, right: float, top: float, foot: float) -> bool:
    begins, high, ends, low = _box(words)
    return begins < right and left < ends and high < foot - 2 and top + 2 < low


@pytest.mark.parametrize("which", PICTURES)
def test_marks_never_touch_and_nothing_leaves_the_picture(which):
    for seed in range(150):
        drawing = _drawing(which, seed)
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
    for seed in range(150):
        drawing = _drawing(which, seed)
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
    for seed in range(150):
        journey = _journey(seed)
        drawing = _drawing(which, seed)
        if not drawing.today:
            continue
        now, shown = _along_today(drawing, which), shown + 1
        happened = [mark.ends or mark.at for mark in drawing.marks] + [one.ring[along] for one in drawing.cycles]
        happened += [one.dive.solid if one.dive.open_end else one.dive.ends for one in drawing.cycles]
        happened += [max([0, *one.dive.curls]) for one in drawing.cycles]
        happened += [(hop.x, hop.y)[along] for hop in drawing.hops if hop.state != "open"]
        assert max([0, *happened]) <= now, seed
        assert now <= (1112 if which == "wide" else drawing.height), seed
        coming = [one for one in journey.undertaken if one.state == "open" and one.lands > journey.last]
        assert len([hop for hop in drawing.hops if (hop.x, hop.y)[along] >= now]) >= len(
            [one for one in coming if one.begins <= journey.last]
        ), seed
    assert shown > 50


def _along_today(drawing, which: str) -> float:
    found = re.match(r"M([\d.]+) ([\d.]+)", drawing.today)
    assert found is not None
    return float(found[2] if which == "upright" else found[1])


def _lines_of(path: str) -> list[tuple[float, float, float, float]]:
    """The straight parts of the line of a question: left, top, right, bottom."""
    x, y, found = 0.0, 0.0, []
    for sign, rest in re.findall(r"([MVHq])([-\d. ]+)", path):
        figures = [float(one) for one in rest.split()]
        was = x, y
        if sign == "M":
            x, y = figures
            continue
        if sign == "q":
            x, y = x + figures[2], y + figures[3]
        else:
            x, y = (figures[0], y) if sign == "H" else (x, figures[0])
        found.append((min(was[0], x), min(was[1], y), max(was[0], x), max(was[1], y)))
    return found


def test_no_words_stand_across_the_line_of_a_question():
    for seed in range(150):
        drawing = _drawing("wide", seed)
        for one in drawing.questions:
            for left, top, right, bottom in _lines_of(one.line):
                met = [
                    words.text
                    for words in drawing.words
                    if words is not drawing.today_says and _in(words, left - 3, right + 3, top, bottom)
                ]
                assert met == [], seed


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
