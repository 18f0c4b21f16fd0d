"""The text of a PDF, page by page, by PDFium: without its scripts, forms and whatever is attached to it."""

from contextlib import suppress

import pypdfium2 as pdfium

from lpcommunity.documents.extractor.collected import ENOUGH, Collected, Enough

MOST_PAGES = 2_000


def read(content: bytes, found: Collected) -> None:
    """What stands on its pages. One that opens with a password only, or is broken, raises PdfiumError."""
    document = pdfium.PdfDocument(content)
    with suppress(Enough):
        for number in range(min(len(document), MOST_PAGES)):
            found.go_on()
            with suppress(pdfium.PdfiumError):  # a page that is broken hides none of the others
                _page(document, number, found)
        if len(document) > MOST_PAGES:
            found.leave_out()


def _page(document: pdfium.PdfDocument, number: int, found: Collected) -> None:
    page = document[number]
    try:
        words = page.get_textpage()
        try:
            many = min(words.count_chars(), ENOUGH)
            if many > 0:
                found.add(words.get_text_range(0, many) + "\n")
        finally:
            words.close()
    finally:
        page.close()
