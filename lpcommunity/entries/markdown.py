"""Markdown to safe HTML, once, when it is written.

Length is capped before parsing and nesting is limited, since hostile Markdown can take seconds
(PROMISES section 2). What is rendered is sanitised again by nh3 (ammonia) with a short allow-list.
"""

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

LONGEST = 60_000  # characters; forms say less, this is the last wall

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable(
    ["table", "strikethrough"]
)

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "s",
    "ul",
    "ol",
    "li",
    "a",
    "blockquote",
    "code",
    "pre",
    "h2",
    "h3",
    "h4",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
APART = {"table", "pre", "h2", "h3", "h4"}
OWN_PICTURE = re.compile(r"/attachments/\d{1,10}\Z")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures come from our own attachments only: another address would tell its owner who reads."""
    if tag == "img" and name == "src" and not OWN_PICTURE.match(value):
        return None
    return value


def render(text: str) -> str:
    """This Markdown as safe HTML. Headings begin at h2, below the entry's title; raw HTML stays text.

    Raises ValueError when it is longer than LONGEST.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    html = _markdown.render(text)
    html = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{min(int(m[2]) + 1, 4)}>", html)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
        generic_attribute_prefixes=set(),
    )


def plain(html: str) -> str:
    """The words of rendered HTML, without marks, in one line."""
    return _line(nh3.clean(_spaced(html), tags=set()))


def opening(html: str, longest: int = 220) -> str:
    """The first words, for a card: whole sentences where they fit, else cut at a word.

    Headings, tables and code say little out of their place; they are left out where there is anything else.
    """
    prose = nh3.clean(_spaced(html), tags=set(), attributes={}, clean_content_tags=APART)
    words = _line(prose) or plain(html)
    if len(words) <= longest:
        return words
    cut = words[:longest]
    stop = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    if stop > longest // 3:
        return cut[: stop + 1]
    return cut[: cut.rfind(" ")].rstrip(",;:") + " …"


def _spaced(html: str) -> str:
    """A space after each block, so that the last word of one does not grow together with the first of the next."""
    return re.sub(r"(</(?:p|li|h[2-4]|td|th|blockquote)>|<br>)", r"\1 ", html)


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", unescape(words)).strip()
