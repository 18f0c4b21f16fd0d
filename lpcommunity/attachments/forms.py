"""The fields of a writing form to which files can be added. In the form they are called `files` and `picture_alt`."""

from lpcommunity.attachments.file_types import ACCEPT
from lpcommunity.web.forms import FilesField, Length, TextField


def files_field() -> FilesField:
    """Pictures and documents: `files`."""
    return FilesField("Pictures and documents", multiple=True, accept=ACCEPT)


def picture_alt_field() -> TextField:
    """What the newest picture shows: `picture_alt`."""
    return TextField("What does the picture show?", [Length(500, thing="The description")])
