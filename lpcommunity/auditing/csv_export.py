"""The record as a table that a spreadsheet opens."""

from collections.abc import Iterable, Iterator

from lpcommunity.auditing.presenters import Line
from lpcommunity.storage.clock import LONDON
from lpcommunity.web import spreadsheet

HEADINGS = ("time", "act", "who", "what", "partnership", "address", "request")


def table(lines: Iterable[Line]) -> str:
    """These acts with a line of headings, times as in London."""
    return spreadsheet.table(HEADINGS, _rows(lines))


def _rows(lines: Iterable[Line]) -> Iterator[tuple[str | None, ...]]:
    for one in lines:
        at = one.at.astimezone(LONDON)
        when = at.date().isoformat() if one.day_alone else at.isoformat(timespec="seconds")
        yield when, one.act, one.who, one.what, one.place, one.address, one.request_id
