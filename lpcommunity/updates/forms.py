"""The form of an update: three questions, and what one may add."""

from typing import Any

from wtforms import SelectChoice  # type: ignore[attr-defined]

from lpcommunity.attachments.form_files import files_field
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone
from lpcommunity.updates.models import STANDINGS, Update
from lpcommunity.web.forms import ChoiceField, ChoicesField, Length, LongTextField, Required, SelectOneField, TextField
from lpcommunity.web.humanize import short_day

BODY = 20_000
HELP = 2_000


class UpdateForm(WritingForm):
    """Post or change an update."""

    body = LongTextField(
        "What happened?", [Required("Write at least a sentence before you post it"), Length(BODY, thing="Your text")]
    )
    standing = ChoiceField("How does it stand?", choices=STANDINGS, none_chosen="Say how the project stands")
    reason = LongTextField("Why?", [Length(HELP, thing="The reason")])
    title = TextField("Title", [Length(200)])
    milestone = SelectOneField("Milestone", default="", none_chosen="Choose one of the milestones in the list")
    themes = ChoicesField("Themes", none_chosen="Choose from the themes in the list")
    help = LongTextField("We would like help with", [Length(HELP, thing="What you would like help with")])
    files = files_field()
    picture_alt = TextField("What does the picture show?", [Length(500, thing="The description")])

    def offer(self, milestones: list[Milestone], themes: list[Theme]) -> None:
        """Fill in what can be chosen."""
        self.milestone.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(str(milestone.id), _milestone(milestone)) for milestone in milestones),
        ]
        self.themes.choices = [SelectChoice(str(theme.id), theme.name) for theme in themes]

    @property
    def values(self) -> dict[str, Any]:
        """What the commands need besides the words."""
        return {
            "standing": self.standing.data,
            "reason": self.reason.data,
            "help_wanted": self.help.data,
            "milestone_id": int(self.milestone.data) if self.milestone.data else None,
            "theme_ids": [int(theme_id) for theme_id in self.themes.data or []],
        }

    @property
    def has_more(self) -> bool:
        """Whether something stands under “Add more”, or has to be put right there."""
        more = (self.title, self.milestone, self.themes, self.help, self.files, self.picture_alt)
        return any(field.data or field.errors for field in more)


class NewUpdateForm(UpdateForm):
    """Post an update: the question who it is for comes with it."""

    audience = ChoiceField("Who is it for?", choices=NAMES, default="community", none_chosen="Choose who it is for")


def initial_data(update: Update, theme_ids: list[int]) -> dict[str, Any]:
    """An update as the fields of its form."""
    return {
        "body": update.fields.get("body", ""),
        "standing": update.standing,
        "reason": update.reason,
        "title": update.title,
        "milestone": str(update.milestone_id or ""),
        "themes": [str(theme_id) for theme_id in theme_ids],
        "help": update.help_wanted,
    }


def _milestone(milestone: Milestone) -> str:
    if milestone.reached_on:
        return f"{milestone.name}, reached on {short_day(milestone.reached_on)}"
    return f"{milestone.name}, due {short_day(milestone.due_on)}"
