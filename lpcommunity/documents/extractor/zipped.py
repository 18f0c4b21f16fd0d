"""What Word, Excel, PowerPoint and OpenDocument pack into one file: looked at from outside before any of it is read."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress

from lpcommunity.documents.extractor.collected import Collected, Enough
from lpcommunity.documents.extractor.numbers import Formats
from lpcommunity.documents.extractor.xml_text import OFFICE, OPEN_DOCUMENT, SHEET, STYLES, WORKBOOK, Words, read_xml

MOST_PARTS = 5_000  # in one file
MOST_UNPACKED = 100_000_000  # bytes of the parts that are read
MOST_PACKED = 200  # times smaller than what comes out of it, for what is larger than a megabyte
LARGE = 1_000_000
CHUNK = 64 * 1024
ENCRYPTED = 1
LONGEST_TYPE = 200  # bytes
_MIMETYPE = b"application/vnd.oasis.opendocument."
_MACROS = re.compile(r"(?i)vbaproject|vbadata|macrosheets/|activex/|^(?:basic|scripts)/.*\.(?:xml|xba|py|js|bsh)$")

# The parts of each kind that hold words, in the order in which they are read.
PARTS: dict[str, tuple[tuple[str, Words], ...]] = {
    "word/document.xml": (
        (r"word/document\.xml", OFFICE),
        (r"word/(?:header|footer)\d*\.xml", OFFICE),
        (r"word/(?:footnotes|endnotes|comments)\.xml", OFFICE),
        (r"word/diagrams/data\d*\.xml", OFFICE),
    ),
    "ppt/presentation.xml": (
        (r"ppt/slides/slide\d+\.xml", OFFICE),
        (r"ppt/notesSlides/notesSlide\d+\.xml", OFFICE),
        (r"ppt/diagrams/data\d*\.xml", OFFICE),
    ),
    "xl/workbook.xml": (
        (r"xl/workbook\.xml", WORKBOOK),
        (r"xl/styles\.xml", STYLES),
        (r"xl/sharedStrings\.xml", OFFICE),
        (r"xl/comments\d*\.xml", OFFICE),
        (r"xl/drawings/drawing\d*\.xml", OFFICE),
        (r"xl/worksheets/sheet\d+\.xml", SHEET),
    ),
    "content.xml": ((r"content\.xml", OPEN_DOCUMENT),),
}
_NUMBER = re.compile(r"\d+")


class NotReadable(Exception):
    """What nobody reads: a bomb, something encrypted, something with macros, or no document at all."""


def read(content: bytes, found: Collected) -> None:
    """The words of the parts that hold some. Raises NotReadable, or whatever the reader of a broken part does."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = _looked_at(packed)
        wanted = list(_wanted(packed, parts))
        _weigh([one for one, _ in wanted])
        formats = Formats()
        with suppress(Enough):
            for part, words in wanted:
                found.go_on()
                read_xml(_chunks(packed, part, found.go_on), words, found, formats)


def _looked_at(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = packed.infolist()
    if len(infos) > MOST_PARTS:
        raise NotReadable
    parts = {one.filename: one for one in infos}
    if len(parts) < len(infos):  # two of one name: which of them is meant?
        raise NotReadable
    if any(one.flag_bits & ENCRYPTED for one in infos) or any(_MACROS.search(name) for name in parts):
        raise NotReadable
    return parts


def _wanted(packed: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, Words]]:
    """The parts to be read, in their order."""
    main = next((one for one in PARTS if one in parts and _is_said(packed, parts, one)), None)
    if main is None:
        raise NotReadable
    for pattern, words in PARTS[main]:
        whole = re.compile(pattern)
        for name in sorted((name for name in parts if whole.fullmatch(name)), key=_in_order):
            yield parts[name], words


def _is_said(packed: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], main: str) -> bool:
    """Whether it says of itself that it is what has such a part."""
    if main != "content.xml":
        return "[Content_Types].xml" in parts
    said = parts.get("mimetype")
    return said is not None and said.file_size < LONGEST_TYPE and packed.read(said).startswith(_MIMETYPE)


def _in_order(name: str) -> tuple[int, str]:
    return (int(found[0][:9]) if (found := _NUMBER.search(name)) else 0, name)


def _weigh(wanted: list[zipfile.ZipInfo]) -> None:
    """Whether what comes out of it is as much as documents have. It is never unpacked beyond what is said here."""
    if sum(one.file_size for one in wanted) > MOST_UNPACKED:
        raise NotReadable
    if any(one.file_size > LARGE and one.file_size > MOST_PACKED * max(one.compress_size, 1) for one in wanted):
        raise NotReadable


def _chunks(packed: zipfile.ZipFile, part: zipfile.ZipInfo, go_on: Callable[[], None]) -> Iterator[bytes]:
    with packed.open(part) as stream:
        while chunk := stream.read(CHUNK):
            go_on()
            yield chunk
