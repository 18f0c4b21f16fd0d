"""The journey of a place at every width, for whoever may read its page; and what a lead keeps in short."""

import re

from playwright.sync_api import expect

from tests.harness.axe import check_page
from tests.harness.windows import DESKTOP, PHONE

# Of every two lines of words in a picture whether they meet, as the browser draws them: letters, not the room around.
MEETING = """
picture => {
  const texts = [...picture.querySelectorAll("text")].filter(text => !text.matches(".lp-question__mark"));
  const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom - 4 && b.top + 4 < a.bottom - 4)
    .map(([other]) => `${one} | ${other}`));
}
"""
LETTERS = """
picture => {
  const scale = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
  const words = [...picture.querySelectorAll("text:not(.lp-question__mark)")];
  return words.map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
}
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_the_journey_is_one_picture_at_each_width_and_the_same_in_words(quiet_site, windows, sign_in):
    page = windows.open(DESKTOP)
    sign_in(page, "bedford-member")
    page.goto("/partnerships/bedford")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=2, name="In short")).to_be_visible()
    expect(main.locator("[data-journey]")).to_have_count(1)
    main.get_by_role("link", name="The whole journey, month by month").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("The journey of Bedford")
    wide, upright = main.locator(".lp-journey__picture > svg"), main.locator(".lp-upright__picture > svg")
    for width in (1280, 1040, 900, 640, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        shown, other = (wide, upright) if width >= 1040 else (upright, wide)
        expect(shown).to_be_visible()
        expect(other).to_be_hidden()
        assert shown.evaluate(MEETING) == [], width
        assert min(shown.evaluate(LETTERS)) >= 14, width
        assert page.evaluate(SIDEWAYS) <= 0, width
        cycles = main.locator("[data-journey]:visible [data-cycle]")
        assert cycles.count() == main.locator(".lp-story__item--cycle").count() > 3
    check_page(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(media="print")
    expect(wide).to_be_visible()
    expect(upright).to_be_hidden()
    page.emulate_media(media="screen")
    check_page(page)


def test_somebody_signed_out_sees_plain_dips(quiet_site, windows):
    page = windows.open(DESKTOP, scripts=False)
    page.goto("/partnerships/bedford/journey")
    main = page.get_by_role("main")
    picture = main.get_by_role("img", name=re.compile("^The journey of Bedford"))
    expect(picture).to_be_visible()
    assert picture.locator("[data-cycle]").count() == main.locator(".lp-story__item--cycle").count() > 0
    expect(main.locator(".lp-question")).to_have_count(0)
    expect(main.get_by_text("answer")).to_have_count(0)


def test_a_lead_keeps_what_they_learned(fresh_site, windows, sign_in, check_widths, each_script):
    lead = windows.open(PHONE, scripts=each_script)
    sign_in(lead, "hull-lead")
    lead.goto("/partnerships/hull")
    short = lead.get_by_role("region", name="In short")
    before = short.get_by_text("What they learned last").locator("..").inner_text()
    lead.goto("/partnerships/hull?kind=update#entries")
    lead.locator("[data-entry-id] a").filter(has_text=re.compile(r"\w{4}")).first.click()
    title = lead.get_by_role("heading", level=1).inner_text()
    lead.get_by_role("button", name=re.compile("^Show this at the top")).click()
    expect(lead.get_by_role("button", name=re.compile("^Shown at the top"))).to_have_attribute("aria-pressed", "true")
    check_widths(lead)
    lead.goto("/partnerships/hull")
    row = short.get_by_text("What they learned", exact=True).locator("..")
    expect(row).to_contain_text("chosen for this place by")
    assert row.inner_text() != before
    row.get_by_role("link").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text(title)
    lead.get_by_role("button", name=re.compile("^Shown at the top")).click()
    expect(lead.get_by_role("button", name=re.compile("^Show this at the top"))).to_be_visible()
    lead.goto("/partnerships/hull")
    assert short.get_by_text("What they learned last").locator("..").inner_text() == before
