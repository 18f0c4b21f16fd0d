"""Mentioning people: by the keyboard, with a list that says what it holds; and without scripts, where doubt is asked
about.
"""

import re

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE

NEW = "/partnerships/bedford/updates/new"
UPDATE = re.compile(r"/updates/\d+$")


def _told(windows, sign_in, persona):
    page = windows.open(PHONE)
    sign_in(page, persona)
    page.goto("/notifications")
    return page.get_by_role("main")


def test_somebody_is_mentioned_by_the_keyboard(fresh_site, windows, sign_in, check_axe):
    page = windows.open(DESKTOP)
    sign_in(page, "bedford-member")
    page.goto(NEW)
    area = page.get_by_label("What happened?")
    area.press_sequentially("The doors opened. Thanks @")
    options = page.get_by_role("listbox", name="People to mention").get_by_role("option")
    expect(options.first).to_be_visible()
    assert options.count() <= 8
    assert "@" not in " ".join(options.all_text_contents())  # no address
    area.press_sequentially("grace")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Grace Oyelaran")
    expect(options).to_contain_text("Hull")
    expect(area).to_have_attribute("aria-activedescendant", "mention-option-0")
    expect(page.get_by_role("status").filter(has_text="One person")).to_have_count(1)
    check_axe(page)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(area).to_have_value("The doors opened. Thanks @grace")
    for _ in "grace":
        page.keyboard.press("Backspace")
    area.press_sequentially("gr")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(area).to_have_value("The doors opened. Thanks @Grace Oyelaran ")
    area.press_sequentially("for the rooms.")
    expect(options).to_have_count(0)
    page.get_by_label("On track").check(force=True)
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    mention = page.get_by_role("main").get_by_role("link", name="@Grace Oyelaran")
    assert re.search(r"/people/\d+$", mention.get_attribute("href"))
    fresh_site.run("worker", "--until-empty")
    expect(_told(windows, sign_in, "hull-lead")).to_contain_text("Amina Rahman mentions you")


def test_without_scripts_a_first_name_is_asked_about_and_the_answer_goes_along(fresh_site, windows, sign_in):
    page = windows.open(PHONE, scripts=False)
    sign_in(page, "bedford-member")
    page.goto(NEW)
    page.get_by_label("What happened?").fill("Thanks @Grace, and @dr owen pritchard.")
    page.get_by_label("On track").check(force=True)
    page.get_by_role("button", name="Post the update").click()
    page.get_by_role("link", name="Whom do you mean by “@Grace”?").click()
    asked = page.get_by_role("group", name="Whom do you mean by “@Grace”?")
    expect(asked).to_contain_text("Hull")
    asked.get_by_label("Grace Oyelaran").check(force=True)
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    for name in ("@Grace", "@dr owen pritchard"):
        expect(page.get_by_role("main").get_by_role("link", name=name, exact=True)).to_be_visible()
    fresh_site.run("worker", "--until-empty")
    for persona in ("hull-lead", "facilitator"):
        expect(_told(windows, sign_in, persona)).to_contain_text("Amina Rahman mentions you")


def test_whoever_types_before_the_scripts_are_there_loses_no_key(site, open_as):
    """On a slow network the page stands long before its scripts do: what they make of a field takes nothing from it."""
    page, held = open_as("bedford-member"), []

    def hold(route):
        held.append(route)

    page.route(re.compile(r"/writing-\w+\.js"), hold)
    page.goto(NEW, wait_until="commit")
    area = page.get_by_label("What happened?")
    area.press_sequentially("We met ")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("text-expander textarea")).to_have_count(1)
    expect(area).to_be_focused()
    page.keyboard.type("the tenants.")
    expect(area).to_have_value("We met the tenants.")
