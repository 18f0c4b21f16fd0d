"""What one fills in about being told."""

from lpcommunity.notifications.kinds import CHOOSABLE
from lpcommunity.web.forms import ChoicesField, Form


class ChoicesForm(Form):
    """Which e-mails I get."""

    kinds = ChoicesField("E-mail me when", choices={kind.key: kind.says for kind in CHOOSABLE})
