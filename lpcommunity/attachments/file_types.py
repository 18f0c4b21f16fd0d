"""What a file is, decided by its content and never by its name; and its name, made harmless.

Documents are kept as they came and are only ever offered for download. Pictures are drawn anew (see pictures).
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from lpcommunity.access import Invalid

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
_TEXT = {"txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8"}
_MARKUP = re.compile(r"\s*(<\?xml|<!doctype|<!--|<(html|head|body|svg|script|iframe|meta|table|style|img)\b)", re.I)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
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
    if content.startswith(b"%PDF-"):
        return Document("pdf", "application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return _zipped(filename, content)
    extension = filename.rpartition(".")[2].lower()
    if extension in _TEXT and _is_plain_text(content):
        return Document(extension, _TEXT[extension])
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise Invalid("files", "picture-heic", filename=filename)
    raise Invalid("files", "file-kind-unknown", filename=filename)


def clean_name(filename: str, extension: str) -> str:
    """The name to show and to offer for download: no folders, nothing invisible, the ending that the content has."""
    name = unicodedata.normalize("NFC", filename.replace("\\", "/").rpartition("/")[2])
    name = " ".join(_UNSAFE.sub(" ", name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    alike = {extension, "jpeg" if extension == "jpg" else extension}
    if not dot or (ending.lower() not in alike and len(ending) > 5):
        stem, ending = name, ""
    if ending and ending.lower() not in alike and ending.lower() not in {"png", "gif", "webp", "jpg", "jpeg"}:
        stem = name
    return f"{stem[:LONGEST_NAME].strip('. ') or 'file'}.{extension}"


def quoted(filename: str) -> str:
    """A name as a message may repeat it."""
    name = " ".join(_UNSAFE.sub(" ", filename.replace("\\", "/").rpartition("/")[2]).split())
    return name if len(name) <= 80 else f"{name[:80]} …"


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
    raise Invalid("files", "file-kind-unknown", filename=filename)


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text or sum(letter < " " and letter not in "\t\r\n\f" for letter in text[:4000]) > 2:
        return False
    return not _MARKUP.match(text)
