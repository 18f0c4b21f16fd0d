"""A programme's file, read in its form: everything that can be said of its single values."""

from collections.abc import Callable
from pathlib import Path

from lpcommunity.histories import yaml_reader
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.file_schema import shape

Calendar = Callable[[Item], Item]


def read_programme(path: Path, calendar: Calendar | None = None) -> Item:
    """A programme's file in its form. `calendar` may move its days.

    Raises CannotImport with every problem of form. Whether its parts fit together, and could have been, is told by
    bringing it in (importing.commands).
    """
    file = shape(yaml_reader.read(path))
    return calendar(file) if calendar else file
