"""What a person wrote, made ready before the transaction: rendered, measured, cut for the card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lpcommunity.entries import markdown, titles
from lpcommunity.entries.kinds import Kind
from lpcommunity.entries.mention_marks import NOBODY, Names

LONGEST_CLOSING = 160  # characters


@dataclass(frozen=True)
class Content:
    """A title and the texts of an entry, by the names of the kind's fields.

    `body_html` and `standfirst` are made from them. Make it outside a transaction: rendering takes time.
    """

    title: str
    fields: Mapping[str, str]
    body_html: str = field(default="")
    standfirst: str = field(default="")
    closing: str = field(default="")  # the first words of the last of several texts: what came of it

    @classmethod
    def written(
        cls,
        title: str,
        fields: Mapping[str, str],
        headings: Mapping[str, str] | None = None,
        mentions: Names = NOBODY,
    ) -> "Content":
        """Render these texts, one under the other in their order; `headings` puts a heading above some of them, and
        `mentions` says whom names after an @ mean. A text in which nothing is to be read or seen counts as none.

        A missing title becomes the first sentence of the text, which then is said once (entries.titles). Without any
        words it is what the first picture shows; if nobody said that, there is none, until it is put on record.
        """
        rendered = {key: markdown.render(text, mentions) for key, text in fields.items() if text and text.strip()}
        rendered = {key: html for key, html in rendered.items() if markdown.says_something(html)}
        said = {key: fields[key].strip() for key in rendered}
        first, own = next(iter(said), None), titles.given(title)
        made = titles.made(said[first], rendered[first]) if first is not None and not own else ""
        parts = [_headed((headings or {}).get(key), html) for key, html in rendered.items()]
        opens = next((html for html in rendered.values() if markdown.plain(html)), "")
        lead = titles.lead(own or made, opens, was_made=bool(made))
        closing = markdown.opening(list(rendered.values())[-1], LONGEST_CLOSING) if len(rendered) > 1 else ""
        return cls(title=own or made, fields=said, body_html="\n".join(parts), standfirst=lead, closing=closing)


def with_closing(card: Mapping[str, Any], kind: Kind, content: Content) -> dict[str, Any]:
    """What a card says, with what came of it where somebody looked back: a told story shows that line."""
    facts = {name: value for name, value in card.items() if name != "came"}
    return facts | ({"came": content.closing} if kind.looks_back and content.closing else {})


def _headed(heading: str | None, html: str) -> str:
    return (f"<h2>{heading}</h2>\n" if heading else "") + html


def same(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Whether two sets of texts say the same, blanks aside."""
    return {k: v for k, v in fields.items() if v} == {k: v for k, v in others.items() if v}
