"""Forms for any entry."""

from lpcommunity.entries.audience_text import NAMES
from lpcommunity.web.forms import ChoiceField, Form


class AudienceForm(Form):
    """Who an entry is for from now on."""

    audience = ChoiceField("Who is it for from now on?", choices=NAMES, none_chosen="Choose who it is for")


class WithdrawalForm(Form):
    """A button, and nothing to fill in."""
