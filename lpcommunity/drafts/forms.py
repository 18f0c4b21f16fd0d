"""What every writing form has: its signed form, the version that an edit began from, and who was said to read it."""

from lpcommunity.web.forms import Form, HiddenNumberField, HiddenTextField


class WritingForm(Form):
    """A form in which somebody writes. Opened and kept with drafts.editing_session."""

    signed_form = HiddenTextField()
    version = HiddenNumberField()
    told = HiddenTextField()  # who was said to read it (offline.resends)
