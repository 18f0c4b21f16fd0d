"""The record as a table that a spreadsheet opens: a cell that would be a formula there is a text."""

import csv
import io
from collections.abc import Iterable

from lpcommunity.auditing.presenters import Line
from lpcommunity.storage.clock import LONDON

HEADINGS = ("time", "act", "who", "what", "partnership", "address", "request")
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def table(lines: Iterable[Line]) -> str:
    """These acts with a line of headings, times as in London. Begins with a mark that spreadsheets know UTF-8 by."""
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    for one in lines:
        at = one.at.astimezone(LONDON)
        when = at.date().isoformat() if one.day_alone else at.isoformat(timespec="seconds")
        cells = (when, one.act, one.who, one.what, one.place, one.address, one.request_id)
        rows.writerow([_harmless(cell or "") for cell in cells])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
