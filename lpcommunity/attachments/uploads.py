"""What a browser sent as a file, read as far as we take it."""

import os

from werkzeug.datastructures import FileStorage

from lpcommunity.access import Invalid
from lpcommunity.attachments.file_types import LARGEST


def content_of(file: FileStorage) -> bytes:
    """The content of this upload. Raises Invalid, with its true size, for one that is larger than we take."""
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    if size > LARGEST:
        raise Invalid("files", "file-too-large", filename=file.filename or "file", size=size)
    return file.stream.read()
