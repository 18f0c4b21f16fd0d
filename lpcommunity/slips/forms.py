"""Forms about days that move."""

from lpcommunity.slips.models import AUDIENCES, LONGEST_WHY, REASONS
from lpcommunity.web.forms import NEAR, ChoiceField, DateField, Form, HiddenTextField, Length, LongTextField, Required

NAMES = {
    "facilitators": "Only the facilitators",
    "partnership": "The partnership and the programme team",
    "community": "The community",
    "public": "The public",
}
assert tuple(NAMES) == AUDIENCES


class MoveForm(Form):
    """A milestone moves to another day. `stands` is the day that stood on the page."""

    stands = HiddenTextField()
    due = DateField("Which day now?", validators=[Required("Give the day to which it moves")], years=NEAR)
    reason = ChoiceField("Why does it move?", choices=REASONS, none_chosen="Choose why it moves")
    why = LongTextField(
        "What happened, in a sentence?",
        validators=[Required("Say in a sentence why it moves"), Length(LONGEST_WHY, thing="Your sentence")],
    )
    audience = ChoiceField(
        "Who can read this sentence?", choices=NAMES, default="partnership", none_chosen="Choose who can read it"
    )


class WhyAudienceForm(Form):
    """For whom a sentence is from now on."""

    audience = ChoiceField(
        "Who can read this sentence from now on?", choices=NAMES, none_chosen="Choose who can read it"
    )
