"""What goes wrong with what people type and send: they are told where, and keep what they typed."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.harness.windows import PHONE

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.fixture
def hull(windows, sign_in):
    """A window of the lead of Hull, on a phone."""

    def hull(*, scripts: bool = True):
        page = windows.open(PHONE, scripts=scripts)
        sign_in(page, "hull-lead")
        return page

    return hull


def test_a_page_left_open_with_a_stale_token_keeps_an_update(hull, each_script, check_page):
    page = hull(scripts=each_script)
    page.goto("/partnerships/hull/updates/new")
    words = f"Ten firms rang back {uuid4().hex[:8]}"
    page.get_by_label("What happened?").fill(words)
    page.get_by_label("Needs attention").check()
    # At once: keeping the words by itself, the page would take a fresh token.
    page.get_by_role("button", name="Post the update").evaluate(
        "button => { button.form.elements.csrf_token.value = 'stale'; button.click(); }"
    )
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost: press the button again")
    expect(page.get_by_label("What happened?")).to_have_value(words)
    expect(page.get_by_label("Needs attention")).to_be_checked()
    check_page(page)
    page.get_by_label("Why?").fill("Nobody picks up before ten.")
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(re.compile(r"/updates/\d+$"))


def test_a_picture_that_is_none_is_refused_and_the_words_stay(hull, check_page):
    page = hull(scripts=False)
    page.goto("/partnerships/hull/updates/new")
    words = f"With a hostile picture {uuid4().hex[:8]}"
    page.get_by_label("What happened?").fill(words)
    page.get_by_label("On track").check()
    page.get_by_text("Add more:").click()
    page.get_by_label("Pictures and documents").set_input_files(
        [{"name": "chair.png", "mimeType": "image/png", "buffer": SCRIPT}]
    )
    page.get_by_role("button", name="Post the update").click()
    expect(page.get_by_role("alert")).to_contain_text("chair.png")
    expect(page.get_by_label("What happened?")).to_have_value(words)
    expect(page.get_by_label("On track")).to_be_checked()
    check_page(page)


def test_a_link_of_an_invitation_cut_in_half_says_so_kindly(quiet_site, windows, check_page):
    page = windows.open(PHONE)
    for address in ("/invitations/half", "/reset-password/half", "/confirm-email/half"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile("We do not know this link|This link does not work any more")
        )
        check_page(page)


def test_somebody_unknown_cannot_be_added_to_a_place(hull, check_page):
    page = hull()
    page.goto("/partnerships/hull/people/new")
    page.get_by_label("E-mail address").fill("nobody.at.all@example.org")
    page.get_by_label("Member", exact=True).check()
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody.at.all@example.org")
    expect(page.get_by_role("link", name="Invite nobody.at.all@example.org")).to_be_visible()
    check_page(page)
