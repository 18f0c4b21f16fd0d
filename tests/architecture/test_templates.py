"""Templates run under a strict policy: no script and no style inside them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lpcommunity

PACKAGE = Path(lpcommunity.__file__).parent
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".svg", ".xml"})
# E-mail is no page: its programs know inline styles only, and css-inline makes them of a style sheet.
PAGES = [path for path in TEMPLATES if "mail" not in path.relative_to(PACKAGE).parts]
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


class Finder(HTMLParser):
    """Collects what the policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        where = f"line {self.getpos()[0]}: <{tag}>"
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"{where} inside the page")
        self.found += [f"{where} with {name}=" for name in names if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        self.found += [
            f"{where} with a javascript: address"
            for _, value in attrs
            if (value or "").strip().lower().startswith("javascript:")
        ]


def _without_jinja(text: str) -> str:
    """Jinja's own words replaced by nothing, with every line kept in its place."""
    return JINJA.sub(lambda match: "\n" * match.group().count("\n"), text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_script_or_style_inside(path):
    finder = Finder()
    finder.feed(_without_jinja(path.read_text(encoding="utf-8")))
    assert finder.found == []


def test_nothing_is_marked_safe_but_what_was_cleaned():
    """`|safe` is for bodies (`body_html`, `text.html`), which were sanitised when they were written."""
    use = re.compile(r"([\w.\[\]'\"]+)\s*\|\s*safe\b")
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in TEMPLATES
        for name in use.findall(path.read_text(encoding="utf-8"))
        if not name.endswith(("_html", ".html"))
    ]
    assert found == []
