"""Text as people type and paste it, as Markdown: bullets of Word, cells of Excel, signs that only look like marks.

Line by line, in time that grows with the length alone. Only what a renderer would take for something else is changed,
and nothing that was typed is left out but bullets, which the list draws again.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lpcommunity.web.sanitising import BREAKS

BULLETS = "•‣⁃◦∙●○▪▫❖➢\uf0b7\uf0a7\uf0d8\uf076\uf0fc"  # the last ones: Word's Symbol and Wingdings
DASHES = "·–—+"  # bullets where a tab follows, or where two lines begin alike; else signs of a sentence
LETTERS = "o§ØüvqØ■□➔→"  # what is left of Word's bullets in plain text: only with a tab
BLANK = "[ \t\u00a0]"
BULLET = re.compile(rf"(?P<indent>{BLANK}*)(?P<sign>[{BULLETS}]){BLANK}*(?P<says>[^\s].*)\Z")
DASH = re.compile(rf"(?P<indent>{BLANK}*)(?P<sign>[{DASHES}])(?P<after>{BLANK}+)(?P<says>[^\s].*)\Z")
LETTER = re.compile(rf"(?P<indent>{BLANK}*)(?P<sign>[{LETTERS}])[ \u00a0]*\t{BLANK}*(?P<says>[^\s\t][^\t]*)\Z")
TYPED = re.compile(rf"(?P<indent>{BLANK}*)(?P<sign>[-*+]|\d{{1,3}}[.)])(?P<after>{BLANK}+)(?P<says>[^\s].*)\Z")
LETTERED = re.compile(rf"{BLANK}*(?:\(?(?:\d{{1,3}}|[a-zA-Z]|[ivxlIVXL]{{1,6}})[.)])\t[^\t]*\Z")  # a), iv., (1)
FENCE = re.compile(r"\s*(`{3,})[^`]*\Z")
FENCE_END = re.compile(r"\s*`{3,}\s*\Z")
YEAR = re.compile(r"\A(\s*\d{4,})([.)])(?=\s|\Z)")
MORE_THAN = re.compile(r"\A(\s*)>(?=\s?[\d=])")
MOST_CELLS = 40
DEEPEST = 5


@dataclass(frozen=True)
class _Item:
    """A line of a list: how far it stands in, its sign, what it says; `ours`: the renderer knows it by itself."""

    indent: int
    sign: str
    says: str
    ours: bool = False


def as_markdown(text: str) -> str:
    """This text with lists, tables, years and other signs as Markdown says them."""
    lines = BREAKS.sub("\n", text).split("\n")
    return "\n".join(line for kind, block in _blocks(lines) for line in _written(kind, block))


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The lines in groups: code as it is, lists, tables, quotations, prose."""
    ends = [n for n, line in enumerate(lines) if FENCE_END.match(line)]
    at = 0
    while at < len(lines):
        if FENCE.match(lines[at]):
            later = bisect_right(ends, at)
            if later < len(ends):
                yield "code", lines[at : ends[later] + 1]
                at = ends[later] + 1
            else:
                yield "prose", [lines[at].replace("`", "\\`")]
                at += 1
            continue
        first = at
        while at < len(lines) and not FENCE.match(lines[at]):
            at += 1
        yield from _prose(lines[first:at])


def _prose(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    kinds = [_kind(lines, n) for n in range(len(lines))]
    at = 0
    for kind, group in groupby(kinds):
        block = lines[at : at + len(list(group))]
        at += len(block)
        yield kind.partition(" ")[0], block


def _kind(lines: list[str], n: int) -> str:
    line = lines[n]
    if _item(lines, n) is not None:
        return "list"
    if n and LETTERED.match(line) and _item(lines, n - 1) is not None:
        return "list"  # a), b) below a point
    if line.lstrip().startswith(">") and not MORE_THAN.match(line):
        return "quote"
    tabs = 0 if LETTERED.match(line) else line.count("\t")
    return f"table {tabs}" if tabs else "prose"


def _item(lines: list[str], n: int) -> _Item | None:
    line = lines[n]
    if found := BULLET.match(line) or LETTER.match(line):
        return _Item(_width(found["indent"]), found["sign"], found["says"])
    if (found := DASH.match(line)) and ("\t" in found["after"] or _dashed_too(lines, n, found["sign"])):
        return _Item(_width(found["indent"]), found["sign"], found["says"])
    if (found := TYPED.match(line)) and found["sign"] != "+":
        return _Item(_width(found["indent"]), found["sign"], found["says"], ours="\t" not in found["after"])
    return None


def _dashed_too(lines: list[str], n: int, sign: str) -> bool:
    """Whether the line before or after begins with the same dash: one alone is a sentence that begins with it."""
    beside = (lines[n - 1] if n else "", lines[n + 1] if n + 1 < len(lines) else "")
    return any((found := DASH.match(line)) is not None and found["sign"] == sign for line in beside)


def _width(indent: str) -> int:
    return len(indent.replace("\t", "    "))


def _written(kind: str, block: list[str]) -> list[str]:
    if kind == "list":
        return _list(block)
    if kind == "table":
        return _table(block)
    if kind == "quote":
        return [*block, ""]  # else an answer below it would become part of what is quoted
    return [_kept(line) for line in block] if kind == "prose" else block


def _kept(line: str) -> str:
    """A line of prose, with the signs that would begin something else marked as signs."""
    line = MORE_THAN.sub(r"\1\\>", YEAR.sub(r"\1\\\2", line))
    dashed = DASH.match(line)
    return f"{dashed['indent']}\\{line.lstrip()}" if dashed and dashed["sign"] == "+" else line


def _list(block: list[str]) -> list[str]:
    items = [_item(block, n) for n in range(len(block))]
    if all(one is None or one.ours for one in items):
        return [*block, ""]
    said: list[str] = []
    above: list[tuple[int, str, int]] = []  # indent, sign, and how wide its own mark is
    for line, one in zip(block, items, strict=True):
        inside = " " * sum(width for _, _, width in above)
        if one is None:
            said.append(inside + " ".join(line.split()))
            continue
        key = "1" if one.sign[0].isdigit() else one.sign
        while above and not _below(above, one.indent, key):
            above.pop()
        mark = one.sign if key == "1" else "-"
        if len(above) < DEEPEST:
            inside = " " * sum(width for _, _, width in above)
            above.append((one.indent, key, len(mark) + 1))
        else:
            inside = " " * sum(width for _, _, width in above[:-1])
        said.append(f"{inside}{mark} {one.says}")
    return [*said, ""]


def _below(above: list[tuple[int, str, int]], indent: int, key: str) -> bool:
    """Whether a line belongs below the last of these: further in, or as far in with a bullet that is new here. A
    number as far in is another list.
    """
    last = above[-1][0]
    return indent > last or (indent == last and key != "1" and all(sign != key for _, sign, _ in above))


def _table(block: list[str]) -> list[str]:
    rows = [[cell.strip() for cell in line.split("\t")] for line in block]
    labels = all(row[0].endswith(":") for row in rows)  # To:, From:, Subject:
    indented = not any(row[0] for row in rows)
    if len(rows) < 2 or len(rows[0]) > MOST_CELLS or labels or indented:
        return [_kept(" ".join(line.split("\t")).strip()) for line in block]
    head, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["", head, "|" + " --- |" * len(rows[0]), *body, ""]
