"""A programme's file, read and checked as a whole: everything that can be said without a database."""

from collections.abc import Callable
from pathlib import Path

from lpcommunity.histories import yaml_reader
from lpcommunity.histories.problems import Problems
from lpcommunity.histories.roster import Roster
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.file_schema import shape
from lpcommunity.importing.history_check import HistoryCheck
from lpcommunity.importing.reference_check import check
from lpcommunity.storage import today

Calendar = Callable[[Item], Item]


def read_programme(path: Path, calendar: Calendar | None = None) -> Item:
    """A programme's file, checked as a whole. `calendar` may move its days first.

    Raises CannotImport with every problem found.
    """
    file = shape(yaml_reader.read(path))
    problems = Problems()
    roster = Roster(file)
    check(file, roster, problems)
    problems.stop_if_any()
    HistoryCheck(file, roster, problems, today()).check()
    problems.stop_if_any()
    return calendar(file) if calendar else file
