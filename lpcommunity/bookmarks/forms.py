"""A note to oneself about what one keeps."""

from lpcommunity.bookmarks.models import LONGEST_NOTE
from lpcommunity.web.forms import Form, HiddenTextField, Length, LongTextField

KEEP, LATER, READ, LET_GO = "keep", "later", "read", "let-go"


class BookmarkForm(Form):
    """What becomes of it, and a note."""

    state = HiddenTextField(default=KEEP)
    note = LongTextField("Your note", [Length(LONGEST_NOTE, thing="Your note")])

    @property
    def noted(self) -> str | None:
        """The note, if one was sent: without one the note stays what it is."""
        return self.note.data or "" if self.note.raw_data else None
