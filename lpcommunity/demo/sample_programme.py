"""The demonstration's story, told as if it went on now."""

from datetime import timedelta
from pathlib import Path

from lpcommunity.histories.schema_types import Item
from lpcommunity.importing import date_shift
from lpcommunity.storage import today

STORY = Path(__file__).parent / "leading-places.yaml"


def moved_to_today(file: Item) -> Item:
    """The file as if its “as-if-today” were today, or one of the six days before."""
    as_if_today = file["as-if-today"]
    if as_if_today is None:
        return file
    weeks = date_shift.weeks_until(as_if_today, today())
    moved = date_shift.move(file, timedelta(weeks=weeks))
    moved["programme"] = Item(file["programme"].place, file["programme"].places, file["programme"])
    date_shift.snap_to_months(moved, as_if_today, today())
    return moved
