"""Where words stand in the pictures of a journey: beside their mark, with nothing through them; and what a key says."""

from datetime import date

from lpcommunity.pages.charts import journey as wide
from lpcommunity.pages.charts import journey_upright as upright
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Happened, Journey, Stone, Undertaken
from lpcommunity.pages.charts.journey_labels import LINE, Label, Today, Way, place
from lpcommunity.pages.charts.journey_shapes import Drawing, Words, broken
from tests.pages.picture_geometry import across_today, crossed, furthest, lines_of, meeting

FIRST, LAST, TODAY = date(2026, 6, 1), date(2027, 1, 31), date(2026, 11, 27)


def _label(y: float, *deep: int, **more) -> Label:
    ways = tuple(Way((("", "words"),) * lines, lost) for lost, lines in enumerate(deep))
    return Label(y, ways, **more)


def _stones(*stones: tuple[str, date, date]) -> Journey:
    return Journey(FIRST, LAST, TODAY, "", "", stones=tuple(Stone(*one, one[2] > TODAY) for one in stones))


def _names(drawing: Drawing) -> list[str]:
    return [one.name.text for one in drawing.flags if one.name is not None]


def test_a_label_stands_where_it_wants_to_and_makes_room_both_ways():
    assert place([_label(100, 2)], 0, None).at == [100]
    first, second = place([_label(100, 2), _label(110, 2)], 0, None).at
    assert first is not None
    assert second is not None
    assert second - first >= 2 * LINE
    assert abs(first - 100) <= 22
    assert abs(second - 110) <= 30


def test_one_that_has_no_room_says_less_before_another_is_left_out():
    placed = place([_label(100, 3, 1), _label(104, 3, 1), _label(108, 2, 1)], 0, None)
    assert None not in placed.at
    assert sum(len(way.lines) for way in placed.ways if way) < 8
    crowd = place([_label(100, 1) for _ in range(9)], 0, None)
    assert 3 <= sum(at is not None for at in crowd.at) < 9


def test_what_gave_way_for_one_that_was_left_out_is_whole_again():
    placed = place([_label(100, 3, 1, last=True), _label(100, 9, later=0, led=True)], 100, None)
    assert placed.at[1] is None
    assert [len(way.lines) for way in placed.ways if way] == [3]


def test_the_number_of_a_cycle_is_left_out_last():
    crowd = [_label(100, 1, led=True) for _ in range(4)] + [_label(100, 3, 1, last=True)]
    assert place(crowd, 0, None).at[-1] is not None


def test_today_parts_what_was_from_what_is_to_come():
    today = Today(180, 202)
    placed = place([_label(178, 3), _label(182, 2, ahead=True)], 0, today)
    was, coming = placed.at
    assert was is not None
    assert coming is not None
    assert was + 2 * LINE <= today.begins
    assert coming >= today.ends


def test_a_month_that_was_full_is_said_beside_its_days():
    """Bedford: a group of cycles, questions and milestones between July and October, and some days before today."""
    cycles = (
        Cycle(1, 1, date(2026, 7, 22), "The poster said mental health, and nobody came", "Show the new poster",
              (date(2026, 7, 28), date(2026, 8, 4)), date(2026, 8, 9)),
        Cycle(2, 2, date(2026, 8, 11), "Walking football is still football"),
        Cycle(3, 3, date(2026, 9, 7), "Who looks after the coach when the coach has had a bad week?"),
        Cycle(4, 4, date(2026, 11, 11), "Thirty-one people said yes and nine came", "", (date(2026, 11, 23),)),
    )  # fmt: skip
    asked = (
        Asked(
            1, date(2026, 7, 28), "If the words come off the poster, where do they go?", date(2026, 9, 15), "/a/1", True
        ),
        Asked(1, date(2026, 8, 4), "Who is one of us when you are on leave? I leave it.", date(2026, 9, 29), "/u/2"),
        Asked(4, date(2026, 11, 23), "Who needed it to be proven, and by when?"),
    )
    stones = (
        Stone("Design of the intervention", date(2026, 7, 31), date(2026, 8, 21), False),
        Stone("Second group under way", date(2026, 11, 10), date(2026, 12, 1), True),
    )
    acted = (Undertaken(date(2026, 9, 1), date(2026, 9, 15), "done"),)
    happened = (Happened(date(2026, 9, 29)),)
    facts = Journey(FIRST, LAST, TODAY, "", "", cycles, happened, acted, stones, asked)
    drawing = upright.draw(facts)
    assert (meeting(drawing), crossed(drawing), across_today(drawing)) == ([], [], [])
    assert furthest(drawing) <= 32
    said = " ".join(one.text for one in drawing.words)
    assert all(words in said for words in ("“If the", "“Who is", "“Who needed", "4 Thirty-one", "Second group"))
    [line] = lines_of(drawing.today)
    [last] = [one for one in drawing.cycles if one.n == 4]
    assert all(words.y < line[1] for words in last.words)


def test_no_pole_and_not_today_goes_through_the_name_of_a_milestone():
    nottingham = wide.draw(_stones(
        ("First homes connected", date(2026, 10, 2), date(2026, 11, 20)),
        ("Transport trial begins", date(2026, 12, 8), date(2026, 12, 29)),
        ("What the city offers to others", date(2027, 1, 21), date(2027, 1, 21)),
    ))  # fmt: skip
    bedford = wide.draw(_stones(
        ("First group has met eight times", date(2026, 10, 13), date(2026, 10, 13)),
        ("Second group under way", date(2026, 11, 10), date(2026, 12, 15)),
        ("What we measured and what we make of it", date(2027, 1, 19), date(2027, 1, 19)),
    ))  # fmt: skip
    hull = wide.draw(_stones(("Draft model", date(2026, 10, 13), date(2026, 11, 24))))
    for drawing in (nottingham, bedford, hull):
        assert (crossed(drawing), across_today(drawing)) == ([], [])
        assert furthest(drawing) <= 110
        assert len(_names(drawing)) == len(drawing.flags)
    assert _names(hull) == ["Draft model"]


def test_flags_of_one_day_stand_apart_and_what_finds_no_room_is_left_out():
    day = date(2026, 9, 9)
    drawing = wide.draw(_stones(*((f"Milestone number {n}", day, day) for n in range(7))))
    assert len(drawing.flags) == 7
    assert len({one.path for one in drawing.flags}) >= 4
    assert (meeting(drawing), crossed(drawing)) == ([], [])
    assert 2 <= len(_names(drawing)) < 7


def test_a_line_leaves_room_for_words():
    words = [Words(90, 50, "across it"), Words(200, 50, "elsewhere")]
    assert broken(100, 30, 200, words) == "M100 30V34M100 57V200"
    assert broken(100, 45, 55, words) == ""


def test_the_key_explains_what_is_in_its_picture_and_nothing_else():
    facts = _stones(("Second group", date(2026, 11, 10), date(2026, 12, 15)))
    assert wide.draw(facts).signs == {"flag-ahead", "flag-was"}
    assert upright.draw(facts).signs == {"flag-ahead"}
    quiet = Journey(
        FIRST, LAST, TODAY, "", "", (Cycle(1, 1, date(2026, 7, 1), "Alone"),), (Happened(TODAY, help=True),)
    )
    assert wide.draw(quiet).signs == {"help", "dip"}
