"""What stands in the cells of a workbook that hold a number: as people see it, a day where it is shown as one.

Excel keeps a day as a number of days, and says in the styles of the workbook which cells are shown as days.
"""

import re
from datetime import date, timedelta

LONGEST = 40  # characters of a number
MOST_STYLES = 70_000  # a workbook has 64,000 at most
_EPOCH, _EPOCH_OF_OLD_MACS = date(1899, 12, 30), date(1904, 1, 1)
_LAST_DAY = 2_958_465  # the end of the year 9999
_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})  # what is built in and shows a day
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # words, colours and gaps in what a format says
_WHOLE = re.compile(r"-?\d+")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Formats:
    """How the cells of a workbook are shown, gathered from its parts as they come by."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._days: list[bool] = []
        self._in_use = False
        self._epoch = _EPOCH

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the styles, or of the workbook itself."""
        if name == "numFmt" and len(self._codes) < MOST_STYLES:
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_use = True
        elif name == "xf" and self._in_use and len(self._days) < MOST_STYLES:
            self._days.append(self._shows_a_day(attributes.get("numFmtId", "")))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self._epoch = _EPOCH_OF_OLD_MACS

    def ends(self, name: str) -> None:
        """Of `cellXfs`: what comes after it is another list, which no cell names."""
        if name == "cellXfs":
            self._in_use = False

    def _shows_a_day(self, number: str) -> bool:
        if number in self._codes:
            shown = _NOT_SHOWN.sub("", self._codes[number].partition(";")[0]).lower()
            return "y" in shown or "d" in shown
        return number.isascii() and number.isdigit() and len(number) < 9 and int(number) in _DAYS

    def said(self, number: str, style: str) -> str:
        """What a cell of this style says that holds this number."""
        number = number.strip()
        if not number.isascii() or len(number) > LONGEST:
            return ""
        try:
            value = float(number)
        except ValueError:
            return ""
        if value != value or abs(value) > 1e30:  # no number, or one that nobody looks for
            return ""
        if self._is_day(style) and 1 <= value <= _LAST_DAY:
            return _day(self._epoch, int(value))
        if _WHOLE.fullmatch(number):
            return number
        return f"{value:.6f}".rstrip("0").rstrip(".")  # 0.1 + 0.2 is kept as 0.30000000000000004

    def _is_day(self, style: str) -> bool:
        return style.isascii() and style.isdigit() and len(style) < 9 and any(self._days[int(style) : int(style) + 1])


def _day(epoch: date, days: int) -> str:
    """By the words and by the figures under which somebody looks for a day."""
    try:
        on = epoch + timedelta(days=days)
    except OverflowError:
        return ""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year} {on.isoformat()}"
