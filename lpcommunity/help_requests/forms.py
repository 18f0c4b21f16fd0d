"""Saying what helped."""

from collections.abc import Mapping

from lpcommunity.help_requests.commands import WORDS
from lpcommunity.help_requests.models import ANSWERED
from lpcommunity.web.forms import ChoiceField, Form, HiddenTextField, Length, LongTextField, SelectChoice

NOBODY = "nobody"


class HelpedForm(Form):
    """What helped, and who. Whether they could have, the command says."""

    state = HiddenTextField(default=ANSWERED)
    helped = HiddenTextField()  # the number of a comment
    draft = HiddenTextField()  # the key of what was said before it was opened again (unsaid_words)
    told = HiddenTextField()  # what was said of who will read it (offline.resends)
    words = LongTextField("What helped?", [Length(WORDS, thing="What helped")])
    helper = ChoiceField("Who helped?", default=NOBODY, validate_choice=False)

    def offer(self, people: Mapping[int, str]) -> None:
        """Fill in who can be chosen."""
        self.helper.choices = [
            *(SelectChoice(str(number), name) for number, name in people.items()),
            SelectChoice(NOBODY, "Somebody else, or several"),
        ]
        if self.helper.data not in {str(number) for number in people}:
            self.helper.data = NOBODY

    @property
    def comment_id(self) -> int | None:
        """The comment that helped, if one did. What is no number is none that there is."""
        said = str(self.helped.data or "")
        if not said:
            return None
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0

    @property
    def helper_id(self) -> int | None:
        """Who it was, if one of those who are here. What is no number is nobody who could have helped."""
        said = str(self.helper.data or NOBODY)
        if said in (NOBODY, ""):
            return None
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
