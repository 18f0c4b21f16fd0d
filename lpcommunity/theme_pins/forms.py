"""Why something is pinned on a theme."""

from lpcommunity.theme_pins.models import LONGEST_WHY
from lpcommunity.web.forms import Form, HiddenTextField, Length, SentenceField

PIN, UNPIN = "pin", "unpin"


class ThemePinForm(Form):
    """What is pinned, and why; or that it is no longer."""

    state = HiddenTextField(default=PIN)
    about = HiddenTextField()
    then = HiddenTextField()  # what they came to pin when there was no room
    why = SentenceField("Why this, in a few words", [Length(LONGEST_WHY, thing="Why it is pinned")])
