"""What every writing form has: its signed form, and the version that an edit began from."""

from lpcommunity.web.forms import Form, HiddenNumberField, HiddenTextField


class WritingForm(Form):
    """A form in which somebody writes. Opened and kept with drafts.editing_session."""

    signed_form = HiddenTextField()
    version = HiddenNumberField()
