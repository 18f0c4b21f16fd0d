"""What people read when a file is refused."""

from lpcommunity.access.refusal_catalogue import register
from lpcommunity.attachments.file_types import LARGEST, TAKEN, quoted

_LARGEST = LARGEST // 1_000_000
# What to do with each of attachments.unwanted_types.
UNWANTED = {
    "old-word": "is in an older Word format. Open it, save it as .docx and add that",
    "old-excel": "is in an older Excel format. Open it, save it as .xlsx and add that",
    "old-powerpoint": "is in another format for slides. Open it, save it as .pptx or PDF and add that",
    "has-password": "can be opened with a password only. Save it without a password and add that",
    "pages": "was made with Pages. Open it there, choose Export, then Word or PDF, and add that",
    "numbers": "was made with Numbers. Open it there, choose Export, then Excel or PDF, and add that",
    "keynote": "was made with Keynote. Open it there, choose Export, then PowerPoint or PDF, and add that",
    "rich-text": "is in Rich Text Format. Open it, save it as .docx and add that",
    "e-mail": "is an e-mail. Open it, print it as PDF and add that, or copy into your text what matters",
    "web-page": "is a web page. Print it as PDF and add that, or put its address into your text",
    "drawing": "is a drawing that we cannot show. Save it as PNG and add that",
    "bitmap": "is a picture that we cannot show. Save it as PNG or JPEG and add that",
    "print-picture": "is a picture for printing, which browsers cannot show. Save it as JPEG and add that",
    "heic": (
        "is a HEIC picture, which many browsers cannot show. Open it, save it as JPEG and add that. "
        "An iPhone takes JPEG from now on if you choose Settings, Camera, Formats, Most Compatible"
    ),
    "avif": "is an AVIF picture, which many browsers cannot show. Open it, save it as JPEG and add that",
    "recording": "is a film or a recording. Put it where you keep those, and its address into your text",
    "packed": "has other files packed in it. Unpack it and add them one by one",
    "shortcut": "only points to where something is. Put that address into your text, or add the document itself",
    "lock-file": "is not your document: a program makes it while the document is open. Add the one without “~$”",
}


# What we take, by the ending of its name: such a file is refused for what is in it, not for what it is.
_TAKEN_BY_ENDING = {
    "pdf": "PDF", "docx": "Word document", "xlsx": "Excel workbook", "pptx": "PowerPoint presentation",
    "odt": "OpenDocument text", "ods": "OpenDocument spreadsheet", "csv": "table of plain text (CSV)",
    "txt": "plain text", "png": "PNG picture", "jpg": "JPEG picture", "jpeg": "JPEG picture", "webp": "WebP picture",
    "gif": "GIF picture",
}  # fmt: skip
_AS_IT_IS_MENDED = "Nothing else is lost. Open it where it was made, save it anew and add that"


def _unknown(filename: str) -> str:
    name = quoted(filename)
    kind = _TAKEN_BY_ENDING.get(filename.rpartition(".")[2].lower()) if "." in filename else None
    if kind is None:
        return f"“{name}” is not a file that we can take. We take {TAKEN}"
    wrong = f"it is damaged, or it is not the {kind} that its name says"
    return f"“{name}” is not a file that we can take as it is: {wrong}. {_AS_IT_IS_MENDED}"


def _unwanted(filename: str, kind: str) -> str:
    return f"“{quoted(filename)}” {UNWANTED[kind]}"


def _size(size: int) -> str:
    """What is too large by little is not said to be as large as it may be."""
    return f"{max(size / 1_000_000, _LARGEST + 0.1):.1f} MB"


SENTENCES = register(
    {
        "files-too-many": "You can add {most} files at most. Take one away first",
        "file-empty": lambda filename: f"“{quoted(filename)}” is empty: there is nothing in it. {_AS_IT_IS_MENDED}",
        "file-too-large": lambda filename, size: (
            f"“{quoted(filename)}” is {_size(size)} large; it can be at most {_LARGEST} MB. "
            "Save it smaller and add that"
        ),
        "file-kind-unknown": _unknown,
        "file-damaged": lambda filename: (
            f"“{quoted(filename)}” is damaged, perhaps because not all of it arrived. {_AS_IT_IS_MENDED}"
        ),
        "file-has-macros": lambda filename: (
            f"“{quoted(filename)}” has macros in it. Save it without them and add it again"
        ),
        "file-kind-unwanted": _unwanted,
        "picture-unreadable": lambda filename: (
            f"“{quoted(filename)}” is not a picture, though its name says so, or it is damaged. {_AS_IT_IS_MENDED}"
        ),
        "picture-too-many-scans": lambda filename: (
            f"“{quoted(filename)}” is stored in a way that we cannot draw. Save it anew as a JPEG and add it again"
        ),
        "picture-too-many-pixels": lambda filename, most: (
            f"“{quoted(filename)}” has more than {most // 1_000_000} million pixels. Make it smaller and add it again"
        ),
    }
)
