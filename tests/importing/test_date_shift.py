"""A story moved by whole weeks may land on the night on which clocks go forward: it stays a story in order."""

from datetime import date, datetime, timedelta

from lpcommunity.demo.sample_programme import STORY
from lpcommunity.histories.problems import SourceLocation
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.date_shift import WEEK, move
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.storage import clock

HERE = SourceLocation("story.yaml", 1)


def test_what_falls_into_the_hour_that_is_not_there_comes_at_its_end_and_in_order():
    sunday = datetime(2018, 3, 18)  # noqa: DTZ001
    told = [sunday + timedelta(minutes=minutes) for minutes in (59, 90, 119, 120, 130)]
    story = Item(HERE, {}, {"history": [Item(HERE, {}, {"at": at}) for at in told], "day": date(2018, 3, 18)})
    moved = move(story, WEEK)
    moments = [item["at"] for item in moved["history"]]
    assert not any(map(clock.is_skipped, moments))
    assert [f"{at:%H:%M}" for at in moments] == ["00:59", "02:00", "02:00", "02:00", "02:10"]
    assert [*map(clock.from_london, moments)] == sorted(map(clock.from_london, moments))
    assert moved["day"] == date(2018, 3, 25)


def test_the_demonstration_tells_of_nothing_at_night_so_that_no_two_of_its_acts_become_one_moment():
    assert [item.place for item in read_programme(STORY)["history"] if item["at"].hour == 1] == []
