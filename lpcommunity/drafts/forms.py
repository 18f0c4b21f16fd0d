"""What every writing form has: a ticket, and the version that an edit began from."""

from lpcommunity.web.forms import Form, HiddenNumberField, HiddenTextField


class WritingForm(Form):
    """A form in which somebody writes. Opened and kept with drafts.desk."""

    ticket = HiddenTextField()
    version = HiddenNumberField()
