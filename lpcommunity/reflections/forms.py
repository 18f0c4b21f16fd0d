"""The form of a reflection: a cycle, its prompts, what it is about, who it is for."""

from typing import Any

from flask import request

from lpcommunity.access.reader import Reader
from lpcommunity.editing.forms import EntryForm, title_field
from lpcommunity.entries import markdown, titles
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.entries.content import Content
from lpcommunity.reflections import queries
from lpcommunity.reflections.cycles import CYCLES, Prompt, prompts_of
from lpcommunity.reflections.fields import LONGEST, PROMPTS
from lpcommunity.reflections.queries import MILESTONE_KIND, ReflectionInFull, Subject
from lpcommunity.reflections.refusal_text import NOTHING_WRITTEN
from lpcommunity.reflections.texts import content_of
from lpcommunity.web.forms import (
    ChoiceField,
    ChoicesField,
    Form,
    Length,
    LongTextField,
    SelectChoice,
    SelectOneField,
)
from lpcommunity.web.humanize import isolated, short_day


class ReflectionForm(EntryForm):
    """Write or change a reflection. It has a field for each prompt of every cycle, so that what was written along
    other questions stays in the form; only those of the chosen cycle are sent.
    """

    only_with = {
        key: ("cycle", tuple(cycle.key for cycle in CYCLES.values() if prompt in cycle.prompts))
        for key, prompt in PROMPTS.items()
    }
    cycle = SelectOneField(
        "Questions to write along",
        choices={cycle.key: cycle.name for cycle in CYCLES.values()},
        default="driscoll",
        none_chosen="Choose one of the sets of questions",
    )
    title = title_field()
    about = ChoicesField("What is it about?", none_chosen="Choose from what is in the list")

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
        texts = {one.key: self[one.key].data for one in self.prompts}
        return content_of(self.title.data or "", self.chosen, texts, self.people)

    @property
    def first_text(self) -> str:
        """The first question of the chosen cycle."""
        return self.prompts[0].key

    @property
    def left_out(self) -> frozenset[str]:
        """The prompts of the cycles that are not chosen."""
        return frozenset(PROMPTS) - {prompt.key for prompt in self.prompts}

    def counts(self, name: str) -> bool:
        """Whether a field is sent: of the questions those of the chosen cycle."""
        return name not in self.left_out

    @property
    def written_before(self) -> list[tuple[str, str]]:
        """What was written along questions of other cycles, each under its question: shown above those of this one."""
        return [
            (prompt.asks, self[key].data) for key, prompt in PROMPTS.items() if key in self.left_out and self[key].data
        ]

    @property
    def left_over(self) -> dict[str, list[str]]:
        """What was written along questions of other cycles, as a draft keeps it."""
        texts = {key: [self[key].data] for key in PROMPTS if key in self.left_out and self[key].data}
        if not texts:
            return {}
        cycle = next(cycle.key for cycle in CYCLES.values() if any(prompt.key in texts for prompt in cycle.prompts))
        return {"title": [self.title.data or ""], "cycle": [cycle], **texts}

    @property
    def values(self) -> dict[str, Any]:
        """The cycle, and what it is about, as the commands take it."""
        chosen = [value.rpartition("-") for value in self.about.data or []]
        return {
            "cycle": self.chosen,
            "about_entry_ids": [int(number) for kind, _, number in chosen if kind != MILESTONE_KIND],
            "about_milestone_ids": [int(number) for kind, _, number in chosen if kind == MILESTONE_KIND],
        }

    def offer(self, actor: Reader, place_id: int, entry: Any = None) -> None:
        """Fill in what it can be about, with what it was about before."""
        tied = queries.subjects_of(actor, entry) if entry is not None else []
        subjects = queries.subjects_to_choose(actor, place_id, tied)
        self.about.choices = [SelectChoice(subject.key, _subject(subject)) for subject in subjects]

    def complete(self) -> bool:
        """Whether at least one prompt has words; says so beside the first where none has."""
        if any(markdown.says_anything(self[prompt.key].data or "") for prompt in self.prompts):
            return True
        self.refuse(NOTHING_WRITTEN, self.prompts[0].key)
        return False

    @staticmethod
    def initial(actor: Reader, entry: ReflectionInFull) -> dict[str, Any]:
        """A reflection as the fields of its form."""
        return {
            "title": titles.kept(entry.title, entry.fields),
            "cycle": entry.cycle,
            "about": [subject.key for subject in queries.subjects_of(actor, entry)],
            **entry.fields,
        }


for _key, _prompt in PROMPTS.items():
    setattr(ReflectionForm, _key, LongTextField(_prompt.asks, [Length(LONGEST, thing="Your text")]))


class NewReflectionForm(ReflectionForm):
    """Write a reflection: the question who it is for comes with it."""

    audience = ChoiceField("Who is it for?", choices=NAMES, default="facilitators", none_chosen="Choose who it is for")

    @property
    def values(self) -> dict[str, Any]:
        """The same; and what is for others is sent to the facilitators."""
        return {**super().values, "submit": self.audience.data != "me"}


class SubmissionForm(Form):
    """Say who may read it, before it is sent."""

    audience = ChoiceField(
        "Open it to",
        choices={key: name for key, name in NAMES.items() if key != "me"},
        default="facilitators",
        none_chosen="Choose who may read it",
    )


def _subject(subject: Subject) -> str:
    on = f", {short_day(subject.on)}" if subject.on else ""
    name = isolated(subject.name) if subject.kind == MILESTONE_KIND else f"“{isolated(subject.name)}”"
    return f"{subject.word}: {name}{on}"
