"""Two or three places side by side: chosen from a place or from the directory, signed out too, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_where_were_they_when_they_had_our_problem(quiet_site, windows, sign_in, width, each_script, check_widths):
    page = windows.open(width, scripts=each_script)
    sign_in(page, "hull-lead")
    page.goto("/partnerships/bedford")
    page.get_by_role("navigation", name="More of Bedford").get_by_role("link", name="Compare").click()
    expect(page.get_by_label("First place")).to_have_value("hull")
    expect(page.get_by_label("Second place")).to_have_value("bedford")
    expect(page).to_have_title(re.compile("Hull and Bedford side by side"))
    table = page.get_by_role("table")
    expect(table).to_contain_text("Whose growth are we talking about?")
    expect(
        table.get_by_role("link", name="The drop-in: eleven footballs, two coaches, one participant")
    ).to_be_visible()
    page.get_by_label("First place").select_option("bedford")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose two different places")
    page.get_by_label("First place").select_option("hull")
    page.get_by_label("Second place").select_option("bedford")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_title(re.compile("^Hull and Bedford side by side"))
    picture = page.get_by_role("img", name=re.compile("Hull and Bedford side by side")).locator("visible=true")
    expect(picture).to_have_count(1)
    if each_script:
        check_widths(page)
        for narrow in (320, 640, 900):
            page.set_viewport_size({"width": narrow, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= narrow


def test_signed_out_it_shows_what_is_public(quiet_site, windows, check_page):
    page = windows.open(DESKTOP)
    page.goto("/partnerships")
    page.get_by_role("link", name="Compare two places, or three").click()
    page.get_by_label("First place").select_option(label="Bedford")
    page.get_by_label("Second place").select_option(label="Hull")
    page.get_by_label("A third, if you like").select_option(label="Nottingham")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("table")).to_contain_text("We took two words off the poster")
    expect(page.get_by_role("main")).not_to_contain_text("a facilitator’s answer")
    check_page(page)
