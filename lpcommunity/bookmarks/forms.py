"""A note to oneself about what one keeps."""

from typing import Any

from lpcommunity.bookmarks.models import LONGEST_NOTE
from lpcommunity.web.forms import Form, HiddenTextField, Length, LongTextField

KEEP, LATER, READ, LET_GO = "keep", "later", "read", "let-go"


class BookmarkForm(Form):
    """What becomes of it, and a note."""

    state = HiddenTextField(default=KEEP)
    note = LongTextField("Your note", [Length(LONGEST_NOTE, thing="Your note")])

    def validate(self, extra_validators: Any = None) -> bool:
        """A note that is too long hinders nobody from letting go."""
        super().validate(extra_validators)
        if self.becomes in (READ, LET_GO):
            self.note.errors = []
        return not self.has_errors

    @property
    def becomes(self) -> str:
        """What becomes of it: where a button of the form says so, that counts, which comes after what is hidden."""
        return str(self.state.raw_data[-1] if self.state.raw_data else self.state.data)

    @property
    def noted(self) -> str | None:
        """The note, if one was sent: without one the note stays what it is."""
        return self.note.data or "" if self.note.raw_data else None
