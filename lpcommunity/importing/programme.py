"""A programme's file, read and checked as a whole: everything that can be said without a database."""

from collections.abc import Callable
from pathlib import Path

from lpcommunity.importing import reading
from lpcommunity.importing.checking import Roll, check
from lpcommunity.importing.chronicle import Chronicle
from lpcommunity.importing.form import shape
from lpcommunity.importing.problems import Problems
from lpcommunity.importing.schema import Item
from lpcommunity.storage import today

Calendar = Callable[[Item], Item]


def read_programme(path: Path, calendar: Calendar | None = None) -> Item:
    """A programme's file, checked as a whole. `calendar` may move its days first.

    Raises CannotImport with every problem found.
    """
    file = shape(reading.read(path))
    problems = Problems()
    roll = Roll(file)
    check(file, roll, problems)
    problems.stop_if_any()
    Chronicle(file, roll, problems, today()).check()
    problems.stop_if_any()
    return calendar(file) if calendar else file
