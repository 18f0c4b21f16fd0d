"""Whom to introduce somebody to, and why."""

from lpcommunity.introductions.models import LONGEST_WHY
from lpcommunity.introductions.queries import PersonMeant
from lpcommunity.web.forms import (
    ChoiceField,
    Form,
    HiddenTextField,
    Length,
    LongTextField,
    Question,
    Required,
    TextField,
)

LONGEST_NAME = 120


class IntroductionForm(Form):
    """A name, one of those who could be meant by it, and why."""

    key = HiddenTextField()  # of this form, so that pressed twice is once
    to = TextField(
        "Introduce them to", [Required("Write the name of somebody"), Length(LONGEST_NAME, thing="The name")]
    )
    person = ChoiceField("Whom do you mean?", choices={}, validate_choice=False)
    why = LongTextField(
        "Why should they know each other?",
        [
            Required("Say in a sentence why they should know each other: it is what both read"),
            Length(LONGEST_WHY, thing="Why"),
        ],
    )

    def offer(self, people: tuple[PersonMeant, ...]) -> None:
        """Ask which of these people is meant. What was chosen stays chosen, if they are among them."""
        self.person.choices = [(str(one.id), one.name) for one in people]
        if self.person.data not in {str(one.id) for one in people}:
            self.person.data = str(people[0].id) if len(people) == 1 else None
        if len(people) == 1:
            self.person.label.text = "Do you mean this person?"

    def ask(self) -> None:
        """Say above the form that there is this question."""
        self.question = Question(
            "One question first", "Nothing is sent yet, and your words are still here",
            [(str(self.person.label.text), str(self.person.id))],
        )  # fmt: skip
