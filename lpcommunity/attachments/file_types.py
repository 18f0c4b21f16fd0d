"""What a file is, decided by its content and never by its name; and its name, made harmless.

Documents are kept as they came and are only ever offered for download. Pictures are drawn anew (see pictures).
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from lpcommunity.access import Invalid
from lpcommunity.attachments.unwanted_types import unwanted_type

LARGEST = 10 * 1000 * 1000  # bytes of one file
MOST = 10  # files of one entry
TAKEN = "PNG, JPEG, WebP and GIF pictures; PDF, Word, Excel, PowerPoint, OpenDocument, CSV and text files"
ACCEPT = ".png,.jpg,.jpeg,.webp,.gif,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.csv,.txt"
HELP_TEXT = f"Up to {MOST} files, each up to {LARGEST // 1_000_000} MB: {TAKEN}."

PICTURES = {"PNG", "JPEG", "WEBP", "GIF"}
_OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_TEXT = {"txt": "text/plain", "csv": "text/csv"}
# Excel's “Unicode text” and much of what Windows writes is UTF-16 and says so by its first two bytes.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = b"\xef\xbb\xbf \t\r\n\f\0"
_HEAD = 1024  # bytes in which readers look for the beginning of a PDF
_MARKUP = re.compile(r"\s*(<\?xml|<!doctype|<!--|<(html|head|body|svg|script|iframe|meta|table|style|img)\b)", re.I)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]')
_JOINERS = "\u200c\u200d"  # Persian and Indian words, families and flags are written with them
LONGEST_NAME = 120


@dataclass(frozen=True)
class Document:
    """A document that we can take."""

    extension: str
    media_type: str


def is_picture(content: bytes) -> bool:
    """Whether this begins like one of the pictures that we can take. Whether it is one, drawing it will show."""
    return content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def document(filename: str, content: bytes) -> Document:
    """What document this is. Raises Invalid, saying what it is not."""
    # Blanks may stand before it. Whatever else a reader would forgive there could be another kind of file to a browser.
    if content[:_HEAD].lstrip(_BLANKS).startswith(b"%PDF-"):
        return Document("pdf", "application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return _zipped(filename, content)
    extension = filename.rpartition(".")[2].lower()
    if extension in _TEXT and (charset := _charset(content)):
        return Document(extension, f"{_TEXT[extension]}; charset={charset}")
    raise _not_taken(filename, content)


def _not_taken(filename: str, content: bytes) -> Invalid:
    kind = unwanted_type(filename, content)
    if kind is None:
        return Invalid("files", "file-kind-unknown", filename=filename)
    return Invalid("files", "file-kind-unwanted", filename=filename, kind=kind)


def clean_name(filename: str, extension: str) -> str:
    """The name to show and to offer for download: no folders, nothing invisible, the ending that the content has."""
    name = unicodedata.normalize("NFC", filename.replace("\\", "/").rpartition("/")[2])
    name = _visible(name).strip(". ")
    stem, dot, ending = name.rpartition(".")
    alike = {extension, "jpeg" if extension == "jpg" else extension}
    if not dot or (ending.lower() not in alike and len(ending) > 5):
        stem, ending = name, ""
    if ending and ending.lower() not in alike and ending.lower() not in {"png", "gif", "webp", "jpg", "jpeg"}:
        stem = name
    return f"{stem[:LONGEST_NAME].strip('. ' + _JOINERS) or 'file'}.{extension}"


def quoted(filename: str) -> str:
    """A name as a message may repeat it."""
    name = _visible(filename.replace("\\", "/").rpartition("/")[2])
    return name if len(name) <= 80 else f"{name[:80]} …"


def _visible(name: str) -> str:
    """Without what cannot be seen, but for what joins the letters or signs on both its sides."""
    kept = "".join(
        letter if letter not in _JOINERS or (0 < at < len(name) - 1 and _joins(name[at - 1], name[at + 1])) else " "
        for at, letter in enumerate(name)
    )
    return " ".join(_UNSAFE.sub(" ", kept).split())


def _joins(before: str, after: str) -> bool:
    """Latin letters are not joined, and could be told apart from the same word by nobody."""
    return all(ord(letter) > 0x2FF and unicodedata.category(letter)[0] in "LMS" for letter in (before, after))


def _zipped(filename: str, content: bytes) -> Document:
    """Word, Excel and PowerPoint say what they are by the parts they have, OpenDocument by a part called mimetype."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = {part.filename: part for part in parts.infolist()}
            if any("vbaproject" in name.lower() for name in names):
                raise Invalid("files", "file-has-macros", filename=filename)
            if "[Content_Types].xml" in names:
                for name, (extension, media_type) in _OFFICE.items():
                    if name in names:
                        return Document(extension, media_type)
            kind = names.get("mimetype")
            if kind is not None and kind.file_size < 200 and kind.compress_type == zipfile.ZIP_STORED:
                media_type = parts.read(kind).decode("ascii", "replace").strip()
                if media_type in _OPEN_DOCUMENT:
                    return Document(_OPEN_DOCUMENT[media_type], media_type)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise Invalid("files", "file-damaged", filename=filename) from None
    raise _not_taken(filename, content)


def _charset(content: bytes) -> str | None:
    """In which letters this is written, if it is plain text."""
    charset = "utf-16" if content.startswith(_UTF_16) else "utf-8"
    try:
        text = content.decode("utf-8-sig" if charset == "utf-8" else charset)
    except UnicodeDecodeError:
        charset, text = "windows-1252", content.decode("cp1252", "replace")
    if "\x00" in text or sum(letter < " " and letter not in "\t\r\n\f" for letter in text[:4000]) > 2:
        return None
    return None if _MARKUP.match(text) else charset
