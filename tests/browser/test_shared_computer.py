"""A computer that several people use: what one typed is not there for the next, nor in the folder of the browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP

TITLE, BODY = "Unheardofheading", "Whydidnobodycallback"
FORMS = (
    ("bedford-member", "/partnerships/bedford/reflections/new"),
    ("bedford-member", "/partnerships/bedford/updates/new"),
    ("hull-lead", "/partnerships/hull/projects/new"),
    ("programme-team", "/partnerships/new"),
)


def _come_in(page, persona: str) -> None:
    page.goto("/sign-in")
    page.locator(f'form[action="/demo/sign-in"] button[value="{persona}"]').click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


@pytest.mark.parametrize(("persona", "path"), FORMS, ids=[path for _, path in FORMS])
def test_back_shows_the_next_person_nothing_that_was_typed(windows, persona, path):
    """Without scripts, which would have saved it as a draft: whoever may open the form sees it empty."""
    page = windows.open(DESKTOP, scripts=False)
    _come_in(page, persona)
    page.goto(path)
    boxes = page.locator("main form input[type=text]:visible, main form textarea:visible")
    number = boxes.count()
    assert number
    for box in boxes.all():
        box.fill(BODY)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    page.locator(f'form[action="/demo/sign-in"] button[value="{persona}"]').click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    for _ in range(4):
        page.go_back()
        if page.url.endswith(path):
            break
    expect(boxes).to_have_count(number)
    assert [box.input_value() for box in boxes.all() if BODY in box.input_value()] == []
