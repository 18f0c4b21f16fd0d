"""A table that a spreadsheet opens: a cell that would be a formula there is a text."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def table(headings: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """These rows below a line of headings. Begins with a mark that spreadsheets know UTF-8 by."""
    out = io.StringIO()
    written = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (headings, *rows):
        written.writerow([_harmless(cell or "") for cell in row])
    return "\ufeff" + out.getvalue()


def download(content: str, name: str) -> Response:
    """A table as an answer that a browser keeps as a file of this name."""
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
