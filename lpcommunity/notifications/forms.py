"""What one fills in about being told."""

from collections.abc import Iterable

from lpcommunity.access.reader import Reader
from lpcommunity.notifications.notification_types import AT_ONCE, IN_LETTER, NEVER, NotificationType
from lpcommunity.notifications.what_moved.choices import DAILY, WEEKDAYS, WEEKLY, Wishes
from lpcommunity.web.forms import ChoiceField, Form, SelectOneField

WAYS = {AT_ONCE: "At once", IN_LETTER: "In the letter", NEVER: "Never"}
WHEN = {DAILY: "Every day", WEEKLY: "Once a week", NEVER: "Never"}
PREFIX = "kind-"


class PreferencesForm(Form):
    """How I hear of what by e-mail, and when the letter comes. Which kinds there are depends on the person:
    see `for_kinds`.
    """

    letter = ChoiceField(
        "How often does the letter come?", choices=WHEN, none_chosen="Choose how often the letter comes"
    )
    weekday = SelectOneField(
        "On which day?",
        choices={day: day.title() for day in WEEKDAYS},
        none_chosen="Choose the day on which the letter comes",
    )

    @property
    def rows(self) -> list[ChoiceField]:
        """One for each kind, in their order."""
        return [field for field in self if isinstance(field, ChoiceField) and field.name.startswith(PREFIX)]

    @property
    def ways(self) -> dict[str, str]:
        """What was chosen, by kind."""
        return {field.name.removeprefix(PREFIX): field.data for field in self.rows}


def preferences_form(reader: Reader, kinds: Iterable[NotificationType], wishes: Wishes) -> PreferencesForm:
    """The form with a row for each of these kinds, and what this reader chose. What a request leaves out stays so."""
    rows: dict[str, ChoiceField] = {}
    values = {"letter": wishes.how, "weekday": WEEKDAYS[wishes.weekday]}
    for one in kinds:
        assert one.choice is not None
        name = f"{PREFIX}{one.key}"
        rows[name] = ChoiceField(
            one.choice.says,
            choices={way: WAYS[way] for way in one.choice.ways},
            none_chosen=f"Choose how you hear of it: {one.choice.says[:1].lower()}{one.choice.says[1:]}",
        )
        values[name] = one.how_for(reader, wishes.ways.get(one.key))
    form: PreferencesForm = type("PreferencesFormOfReader", (PreferencesForm,), rows)(data=values)
    return form
