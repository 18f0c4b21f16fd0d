"""Checking in on a phone with one thumb, with and without scripts; pausing; passing a chance over."""

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE

NEW = "/partnerships/hull/check-ins/new"
UPDATE = re.compile(r"/updates/\d+$")
PICTURES = os.environ.get("RHYTHM_PICTURES", "")


def _words(what):
    return f"{what} {uuid4().hex[:8]}"


def _picture(page, name):
    """For whoever looks at what they changed."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)


class Thumb:
    """Counts what is tapped; typing is free."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, words):
        self.taps += 1
        self.page.get_by_role("radio", name=words, exact=True).click()

    def write(self, label, words):
        self.taps += 1
        self.page.get_by_label(label).click()
        self.page.keyboard.type(words)

    def press(self, name):
        self.taps += 1
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def lead(windows, sign_in):
    def open_(width=PHONE, *, scripts=True):
        page = windows.open(width, scripts=scripts)
        sign_in(page, "hull-lead")
        return page

    return open_


def test_six_taps_and_the_typing(site, lead, check_page):
    page = lead()
    page.goto(NEW)
    _picture(page, "check-in")
    check_page(page)
    said, thumb = _words("Both of them have the four pages"), Thumb(page)
    thumb.tap("On track")
    thumb.write("What moved, in a sentence?", said)
    thumb.write("What is next?", "Ring the council")
    page.locator('input[name="next_by"]').nth(1).click()
    thumb.taps += 1
    thumb.write("Is anything in the way?", "Nobody answers the phone")
    _picture(page, "check-in-filled")
    thumb.press("Check in")
    page.wait_for_url(UPDATE)
    assert thumb.taps <= 6
    expect(page.get_by_text("You are checked in")).to_be_visible()
    expect(page.get_by_text("In the way: Nobody answers the phone")).to_be_visible()
    expect(page.get_by_text("Ring the council")).to_be_visible()
    _picture(page, "checked-in")
    check_page(page)


def test_what_is_for_the_facilitators_alone(site, lead, each_script, sign_in, windows, check_page):
    page = lead(DESKTOP if each_script else PHONE, scripts=each_script)
    page.goto(NEW)
    confided = _words("I keep them apart")
    page.get_by_label("On track").check()
    page.get_by_label("What moved, in a sentence?").fill(_words("They met"))
    page.get_by_label("Is anything in the way?").fill(confided)
    page.get_by_label("Only my facilitators").check()
    expect(page.get_by_text("It is no part of the check-in")).to_be_visible()
    _picture(page, f"confided-{each_script}")
    check_page(page)
    page.get_by_role("button", name="Check in", exact=True).click()
    page.wait_for_url(UPDATE)
    expect(page.get_by_text("alone.", exact=False).first).to_be_visible()
    expect(page.get_by_role("link", name=confided)).to_be_visible()
    address = page.url
    other = windows.open(PHONE)
    sign_in(other, "bedford-member")
    other.goto(address)
    expect(other.get_by_text(confided)).to_have_count(0)


def test_errors_keep_what_was_typed(site, lead, each_script, check_page):
    page = lead(scripts=each_script)
    page.goto(NEW)
    page.get_by_label("What is next?").fill("Ring the council")
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("What is next?")).to_have_value("Ring the council")
    _picture(page, f"errors-{each_script}")
    check_page(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_of_the_rhythm(quiet_site, windows, sign_in, check_page, width):
    page = windows.open(width)
    sign_in(page, "hull-lead")
    for path, name in (
        ("/home", "home"),
        (NEW, "check-in-wide"),
        ("/partnerships/hull/rhythm", "rhythm"),
        ("/partnerships/hull/chances", "chances"),
        ("/partnerships/keele/rhythm", "paused"),
        ("/partnerships/hull", "place"),
    ):
        page.goto(path)
        _picture(page, name)
        check_page(page)


def test_a_pause_and_its_end(fresh_site, windows, sign_in, each_script, check_page):
    page = windows.open(PHONE, scripts=each_script)
    sign_in(page, "hull-lead")
    page.goto("/partnerships/hull/rhythm")
    page.get_by_label("Not now: we pause").check()
    for part, value in (("Day", "12"), ("Month", "1"), ("Year", str(2030))):
        page.get_by_role("textbox", name=part).fill(value)
    page.get_by_label("Why?").fill("Two of us are ill")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A pause can be a year at most").first).to_be_visible()
    expect(page.get_by_label("Why?")).to_have_value("Two of us are ill")
    _picture(page, f"pausing-{each_script}")
    check_page(page)


def test_a_chance_is_passed_over(fresh_site, windows, sign_in, check_page):
    page = windows.open(PHONE)
    sign_in(page, "hull-lead")
    page.goto("/partnerships/hull/chances")
    page.get_by_role("link", name=re.compile("Pass it over")).first.click()
    _picture(page, "passing-over")
    check_page(page)
    page.get_by_label("Why?").fill("We talked it through on the train")
    page.get_by_role("button", name="Pass it over").click()
    expect(page.get_by_text("It is passed over")).to_be_visible()
    expect(page.get_by_text("We talked it through on the train")).to_be_visible()
