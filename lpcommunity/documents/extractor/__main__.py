"""`python -m lpcommunity.documents.extractor < document`: its text, or by the exit status why there is none."""

import sys

from lpcommunity.documents.extractor import limits, pdf, plain_text, zipped
from lpcommunity.documents.extractor.collected import Collected
from lpcommunity.documents.extractor.exits import BEGUN, NONE, TEXT, UNBOUNDED, UNREADABLE


def main() -> int:
    """Read what stands on standard input. Nothing is looked at before this process is bounded."""
    try:
        limits.bound()
        content = sys.stdin.buffer.read(limits.LARGEST + 1)
        limits.shut()
    except (OSError, ValueError):
        return UNBOUNDED
    try:
        text, is_all = text_of(content)
    except Exception:  # noqa: BLE001  (whatever a document does to a reader, it is one that cannot be read)
        return UNREADABLE
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return (TEXT if is_all else BEGUN) if text else NONE


def text_of(content: bytes) -> tuple[str, bool]:
    """What a document says, and whether that is all; its content shows what it is. Raises whatever its reader does of
    what it cannot read.
    """
    if not content or len(content) > limits.LARGEST:
        raise ValueError("nothing, or too much")
    found = Collected(limits.until())
    if plain_text.begins_as_pdf(content):
        pdf.read(content, found)
    elif content.startswith(b"PK\x03\x04"):
        zipped.read(content, found)
    else:
        plain_text.read(content, found)
    return found.text()


if __name__ == "__main__":
    sys.exit(main())
