"""Files that people bring and that we do not take: what they are, so that the page can say what to do instead.

By content where it tells, else by the ending of the name: nothing is taken on the strength of this.
"""

import re

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the frame of Word, Excel, PowerPoint and Outlook before 2007
_OLE_PARTS = {
    "EncryptedPackage": "has-password",
    "WordDocument": "old-word",
    "Workbook": "old-excel",
    "PowerPoint Document": "old-powerpoint",
    "__substg1.0_": "e-mail",
}
_BEGINNINGS = (
    (b"{\\rtf", "rich-text"),
    (b"II*\0", "print-picture"),
    (b"MM\0*", "print-picture"),
    (b"BM", "bitmap"),
    (b"8BPS", "print-picture"),
    (b"Rar!\x1a\x07", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"\x1a\x45\xdf\xa3", "recording"),
)
_BRANDS = {
    "heic": ("heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "mif2", "msf1", "miaf"),
    "avif": ("avif", "avis", "avio"),
}
_ENDINGS = {
    "old-word": "doc dot wps",
    "old-excel": "xls xlt xlsb",
    "old-powerpoint": "ppt pps odp",
    "pages": "pages",
    "numbers": "numbers",
    "keynote": "key",
    "rich-text": "rtf",
    "e-mail": "msg eml emlx mbox",
    "web-page": "html htm mht mhtml",
    "drawing": "svg svgz emf wmf eps ai odg vsd vsdx",
    "bitmap": "bmp dib",
    "print-picture": "tif tiff psd dng cr2 cr3 nef arw raw",
    "heic": "heic heif hif",
    "avif": "avif",
    "recording": "mp4 m4v mov avi mkv webm wmv mpg mpeg 3gp mp3 m4a wav aac ogg flac wma",
    "packed": "zip rar 7z gz tar tgz",
    "shortcut": "url webloc lnk gdoc gsheet gslides",
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
# What may stand before a drawing, and how each of it ends.
_BEFORE_DRAWING = ((b"<?xml", b">"), (b"<!--", b"-->"), (b"<!doctype svg", b">"))
_DRAWING = re.compile(rb"<svg\b")
_HEAD = 4096  # bytes in which a drawing has to begin


def unwanted_type(filename: str, content: bytes) -> str | None:
    """What this file is, in one of the words to which refusal_text has a sentence; None for something else."""
    ending = filename.rpartition(".")[2].lower()
    by_name = _BY_ENDING.get(ending) if "." in filename else None
    if filename.rpartition("/")[2].startswith("~$") and len(content) < 1000:
        return "lock-file"
    if content[4:8] == b"ftyp":
        return _of_brands(content)
    if content.startswith(_OLE):
        return _of_parts(content) or by_name
    if content[:4] == b"RIFF" and content[8:12] in (b"AVI ", b"WAVE"):
        return "recording"
    for beginning, kind in _BEGINNINGS:
        # Two letters may begin any text: then the name has to say so, too.
        if content.startswith(beginning) and (len(beginning) > 2 or by_name == kind):
            return kind
    if _is_drawing(content[:_HEAD].lower()):
        return "drawing"
    return by_name


def _is_drawing(head: bytes) -> bool:
    """Whether this is an SVG: what stands before it is passed over piece by piece, none is looked at twice."""
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while ends := next((ends for begins, ends in _BEFORE_DRAWING if rest.startswith(begins)), None):
        rest = rest.partition(ends)[2].lstrip()
    return _DRAWING.match(rest) is not None


def _of_brands(content: bytes) -> str:
    """A picture or a film: its head names the ways in which it can be read."""
    length = min(int.from_bytes(content[:4], "big"), 256)
    brands = [content[8:12], *(content[at : at + 4] for at in range(16, length - 3, 4))]
    for kind in ("avif", "heic"):
        if any(brand.decode("latin-1") in _BRANDS[kind] for brand in brands):
            return kind
    return "recording"


def _of_parts(content: bytes) -> str | None:
    for part, kind in _OLE_PARTS.items():
        if part.encode("utf-16-le") in content:
            return kind
    return None
