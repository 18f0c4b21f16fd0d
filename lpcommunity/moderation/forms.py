"""The forms of a report: sending one, deciding on it, answering."""

from lpcommunity.moderation.models import ASKED, FACILITATORS, HIDDEN, LEFT, LONGEST, MODERATORS, WHYS
from lpcommunity.web.forms import ChoiceField, Form, HiddenNumberField, HiddenTextField, Length, LongTextField


class ReportForm(Form):
    """What is wrong with a text, for whom the report is, and words."""

    about = HiddenTextField()
    shown = HiddenTextField()  # what was shown, so that nothing else goes
    why = ChoiceField("What is wrong with it?", choices=WHYS, none_chosen="Choose what is wrong with it")
    words = LongTextField("In your words", [Length(LONGEST, thing="What you say")])
    meant_for = ChoiceField(
        "Who shall look at it?",
        choices={FACILITATORS: "The facilitators", MODERATORS: "The moderators"},
        default=FACILITATORS,
        none_chosen="Choose who shall look at it",
    )


class DecisionForm(Form):
    """What is decided, and why."""

    seen = HiddenNumberField()
    act = ChoiceField(
        "What do you decide?",
        choices={ASKED: "Ask its author", HIDDEN: "Hide it until it is changed", LEFT: "Leave it as it is"},
        none_chosen="Choose what you decide",
    )
    words = LongTextField("Why, to its author and to whoever reported it", [Length(LONGEST, thing="What you say")])


class AnswerForm(Form):
    """What the author says to it."""

    words = LongTextField("Your answer to whoever decides", [Length(LONGEST, thing="What you say")])
