"""How often a place checks in, a pause of it, and a chance passed over."""

from contextlib import suppress
from datetime import date

from lpcommunity.rhythm.commands.pausing import LONGEST_REASON
from lpcommunity.rhythm.models import EVERY
from lpcommunity.rhythm.policy import AUDIENCES
from lpcommunity.web.forms import NEAR, ChoiceField, DateField, Form, Length, LongTextField, Optional, Required

PAUSE = "paused"
FOR = {
    "facilitators": "My facilitators",
    "partnership": "My partnership and the programme team",
    "community": "The community",
}
assert tuple(FOR) == AUDIENCES


class RhythmForm(Form):
    """How often a place checks in; or that it pauses until a day, and why."""

    only_with = dict.fromkeys(("until", "reason", "audience"), ("rhythm", (PAUSE,)))
    rhythm = ChoiceField(
        "How often do you check in?",
        choices={**EVERY, PAUSE: "Not now: we pause"},
        none_chosen="Choose how often you check in",
    )
    until = DateField("Until which day?", validators=[Optional()], years=NEAR)
    reason = LongTextField("Why?", [Length(LONGEST_REASON, thing="The reason")])
    audience = ChoiceField(
        "Who may read the reason?", choices=FOR, default="partnership", none_chosen="Choose who may read the reason"
    )

    @property
    def pauses(self) -> bool:
        """Whether it is a pause that is asked for."""
        return bool(self.rhythm.data == PAUSE)

    def take_plain_day(self, until: str) -> None:
        """A day in one piece (2027-01-12), as a program may send it instead of the three boxes."""
        if self.until.data is None and not self.until.errors:
            with suppress(ValueError):
                self.until.data = date.fromisoformat(until)

    def complete(self) -> bool:
        """Whether a pause says until when; says so beside it if not."""
        if self.pauses and self.until.data is None and not self.until.errors:
            self.refuse("Give the day on which you check in again", "until")
        return not self.has_errors


class PassingOverForm(Form):
    """Why a chance to look back is not taken."""

    why = LongTextField("Why?", [Required("Say why, in a few words"), Length(LONGEST_REASON, thing="The reason")])
