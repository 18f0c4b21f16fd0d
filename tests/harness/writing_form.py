"""A writing form as a browser fills it in: opened, changed, sent with everything it carries."""

import html
import re
from typing import Any

from werkzeug.test import TestResponse

from tests.harness.visitor import Visitor

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
AREA = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', re.S)
TEXT = re.compile(r'<input class="govuk-input[^"]*"[^>]* name="([^"]+)"[^>]* value="([^"]*)"')


CHOICE = re.compile(r'<input[^>]*type="(?:radio|checkbox)"[^>]*>')
SELECT = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', re.S)
NAME, VALUE = re.compile(r' name="([^"]+)"'), re.compile(r' value="([^"]*)"')


def main_of(page: str) -> str:
    """What stands between the masthead and the footer."""
    return page.partition("<main")[2].partition("</main>")[0]


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields and the texts of the writing form on a page; of its only form where nothing is a draft."""
    form = main_of(page).partition("data-autosave=")[2].partition("</form>")[0] or main_of(page)
    found = HIDDEN.findall(form) + AREA.findall(form) + TEXT.findall(form)
    return {name: html.unescape(value) for name, value in found}


def choices_of(page: str) -> dict[str, list[str]]:
    """What can be chosen in the writing form on a page: radios, checkboxes and selects, by name."""
    form = main_of(page).partition("data-autosave=")[2]
    found: dict[str, list[str]] = {}
    for tag in CHOICE.findall(form):
        name, value = NAME.search(tag), VALUE.search(tag)
        if name and value:
            found.setdefault(html.unescape(name[1]), []).append(html.unescape(value[1]))
    for name, options in SELECT.findall(form):
        found[name] = [html.unescape(value) for value in VALUE.findall(options)]
    return found


class Form:
    """A form that somebody has open."""

    def __init__(self, visitor: Visitor, path: str, shown: TestResponse | None = None) -> None:
        """Open it; or take it as an answer showed it again, to be sent to that address."""
        response = shown or visitor.get(path)
        assert shown or response.status_code == 200, f"{path}: {response.status_code}"
        self.visitor, self.path = visitor, path.partition("?")[0]
        self.page = response.get_data(as_text=True)
        self.fields = fields_of(self.page)

    def send(self, **typed: Any) -> TestResponse:
        """Send it with this typed into it."""
        return self.visitor.client.post(self.path, data={**self.fields, **typed})
