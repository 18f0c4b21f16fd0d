"""What a person wrote, made ready before the transaction: rendered, measured, cut for the card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lpcommunity.entries import markdown


@dataclass(frozen=True)
class Content:
    """A title and the texts of an entry, by the names of the kind's fields.

    `body_html` and `standfirst` are made from them. Make it outside a transaction: rendering takes time.
    """

    title: str
    fields: Mapping[str, str]
    body_html: str = field(default="")
    standfirst: str = field(default="")

    @classmethod
    def written(cls, title: str, fields: Mapping[str, str], headings: Mapping[str, str] | None = None) -> "Content":
        """Render these texts, one under the other in their order; `headings` puts a heading above some of them.

        A missing title becomes the first words of the text, so that a card always has one.
        """
        said = {key: text.strip() for key, text in fields.items() if text and text.strip()}
        parts = []
        for key, text in said.items():
            heading = (headings or {}).get(key)
            parts.append((f"<h2>{heading}</h2>\n" if heading else "") + markdown.render(text))
        first = markdown.render(next(iter(said.values()))) if said else ""
        lead = markdown.opening(first)
        return cls(title=title.strip() or _title_from(lead), fields=said, body_html="\n".join(parts), standfirst=lead)


def _title_from(lead: str) -> str:
    """The first sentence, or as much of it as a title can hold."""
    for mark in (". ", "? ", "! "):
        head, found, _ = lead.partition(mark)
        if found and len(head) <= 90:
            return head + (mark.strip() if mark != ". " else "")
    return lead if len(lead) <= 90 else lead[:90].rsplit(" ", 1)[0] + " …"


def same(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Whether two sets of texts say the same, blanks aside."""
    return {k: v for k, v in fields.items() if v} == {k: v for k, v in others.items() if v}
