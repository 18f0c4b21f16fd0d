"""Asking for help: from the board to the form, people who might help, one of them asked, what helped; with scripts and
without.
"""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.places import stands_at
from tests.harness.windows import DESKTOP

UPDATE = re.compile(r"/updates/\d+(#\S+)?$")


def _post(member: Page, asks: str) -> str:
    member.goto("/help-wanted")
    member.get_by_role("link", name="Ask for help").first.click()
    expect(member.get_by_label("We would like help with")).to_be_visible()
    expect(member.locator("h1")).to_have_text("Ask for help")
    member.get_by_label("What happened?").fill("The clinicians cannot meet when we can.")
    member.get_by_label("On track").check()
    member.get_by_role("button", name="Ask and post the update").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("Say what you would like help with")
    expect(member.locator("h1")).to_have_text("Ask for help")
    member.get_by_label("We would like help with").fill(asks)
    member.get_by_role("button", name="Ask and post the update").click()
    member.wait_for_url(UPDATE)
    member.get_by_role("link", name="See who might help").first.click()
    expect(member.locator(".lp-could")).to_be_in_viewport()
    return str(member.url).partition("#")[0]


def test_from_a_question_to_what_helped(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    asks = f"How do you bring calendars into one room, {mark}?"
    member = open_as("bedford-member", scripts=each_script)
    at = _post(member, asks)
    each_site.run("worker", "--until-empty")

    member.goto(at)
    expect(member.get_by_role("heading", name="Who might help")).to_be_visible()
    if each_script:
        check_widths(member)
    grace = member.locator(".lp-could li", has_text="Grace Oyelaran")
    expect(grace).to_contain_text("three kinds of calendar into one room")
    grace.get_by_role("button", name="Ask").click()
    stands_at(member, member.locator(".lp-could"), "The person you asked is told")
    expect(member.locator(".lp-could li", has_text="Grace Oyelaran")).to_contain_text("Asked")
    each_site.run("worker", "--until-empty")

    lead = open_as("hull-lead", DESKTOP, scripts=each_script)
    lead.goto("/notifications")
    expect(lead.locator("main")).to_contain_text("asks whether you can help")
    lead.goto(at)
    lead.get_by_role("button", name="Not now").click()
    expect(lead.locator("main")).to_contain_text("You said “not now”")
    lead.goto("/help-wanted")
    expect(lead.get_by_role("link", name=asks, exact=True)).to_be_visible()
    if each_script:
        check_widths(lead)

    member.goto(at)
    expect(member.locator(".lp-could li", has_text="Grace Oyelaran")).to_contain_text("Asked")
    member.get_by_role("link", name="Say what helped").click()
    member.get_by_role("button", name="Mark it as answered").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("Say in a sentence what helped")
    member.get_by_role("textbox", name="What helped?").fill(f"Lunch, and no agenda {mark}.")
    member.get_by_label("Grace Oyelaran").check()
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="Mark it as answered").click()
    stands_at(member, member.locator("#request"), "It is answered")
    expect(member.locator(".lp-request__helped")).to_contain_text(f"Lunch, and no agenda {mark}.")
    lead.goto("/help-wanted/answered")
    expect(lead.locator("main")).to_contain_text(f"Lunch, and no agenda {mark}.")
    expect(lead.get_by_role("link", name=asks, exact=True)).to_be_visible()
    member.get_by_role("button", name="Open it again").click()
    stands_at(member, member.locator("#request"), "It is open again")
    member.locator("#request").get_by_role("link", name="Say what helped").click()
    expect(member.get_by_role("textbox", name="What helped?")).to_have_value(f"Lunch, and no agenda {mark}.")
