"""The letter of what moved: choosing when it comes and what with it, reading it, ending it, muting a place."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_being_told import reload_until
from tests.harness.windows import DESKTOP, PHONE

TO = "bedford-member@demo.example"


def _link(page: Page, words: str) -> str:
    """The address on this site behind a line of the letter: the demonstration was loaded at another."""
    mail = page.get_by_role("listitem").filter(has_text="What moved,").first
    line = next(line for line in mail.inner_text().splitlines() if line.startswith(words))
    return urlsplit(line.rpartition(" ")[2]).path


def test_somebody_chooses_reads_mutes_a_place_and_ends_it(fresh_site, windows, sign_in, check_widths, each_script):
    page = windows.open(PHONE, scripts=each_script)
    page.goto(f"/mailbox?to={TO}")
    reload_until(page, "What moved,")
    check_widths(page)
    mute, stop = _link(page, "No more from Nottingham:"), _link(page, "Stop it:")

    page.goto(mute)
    expect(page.get_by_role("heading", level=1)).to_have_text("No more from Nottingham in the letter?")
    check_widths(page)
    page.get_by_role("button", name="No more from Nottingham").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nottingham is no longer in your letter")
    check_widths(page)

    page.goto(stop)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop these e-mails?")
    page.get_by_role("button", name="Stop these e-mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no more of these e-mails")

    sign_in(page, "bedford-member")
    page.goto("/account/notifications")
    often = page.get_by_role("group", name="How often does the letter come?")
    expect(often.get_by_label("Never")).to_be_checked()
    check_widths(page)
    page.get_by_role("button", name="Put it back in the letter Nottingham").click()
    expect(page.get_by_text("The letter tells of Nottingham again.")).to_be_visible()
    expect(page.get_by_role("button", name="Put it back in the letter Nottingham")).to_have_count(0)

    often.get_by_label("Once a week").check()
    page.get_by_label("On which day?").select_option(label="Thursday")
    answered = page.get_by_role("group", name="A facilitator has answered my reflection")
    answered.get_by_label("In the letter").check()
    asked = page.get_by_role("group", name="Somebody asks me to do something")
    expect(asked.get_by_label("In the letter")).to_have_count(0)
    asked.get_by_label("Never").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. We write to you as you chose")).to_be_visible()
    for chosen in (
        often.get_by_label("Once a week"), answered.get_by_label("In the letter"), asked.get_by_label("Never"),
    ):  # fmt: skip
        expect(chosen).to_be_checked()
    expect(page.get_by_label("On which day?")).to_have_value("thursday")
    check_widths(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_well_on_a_phone_in_the_light_and_in_the_dark(quiet_site, windows, check_axe, scheme):
    page = windows.open(PHONE)
    page.goto(f"/mailbox?to={TO}")
    reload_until(page, "What moved,")
    mails = page.evaluate("async () => (await fetch('/mailbox.json')).json()")
    html = next((one["html"] for one in mails if one["to"] == TO and one["subject"].startswith("What moved,")), None)
    assert html is not None
    assert "<img" not in html
    assert "http" not in html.replace('href="http', "").replace("http://www.w3.org", "")  # nothing is fetched
    mailed = windows.open(PHONE)
    mailed.emulate_media(color_scheme=scheme)
    mailed.set_content(html)
    assert mailed.evaluate("document.documentElement.scrollWidth") <= PHONE
    background = mailed.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(18, 32, 28)" if scheme == "dark" else "rgb(251, 248, 242)")
    check_axe(mailed)
    mailed.set_viewport_size({"width": DESKTOP, "height": 900})
    assert mailed.evaluate("document.documentElement.scrollWidth") <= DESKTOP
