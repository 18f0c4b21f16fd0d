"""What one fills in about being told."""

from lpcommunity.web.forms import ChoicesField, Form


class PreferencesForm(Form):
    """Which e-mails I get; which there are to choose from depends on the person."""

    kinds = ChoicesField("E-mail me when", choices={})
