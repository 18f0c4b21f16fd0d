"""Plain text and tables with commas, in whatever letters they were written; and how a PDF begins."""

import codecs
import re
from contextlib import suppress

from lpcommunity.documents.extractor.collected import Collected, Enough

_BLANKS = b"\xef\xbb\xbf \t\r\n\f\0"
_HEAD = 1024
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
for _letters in (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "cp437",
):  # Python reads how from files, and soon none can be opened
    codecs.lookup(_letters)
MOST_CONTROLS = 2  # in what is text
LOOKED_AT = 4000


class NoText(Exception):
    """Something that is no text, whatever it is called."""


def begins_as_pdf(content: bytes) -> bool:
    """Whether this is a PDF; blanks may stand before it."""
    return content[:_HEAD].lstrip(_BLANKS).startswith(b"%PDF-")


def read(content: bytes, found: Collected) -> None:
    """All of it. Raises NoText."""
    text = _decoded(content)
    if "\0" in text or len(_CONTROLS.findall(text[:LOOKED_AT])) > MOST_CONTROLS:
        raise NoText
    with suppress(Enough):
        found.add(text)


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
