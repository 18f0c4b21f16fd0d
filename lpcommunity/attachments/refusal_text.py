"""What people read when a file is refused."""

from lpcommunity.access.refusal_catalogue import register
from lpcommunity.attachments.file_types import TAKEN, quoted

SENTENCES = register(
    {
        "files-too-many": "You can add {most} files at most. Take one away first",
        "file-empty": lambda filename: f"“{quoted(filename)}” is empty",
        "file-too-large": lambda filename, size: (
            f"“{quoted(filename)}” is {size / 1_000_000:.1f} MB large; it can be at most 10 MB"
        ),
        "file-kind-unknown": lambda filename: f"“{quoted(filename)}” is not a file that we can take. We take {TAKEN}",
        "file-damaged": lambda filename: f"“{quoted(filename)}” is damaged. Save it again and add it once more",
        "file-has-macros": lambda filename: (
            f"“{quoted(filename)}” has macros in it. Save it without them and add it again"
        ),
        "picture-heic": lambda filename: (
            f"“{quoted(filename)}” is a HEIC picture, which browsers cannot show. Save it as JPEG first"
        ),
        "picture-unreadable": lambda filename: f"“{quoted(filename)}” is not a picture, though its name says so",
        "picture-too-many-pixels": lambda filename, most: (
            f"“{quoted(filename)}” has more than {most // 1_000_000} million pixels. Make it smaller and add it again"
        ),
    }
)
