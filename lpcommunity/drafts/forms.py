"""What every writing form has: its signed form, the version that an edit began from, what its window saw, and who was
said to read it.
"""

from lpcommunity.web.forms import Form, HiddenNumberField, HiddenTextField


class WritingForm(Form):
    """A form in which somebody writes. Opened and kept with drafts.editing_session."""

    signed_form = HiddenTextField()
    version = HiddenNumberField()
    seen = HiddenTextField()  # drafts.windows
    twice = HiddenTextField()  # that the same words are meant once more: asked for (drafts.postings)
    told = HiddenTextField()  # who was said to read it (offline.resends)
