"""Our dialect of Markdown (ADR 36): what people do not mean as a mark is none, and addresses are links."""

import itertools
import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import emphasis as commonmark_emphasis
from markdown_it.token import Token

from lpcommunity.entries import mention_marks
from lpcommunity.entries.link_targets import Links, host_of, is_same_place, target
from lpcommunity.web.sanitising import without_unseen

# No headings underlined by ---, no code by four blanks, no `[name]: …` that swallows a line, and <…> stays as typed.
OFF = ["lheading", "code", "reference", "autolink"]
ESCAPABLE = frozenset("*_[]`#-+.!|>~()")
IN_NO_PATH = frozenset("*`|")
ASKS = "what does it show?"  # what the editor writes where somebody shall say what a picture shows (writing/files.js)
UNDESCRIBED = "Picture without a description"
FENCE_ENDS = ["paragraph", "reference", "blockquote", "list"]  # as in CommonMark: what a fence may end
SCHEME = re.compile(r"(?:\A|[^a-z0-9.+-])(https?)\Z", re.IGNORECASE)
NUMBER = re.compile(r"\s*\d+\Z")


class Dialect(MarkdownIt):
    """Markdown whose addresses are shown as they lead: nothing unseen in them, no letters that look like others."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """Where a link leads."""
        return super().normalizeLink(without_unseen(url))

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """An address as it is shown: letters for %C3%A9, but a host in other letters (xn--…) as it was typed."""
        return without_unseen(link if "xn--" in link.lower() else super().normalizeLinkText(link))


def parser() -> MarkdownIt:
    """A parser of our dialect, with its renderer."""
    made = Dialect("commonmark", {"html": False, "breaks": True, "linkify": True, "maxNesting": 20})
    made.linkify = Links()
    made.enable(["table", "strikethrough", "linkify"]).disable(OFF)
    made.block.ruler.at("fence", make_fence_rule(markers=("`",)), {"alt": FENCE_ENDS})
    made.inline.ruler.at("linkify", address)
    made.inline.ruler.at("escape", escape)
    made.inline.ruler.at("emphasis", emphasis)
    made.core.ruler.after("linkify", "targets", targets)
    made.core.ruler.after("targets", "descriptions", descriptions)
    made.core.ruler.push("mentions", mention_marks.draw)  # last, when words that belong together are one
    return made


def address(state: StateInline, silent: bool) -> bool:
    """An address with http or https is a link. Only the few letters before its colon are looked at."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = SCHEME.search(state.pending[-6:])
    found = scheme and state.md.linkify and state.md.linkify.match_at_start(state.src[state.pos - len(scheme[1]) :])
    if not scheme or not found:
        return False
    typed = found.url.rstrip("*")
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        link = state.push("link_open", "a", 1)
        link.attrs, link.markup, link.info = {"href": state.md.normalizeLink(typed)}, "linkify", "auto"
        state.push("text", "", 0).content = state.md.normalizeLinkText(typed)
        state.push("link_close", "a", -1)
    state.pos += len(typed) - len(scheme[1])
    return True


def escape(state: StateInline, silent: bool) -> bool:
    """A backslash makes a sign a mere sign. After a letter, a colon or another backslash it is part of a path."""
    at, after = state.pos, state.pos + 1
    if state.src[at] != "\\" or after >= state.posMax or state.src[after] not in ESCAPABLE:
        return False
    before = state.src[at - 1] if at else ""
    in_path = (before.isalnum() or before in ("\\", ":")) and state.src[after] not in IN_NO_PATH
    if in_path and not _ends_number(state.src, at, state.src[after]):
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = state.src[after], state.src[at : after + 1], "escape"
    state.pos += 2
    return True


def _ends_number(source: str, at: int, sign: str) -> bool:
    """Whether what is escaped is the full stop after a number that begins a line: that of 1986, for example."""
    return sign in ".)" and NUMBER.match(source[max(source.rfind("\n", 0, at) + 1, at - 12) : at]) is not None


def emphasis(state: StateInline, silent: bool) -> bool:
    """Stars and underscores mark words. Within a word one star is a star, and beside figures any number of them."""
    start = state.pos
    if state.src[start] != "*" or silent:
        return commonmark_emphasis.tokenize(state, silent)
    end = start
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    within = before.isalnum() and after.isalnum()
    if not within or (end - start > 1 and not (before.isdigit() and after.isdigit())):
        return commonmark_emphasis.tokenize(state, silent)
    state.pending += state.src[start:end]
    state.pos = end
    return True


def targets(state: StateCore) -> None:
    """Let links lead where they mean to; an address that stands there for itself is shown so. So is one whose words
    are another address than its own.
    """
    for block in state.tokens:
        children = block.children or []
        for at, token in enumerate(children):
            if token.type != "link_open":
                continue
            given = str(token.attrs.get("href", ""))
            leads = target(given)
            if leads != given:
                token.attrs["href"] = state.md.normalizeLink(leads)
                if at + 1 < len(children) and _is_address(token, children[at + 1]):
                    children[at + 1].content = state.md.normalizeLinkText(leads)
            if token.info != "auto":
                _say_where(state.md, children[at + 1 :], leads)


def _say_where(md: MarkdownIt, after: list[Token], leads: str) -> None:
    """Let the words of a link be its address where they are another one."""
    inside = itertools.takewhile(lambda token: token.type != "link_close", after)
    words = [token for token in inside if token.type != "image"]
    said = unicodedata.normalize("NFKC", without_unseen("".join(token.content for token in words)))
    found = (md.linkify.match(said) if md.linkify else None) or ()
    if all(is_same_place(host_of(md.normalizeLink(one.url)), host_of(leads)) for one in found):
        return
    for token in words:
        token.type, token.tag, token.nesting, token.children, token.content = "text", "", 0, None, ""
    words[0].content = md.normalizeLinkText(leads.removeprefix("mailto:"))


def _is_address(link: Token, text: Token) -> bool:
    """Whether the words of a link are an address themselves."""
    return text.type == "text" and (link.info == "auto" or text.content.startswith(("http://", "https://")))


def descriptions(state: StateCore) -> None:
    """Where nobody said what a picture shows, let that be said."""
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "image" and token.content.strip().casefold() in ("", ASKS):
                said = Token("text", "", 0)
                said.content = token.content = UNDESCRIBED
                token.children = [said]
