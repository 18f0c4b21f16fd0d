"""The form of a reflection: a cycle, its prompts, what it is about, who it is for."""

from typing import Any

from flask import request

from lpcommunity.drafts.forms import WritingForm
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.entries.content import Content
from lpcommunity.reflections.commands import NOTHING_WRITTEN
from lpcommunity.reflections.cycles import CYCLES, Prompt, prompts_of
from lpcommunity.reflections.models import Reflection
from lpcommunity.reflections.queries import Subject
from lpcommunity.reflections.texts import headings_of
from lpcommunity.web.forms import (
    ChoiceField,
    ChoicesField,
    Form,
    Length,
    LongTextField,
    SelectChoice,
    SelectOneField,
    TextField,
)
from lpcommunity.web.humanize import short_day

LONGEST = 10_000
PROMPTS = {prompt.key: prompt for cycle in CYCLES.values() for prompt in cycle.prompts}


class ReflectionForm(WritingForm):
    """Write or change a reflection. It has a field for each prompt of every cycle, so that what was written along
    other questions stays in the form; only those of the chosen cycle are sent.
    """

    cycle = SelectOneField(
        "Questions to write along",
        choices={cycle.key: cycle.name for cycle in CYCLES.values()},
        default="driscoll",
        none_chosen="Choose one of the sets of questions",
    )
    title = TextField("Title", [Length(200)])

    @property
    def chosen(self) -> str:
        """The cycle that is written along. What was sent without naming one is free writing."""
        if request.method == "POST" and "cycle" not in request.form:
            return "free"
        return self.cycle.data if self.cycle.data in CYCLES else "driscoll"

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The prompts of the chosen cycle."""
        return prompts_of(self.chosen)

    @property
    def content(self) -> Content:
        """What is sent: the texts along the chosen cycle, rendered."""
        fields = {prompt.key: self[prompt.key].data or "" for prompt in self.prompts}
        return Content.written(self.title.data or "", fields, headings_of(self.chosen))

    @property
    def left_over(self) -> dict[str, list[str]]:
        """What was written along questions of other cycles, as a draft keeps it."""
        here = {prompt.key for prompt in self.prompts}
        texts = {key: [self[key].data] for key in PROMPTS if key not in here and self[key].data}
        if not texts:
            return {}
        cycle = next(cycle.key for cycle in CYCLES.values() if any(prompt.key in texts for prompt in cycle.prompts))
        return {"title": [self.title.data or ""], "cycle": [cycle], **texts}

    @property
    def subjects(self) -> dict[str, list[int]]:
        """What it is about, as the commands take it."""
        chosen = [value.split("-") for value in self.about.data or []]
        return {
            "about_entry_ids": [int(number) for kind, number in chosen if kind == "update"],
            "about_milestone_ids": [int(number) for kind, number in chosen if kind == "milestone"],
        }

    about = ChoicesField("What is it about?", none_chosen="Choose from what is in the list")

    def offer(self, subjects: list[Subject]) -> None:
        """Fill in what it can be about."""
        self.about.choices = [SelectChoice(subject.key, _subject(subject)) for subject in subjects]

    def has_words(self) -> bool:
        """Whether at least one prompt has words; says so beside the first where none has."""
        if any(self[prompt.key].data for prompt in self.prompts):
            return True
        self.refuse(NOTHING_WRITTEN, self.prompts[0].key)
        return False


for _key, _prompt in PROMPTS.items():
    setattr(ReflectionForm, _key, LongTextField(_prompt.asks, [Length(LONGEST, thing="Your text")]))


class NewReflectionForm(ReflectionForm):
    """Write a reflection: the question who it is for comes with it."""

    audience = ChoiceField("Who is it for?", choices=NAMES, default="facilitators", none_chosen="Choose who it is for")


class SubmissionForm(Form):
    """Say who may read it, before it is sent."""

    audience = ChoiceField(
        "Open it to",
        choices={key: name for key, name in NAMES.items() if key != "me"},
        default="facilitators",
        none_chosen="Choose who may read it",
    )


def initial_data(reflection: Reflection, subjects: list[Subject]) -> dict[str, Any]:
    """A reflection as the fields of its form."""
    return {
        "title": reflection.title,
        "cycle": reflection.cycle,
        "about": [subject.key for subject in subjects],
        **reflection.fields,
    }


def _subject(subject: Subject) -> str:
    on = f", {short_day(subject.on)}" if subject.on else ""
    return f"Update: “{subject.name}”{on}" if subject.kind == "update" else f"Milestone: {subject.name}{on}"
