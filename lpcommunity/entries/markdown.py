"""Markdown to safe HTML, once, when it is written: text as people bring it, not as a programmer types it (ADR 36).

Length is capped before parsing and nesting is limited, since hostile Markdown can take seconds
(PROMISES section 2). What is rendered is sanitised again by nh3 (ammonia) with a short allow-list.
"""

import re
from html import escape, unescape

import nh3

from lpcommunity.entries import markdown_dialect, mention_marks
from lpcommunity.entries.first_words import first_words
from lpcommunity.entries.mention_marks import CLASS, MENTIONS, NOBODY, SIGNS, Names, Sign
from lpcommunity.entries.typed_text import as_markdown
from lpcommunity.web.sanitising import shows_something

LONGEST = 60_000  # characters; forms say less, this is the last wall

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
# “*” stands for every tag: unless told otherwise the cleaner would let titles through.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
APART = {"table", "pre", "h2", "h3", "h4"}
OWN_PICTURE = re.compile(r"/attachments/\d{1,10}\Z")
EITHER_WAY = re.compile(r"<(p|li|h[2-4]|th|td)>")  # each begins at the side from which its words are read
SHOWN = re.compile(r'<img src="/attachments/\d{1,10}"(?: alt="([^"]*)")?')

_markdown = markdown_dialect.parser()


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures come from our own attachments only: another address would tell its owner who reads."""
    if tag == "img" and name == "src" and not OWN_PICTURE.match(value):
        return None
    return value


def render(text: str, mentions: Names = NOBODY) -> str:
    """This Markdown as safe HTML. Headings begin at h2, below the entry's title; raw HTML stays text. `mentions`: whom
    names after an @ mean (mention_marks).

    Raises ValueError when it is longer than LONGEST.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    html = _markdown.render(as_markdown(text), {MENTIONS: mentions})
    html = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{min(int(m[2]) + 1, 4)}>", html)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        allowed_classes={"a": {CLASS}},  # nobody can type one
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
        generic_attribute_prefixes=set(),
    )
    either = EITHER_WAY.sub(r'<\1 dir="auto">', clean)
    # A point of several paragraphs takes its side from its first.
    return _framed(re.sub(r'(<li dir="auto">\s*)<p dir="auto">', r"\1<p>", either))


def signs_in(text: str) -> list[Sign]:
    """Every @ in this Markdown after which a name may stand."""
    if "@" not in text or len(text) > LONGEST:
        return []
    told: dict[str, list[Sign]] = {}
    _markdown.parse(as_markdown(text), told)
    return told.get(SIGNS, [])


def mentioned_in(html: str) -> dict[str, int]:
    """The names that rendered HTML mentions, and who they are."""
    return mention_marks.drawn_in(html)


def opening_of(text: str) -> str:
    """The first sentence of this Markdown, of which a title can be made."""
    return first_words(_markdown.parse(as_markdown(text[:LONGEST])))


def _framed(html: str) -> str:
    """Tables in a frame that scrolls by itself, with a name, so that no page becomes wider than its window."""

    def frame(found: re.Match[str]) -> str:
        head = re.findall(r"<th[^>]*>(.*?)</th>", found[0], re.DOTALL)
        name = ", ".join(filter(None, (plain(cell) for cell in head[:4])))
        label = escape(f"Table: {name[:120]}" if name else "Table")
        return f'<div class="lp-table" role="group" aria-label="{label}" tabindex="0">{found[0]}</div>'

    return re.sub(r"<table>.*?</table>", frame, html, flags=re.DOTALL) if "<table>" in html else html


def says_something(html: str) -> bool:
    """Whether there is anything to be read or seen in this HTML: a letter, a figure, an emoji, a picture of ours."""
    return bool(SHOWN.search(html)) or shows_something(plain(html))


def says_anything(text: str) -> bool:
    """The same of Markdown."""
    return len(text) > LONGEST or says_something(render(text))


def picture_texts(html: str) -> list[str]:
    """What the pictures in rendered HTML show, as far as somebody said so; an entry for each picture."""
    said = (unescape(alt) for alt in SHOWN.findall(html))
    return ["" if alt == markdown_dialect.UNDESCRIBED else alt for alt in said]


def plain(html: str) -> str:
    """The words of rendered HTML, without marks, in one line."""
    return _line(nh3.clean(_spaced(html), tags=set()))


def opening(html: str, longest: int = 220) -> str:
    """The first words, for a card: whole sentences where they fit, else cut at a word.

    Headings, tables and code say little out of their place; they are left out where there is anything else.
    """
    prose = nh3.clean(_spaced(html), tags=set(), attributes={}, clean_content_tags=APART)
    return shortened(_line(prose) or plain(html), longest)


def shortened(words: str, longest: int = 220) -> str:
    """These words, as far as they fit: whole sentences if that is enough of them, else cut at a word."""
    if len(words) <= longest:
        return words
    cut = words[:longest]
    stop = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    if stop > longest // 3:
        return cut[: stop + 1]
    return cut[: cut.rfind(" ")].rstrip(",;:") + " …"


def prose_lines(html: str) -> list[str]:
    """The words of rendered HTML block by block, without headings."""
    marked = re.sub(r"(</(?:p|li|tr|blockquote|pre)>|<br>)", "\n", re.sub(r"\s+", " ", html))
    words = nh3.clean(marked, tags=set(), attributes={}, clean_content_tags={"h2", "h3", "h4"})
    return [line for line in map(_line, words.split("\n")) if line]


def _spaced(html: str) -> str:
    """A space after each block, so that the last word of one does not grow together with the first of the next."""
    return re.sub(r"(</(?:p|li|h[2-4]|td|th|blockquote)>|<br>)", r"\1 ", html)


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", unescape(words)).strip()
