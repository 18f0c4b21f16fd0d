"""The texts of a reflection, prompt by prompt, in the order of its cycle, as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lpcommunity.entries import markdown
from lpcommunity.entries.content import Content
from lpcommunity.entries.mention_marks import NOBODY, Names
from lpcommunity.reflections.cycles import CYCLES, prompts_of


@dataclass(frozen=True)
class Text:
    """What was written to one prompt."""

    key: str
    asks: str
    html: str

    @property
    def words(self) -> str:
        """The same without marks, in one line."""
        return markdown.plain(self.html)


def texts_of(cycle: str, fields: Mapping[str, Any], mentions: Names = NOBODY) -> list[Text]:
    """What was written to each prompt, the empty ones left out."""
    people = tuple(mentions.items())
    prompts = [prompt for prompt in prompts_of(cycle if cycle in CYCLES else "free") if fields.get(prompt.key)]
    return [Text(prompt.key, prompt.asks, rendered(fields[prompt.key], people)) for prompt in prompts]


def headings_of(cycle: str) -> dict[str, str]:
    """The headings above the texts of an entry: its prompts, but for free writing."""
    return {} if cycle == "free" else {prompt.key: prompt.asks for prompt in prompts_of(cycle)}


def content_of(title: str, cycle: str, texts: Mapping[str, str], mentions: Names = NOBODY) -> Content:
    """These words, rendered in the order of their cycle, each below its prompt."""
    said = {prompt.key: texts.get(prompt.key) or "" for prompt in prompts_of(cycle)}
    return Content.written(title, said, headings_of(cycle), mentions)


@lru_cache(maxsize=512)
def rendered(text: str, mentions: tuple[tuple[str, int], ...] = ()) -> str:
    """This Markdown as safe HTML. The same text is read many times, and by turns."""
    return markdown.render(text, dict(mentions))
