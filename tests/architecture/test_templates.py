"""Templates run under a strict policy: no script and no style inside them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lpcommunity
from lpcommunity.web.forms import Form, TextField

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


# What they ask for is about oneself: each field says what (WCAG 1.3.5), and the browser may fill it in.
ABOUT_ONESELF = {
    "accounts/email.html",
    "accounts/forgotten-password.html",
    "accounts/password.html",
    "accounts/reauthenticate.html",
    "accounts/reauthenticate-first.html",
    "accounts/reset-password.html",
    "accounts/sign-in.html",
    "invitations/join.html",
}
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
TYPED_IN = re.compile(r"""\bf\.(text|textarea|email|date)\(|<textarea|<input(?![^>]*type="(hidden|checkbox|radio)")""")


def test_no_browser_keeps_what_is_typed_for_whoever_uses_it_next():
    """Chromium looks at the form, Firefox at the field (ADR 37)."""
    found = set()
    for path in PAGES:
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            tag = form.split(">", 1)[0]
            if ("novalidate" in tag or TYPED_IN.search(form)) and 'autocomplete="off"' not in tag:
                found.add(path.relative_to(path.parents[1]).as_posix())
    assert found == ABOUT_ONESELF


def test_a_field_in_which_one_writes_is_not_for_the_browser_to_keep(app):
    """Whatever a template says; a field about oneself says which."""
    with app.test_request_context():
        fields = app.jinja_env.get_template("components/fields.html").module
        form = type("Written", (Form,), {"words": TextField("Words")})()
        assert 'autocomplete="off"' in fields.text(form.words)
        assert 'autocomplete="off"' in fields.textarea(form.words)
        assert 'autocomplete="off"' in fields.textarea(form.words, most=100, attributes={"data-x": "1"})
        assert 'autocomplete="name"' in fields.text(form.words, autocomplete="name")
