"""The form of an update: three questions, and what one may add."""

from typing import Any

from flask import request
from wtforms import ValidationError

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.forms import files_field, picture_alt_field
from lpcommunity.editing.forms import EntryForm, title_field
from lpcommunity.entries import titles
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.entries.content import Content
from lpcommunity.updates import queries
from lpcommunity.updates.fields import BODY, HELP
from lpcommunity.updates.models import STANDINGS
from lpcommunity.web.forms import (
    ChoiceField,
    ChoicesField,
    Length,
    LongTextField,
    Required,
    SelectChoice,
    SelectOneField,
)
from lpcommunity.web.humanize import short_day

ASKS = "help"  # `?ask=help`: in the address of the form where somebody comes to ask
WHY = {
    "reason": ("standing", tuple(one for one in STANDINGS if one != "on-track"))
}  # of what is on track nobody is asked


class UpdateForm(EntryForm):
    """Post or change an update."""

    only_with = WHY
    body = LongTextField(
        "What happened?", [Required("Write at least a sentence before you post it"), Length(BODY, thing="Your text")]
    )
    standing = ChoiceField("How does it stand?", choices=STANDINGS, none_chosen="Say how the project stands")
    reason = LongTextField("Why?", [Length(HELP, thing="The reason")])
    title = title_field()
    milestone = SelectOneField("Milestone", default="", none_chosen="Choose one of the milestones in the list")
    themes = ChoicesField("Themes", none_chosen="Choose from the themes in the list")
    help = LongTextField("We would like help with", [Length(HELP, thing="What you would like help with")])
    files = files_field()
    picture_alt = picture_alt_field()

    def offer(self, actor: Reader, place_id: int, entry: Any = None) -> None:
        """Fill in what can be chosen."""
        chosen = entry.milestone_id if entry is not None else None
        self.milestone.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(str(one.id), _milestone(one)) for one in queries.milestones_to_choose(place_id, chosen)),
        ]
        self.themes.choices = [SelectChoice(str(theme.id), theme.name) for theme in queries.themes()]

    @property
    def content(self) -> Content:
        """The words, rendered."""
        return Content.written(self.title.data or "", {"body": self.body.data or ""}, mentions=self.people)

    @property
    def first_text(self) -> str:
        """What happened."""
        return "body"

    @property
    def left_out(self) -> frozenset[str]:
        """Why it stands so is asked of what is not on track: what was typed there before is not sent."""
        return frozenset() if self.counts("reason") else frozenset({"reason"})

    @property
    def values(self) -> dict[str, Any]:
        """What the commands need besides the words."""
        return {
            "standing": self.standing.data,
            "reason": self.counted("reason") or "",
            "help_wanted": self.help.data,
            "milestone_id": int(self.milestone.data) if self.milestone.data else None,
            "theme_ids": [int(theme_id) for theme_id in self.themes.data or []],
        }

    @property
    def has_more(self) -> bool:
        """Whether something stands under “Add more”, or has to be put right there."""
        more = (self.title, self.milestone, self.themes, *([] if self.asks else [self.help]))
        return any(field.data or field.errors for field in more)

    @property
    def asks(self) -> bool:
        """Whether somebody comes to ask for help: never who changes what they posted."""
        return False

    @staticmethod
    def initial(_actor: Reader, entry: queries.UpdateInFull) -> dict[str, Any]:
        """An update as the fields of its form."""
        return {
            "body": entry.fields.get("body", ""),
            "standing": entry.standing,
            "reason": entry.reason,
            "title": titles.kept(entry.title, entry.fields),
            "milestone": str(entry.milestone_id or ""),
            "themes": [str(theme.id) for theme in entry.themes],
            "help": entry.help_wanted,
        }


class NewUpdateForm(UpdateForm):
    """Post an update: the question who it is for comes with it."""

    audience = ChoiceField("Who is it for?", choices=NAMES, default="community", none_chosen="Choose who it is for")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.asks:  # what is asked comes first, in the list of what is wrong as well
            self._fields: dict[str, Any] = {"help": self.help, **self._fields}

    @property
    def asks(self) -> bool:
        """Whether somebody comes to ask for help (`?ask=help`): then that is the first question."""
        return request.args.get("ask") == ASKS

    def validate_help(self, field: LongTextField) -> None:
        """An update asks for nothing; whoever came to ask says for what."""
        if self.asks and not (field.data or "").strip():
            raise ValidationError("Say what you would like help with")


def _milestone(milestone: queries.MilestoneLine) -> str:
    if milestone.reached_on:
        return f"{milestone.name}, reached on {short_day(milestone.reached_on)}"
    return f"{milestone.name}, due {short_day(milestone.due_on)}"
