"""Saying what answers a question."""

from collections.abc import Sequence

from lpcommunity.questions.models import ANSWERED
from lpcommunity.questions.what_came_since import Since
from lpcommunity.web.forms import ChoiceField, Form, HiddenTextField, Required, SelectChoice


class AnswerForm(Form):
    """What answers a question: one of what came since. Whether it may, the command says."""

    state = HiddenTextField(default=ANSWERED)
    by = ChoiceField("What answers it?", [Required("Choose what answers it")], validate_choice=False)

    def offer(self, came: Sequence[Since]) -> None:
        """Fill in what can be chosen."""
        self.by.choices = [SelectChoice(one.key, one.title) for one in came]
