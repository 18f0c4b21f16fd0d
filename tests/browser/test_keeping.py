"""Keeping something for oneself, and pinning something on a theme; with scripts and without."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.places import stands_at
from tests.harness.windows import DESKTOP, PHONE

THEME = "/themes/inclusive-growth"


def test_read_later_from_a_card_then_kept_with_a_note_and_found_again(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    reader = open_as("evaluator", PHONE, scripts=each_script)
    reader.goto("/partnerships/keele?kind=update")
    card = reader.locator(".lp-entry").first
    title = card.locator(".lp-entry__title").inner_text()
    card.get_by_role("button", name="Read later").click()
    pressed = reader.locator(".lp-entry").first.get_by_role("button", name="To read later")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(reader.get_by_role("link", name=title).first).to_be_in_viewport()  # one sees what it belongs to
    assert pressed.evaluate("one => one.getBoundingClientRect().top") > 100, "it does not stick to the edge"
    if each_script:
        expect(pressed).to_be_focused()
    reader.goto("/home")
    reader.get_by_role("link", name="To read later (1)").click()
    listed = reader.locator("main .lp-entry")
    expect(listed).to_have_count(1)
    if each_script:
        check_widths(reader)
    listed.get_by_role("button", name="Keep it").click()
    reader.get_by_role("link", name="Kept, 1").click()
    reader.locator("main .lp-entry").get_by_role("link", name="Add a note").click()
    reader.get_by_label("Your note").fill(f"Organised in ten minutes {mark}")
    if each_script:
        check_widths(reader)
    reader.get_by_role("button", name="Save your note").click()
    expect(reader.locator(".lp-own-note")).to_have_text(f"Organised in ten minutes {mark}")
    reader.get_by_role("searchbox", name="Words of a title or of your note").fill(f"organize {mark}")
    reader.get_by_role("button", name="Search", exact=True).last.click()
    expect(reader.locator("main .lp-entry")).to_contain_text(title)
    reader.get_by_role("link", name="Change your note").click()
    reader.get_by_label("Your note").fill(f"Only typed {mark}")
    reader.get_by_role("button", name=re.compile("Let it go, and the note")).click()
    sure = reader.get_by_role("button", name=re.compile("^Let it go(, the note goes too| for good)"))
    expect(reader.get_by_label("Your note")).to_have_value(f"Only typed {mark}")  # asked first, saved or not
    expect(sure).to_be_visible()
    check_widths(reader)
    if each_script:
        reader.wait_for_timeout(500)
        expect(sure).to_be_focused()
    sure.click()
    expect(reader.locator("main")).to_contain_text("You keep it no longer")
    expect(reader.get_by_role("button", name="Put it back")).to_have_count(0)  # its words are gone


def test_what_was_kept_without_a_word_is_let_go_in_one_press_and_put_back_in_another(site, open_as, each_script):
    reader = open_as("programme-team", PHONE, scripts=each_script)
    reader.goto("/partnerships/keele?kind=update")
    reader.locator(".lp-entry__title a").first.click()
    reader.get_by_role("button", name="Keep this").click()
    reader.goto("/bookmarks?show=kept")
    reader.get_by_role("button", name=re.compile("^Let it go")).click()
    expect(reader.locator("main .lp-entry")).to_have_count(0)
    reader.get_by_role("button", name="Put it back").click()
    reader.goto("/bookmarks?show=kept")
    expect(reader.locator("main .lp-entry")).to_have_count(1)
    reader.get_by_role("button", name=re.compile("^Let it go")).click()


def test_what_was_read_is_put_back_where_it_stood(site, open_as, each_script):
    reader = open_as("moderator", PHONE, scripts=each_script)
    reader.goto("/partnerships/keele?kind=update")
    reader.get_by_role("button", name="Read later").first.click()
    reader.goto("/bookmarks?show=later")
    reader.get_by_role("button", name=re.compile("^I have read it")).click()
    expect(reader.locator("main .lp-entry")).to_have_count(0)
    said = reader.get_by_role("alert").filter(has_text="It is read, and gone from this list.")
    expect(said).to_be_in_viewport()
    if each_script:
        expect(said).to_be_focused()
    reader.get_by_role("button", name="Put it back").click()
    stands_at(reader, reader.locator("main .lp-entry"), "You mean to read it later")
    reader.get_by_role("button", name=re.compile("^I have read it")).click()


def test_a_facilitator_pins_something_on_a_theme_and_lets_go_of_it(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    facilitator = open_as("facilitator", DESKTOP, scripts=each_script)
    facilitator.goto(THEME)
    facilitator.locator(".lp-feed .lp-entry__title a").last.click()
    facilitator.get_by_role("link", name="Pin on Inclusive growth").last.click()
    facilitator.get_by_role("button", name="Pin on Inclusive growth").click()
    expect(facilitator.locator(".govuk-error-summary")).to_contain_text("Say in a few words why")
    facilitator.get_by_label("Why this, in a few words").fill(f"Begin with the buses {mark}")
    if each_script:
        check_widths(facilitator)
    facilitator.get_by_role("button", name="Pin on Inclusive growth").click()
    expect(facilitator.locator(".lp-theme-pins")).to_contain_text(f"Begin with the buses {mark}")
    stands_at(facilitator, facilitator.locator("#pinned"), "It is pinned. Whoever may read it")
    member = open_as("bedford-member", PHONE, scripts=each_script)
    member.goto(THEME)
    expect(member.locator(".lp-theme-pins")).to_contain_text(f"Begin with the buses {mark}")
    expect(member.get_by_role("link", name="Change what is pinned")).to_have_count(0)
    if each_script:
        check_widths(member)
    facilitator.get_by_role("link", name="Change what is pinned").click()
    facilitator.get_by_role("listitem").filter(has_text=mark).get_by_role("button", name=re.compile("Unpin")).click()
    expect(facilitator.get_by_role("main")).to_contain_text(f"Begin with the buses {mark}")
    check_widths(facilitator)
    if each_script:
        facilitator.wait_for_timeout(500)
    facilitator.get_by_role("button", name=re.compile("Unpin for good|Unpin, and the words go")).click()
    stands_at(facilitator, facilitator.locator("#pinned"), "It is pinned no longer")
    member.goto(THEME)
    expect(member.locator("main")).not_to_contain_text(mark)
