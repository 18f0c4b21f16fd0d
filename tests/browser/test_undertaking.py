"""From a reflection to something that somebody does: an action made of an answer, handed on, reported where it stands,
and what came of it carried into an update; with scripts and without. And somebody who has no account.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from lpcommunity.storage import today
from tests.harness.mailbox import letter, link_in
from tests.harness.windows import DESKTOP, PHONE

ACTION = re.compile(r"/actions/\d+$")
ACTIONS = "/partnerships/bedford/actions"
SUE = "sue@walkers.example"


@pytest.fixture
def open_as(windows, sign_in):
    """`open_as("facilitator", PHONE)`: a window of one of the demonstration's people."""

    def open_as(persona: str, width: int = PHONE, *, scripts: bool = True) -> Page:
        page = windows.open(width, scripts=scripts)
        sign_in(page, persona)
        return page

    return open_as


def _day(page: Page, days: int) -> None:
    day = today() + timedelta(days=days)
    group = page.get_by_role("group", name="By when?").first
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


def _write_down(page: Page, what: str, owner: str = "I do", *, days: str = "9", **more: str) -> None:
    page.get_by_label("What is to be done?").fill(what)
    page.get_by_label("Who does it?").select_option(label=page.get_by_role("option", name=owner).first.inner_text())
    for label, words in more.items():
        page.get_by_label(label.replace("_", " ")).fill(words)
    _day(page, int(days))
    page.get_by_role("button", name="Write it down").click()


def test_from_undertaking_to_what_came_of_it(each_site, open_as, each_script, check_widths):
    what = f"Ring ten who did not come {uuid4().hex[:8]}"
    member = open_as("bedford-member", scripts=each_script)
    member.goto(ACTIONS)
    member.get_by_role("link", name="Write down an action").click()
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="Write it down").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("Say in a few words what is to be done")
    member.get_by_label("What do you expect?").fill("They forgot.")
    _write_down(member, what, days="1")  # home shows the four that are due first
    member.wait_for_url(ACTION)
    expect(member.get_by_role("main")).to_contain_text("They forgot.")
    if each_script:
        check_widths(member)
    member.get_by_role("link", name="Put it right").click()
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="Save").click()
    expect(member.get_by_role("main")).to_contain_text("It is put right.")
    member.goto("/home")
    expect(member.get_by_role("region", name="To be done")).to_contain_text(what)

    member.goto(ACTIONS)
    member.get_by_role("link", name=f"Report back on “{what}”").click()
    row = member.locator("[data-action-id]").filter(has_text=what)
    row.get_by_role("button", name="Report back").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("Say what became of it")
    member.get_by_label("Done", exact=True).check(force=True)
    member.get_by_label("What came of it").fill("Eight had lost the date.")
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="Report, then post an update").click()
    member.wait_for_url(re.compile("/updates/new"))
    expect(member.get_by_label("What happened?")).to_have_value(re.compile("Eight had lost the date."))
    member.goto(ACTIONS)
    lately = member.get_by_role("region", name=re.compile("Lately reported"))
    done = lately.get_by_role("listitem").filter(has_text=what)
    expect(done).to_contain_text("They forgot.")
    expect(done).to_contain_text("Eight had lost the date.")


def test_an_action_is_handed_on_given_back_and_changed(site, open_as, check_widths):
    what = f"Ask the caretaker {uuid4().hex[:8]}"
    member = open_as("bedford-member", DESKTOP)
    member.goto(f"{ACTIONS}/new")
    _write_down(member, what)
    member.wait_for_url(ACTION)
    address = member.url
    member.get_by_text("Hand it on to somebody else").click()
    member.get_by_label("Who does it from now on?").select_option(label="Tomasz Wilk, University of Bedfordshire")
    member.get_by_label("A word with it").fill("You know him.")
    member.get_by_role("button", name="Hand it on").click()
    expect(member.get_by_role("main")).to_contain_text("Tomasz Wilk has it now, and is told")
    expect(member.get_by_role("main")).to_contain_text("“You know him.”")
    member.get_by_label("Changed", exact=True).check(force=True)
    member.get_by_label("What came of it").fill("He likes to be asked in person.")
    member.get_by_role("button", name="Report back").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("Say what it is now, or by when")
    member.get_by_label("What is it now?").fill(f"{what}, in person")
    member.get_by_role("button", name="Report back").click()
    expect(member.get_by_role("main")).to_contain_text("now:")
    check_widths(member)
    member.get_by_role("link", name=f"{what}, in person").click()
    expect(member).not_to_have_url(address)


def test_somebody_without_an_account_reports_back_by_a_link(fresh_site, windows, open_as, each_script, check_widths):
    what = f"Find a first-aider {uuid4().hex[:8]}"
    member = open_as("bedford-member", scripts=each_script)
    member.goto(f"{ACTIONS}/new")
    _write_down(member, what, "Somebody without an account", Their_name="Sue Lavery", **{"Their e-mail address": SUE})
    member.wait_for_url(ACTION)
    expect(member.get_by_role("main")).to_contain_text(SUE)
    sue = windows.open(PHONE, scripts=each_script)
    sue.goto(link_in(letter(member, SUE, "asks you"), "/actions/report/"))
    expect(sue.get_by_role("heading", level=1)).to_have_text(what)
    if each_script:
        check_widths(sue)
    sue.get_by_label("Dropped", exact=True).check(force=True)
    sue.get_by_label("What came of it").fill("Nobody has a Tuesday free.")
    sue.get_by_role("button", name="Report back").click()
    expect(sue.get_by_role("main")).to_contain_text("It is on record")
    member.goto(ACTIONS)
    expect(member.get_by_role("main")).to_contain_text("Nobody has a Tuesday free.")
    expect(member.get_by_role("main")).not_to_contain_text("Sue Lavery")


def test_not_me_forget_my_address(fresh_site, windows, open_as):
    member = open_as("bedford-member")
    member.goto(f"{ACTIONS}/new")
    _write_down(
        member, "Bring the cups", "Somebody without an account", Their_name="Sue", **{"Their e-mail address": SUE}
    )
    member.wait_for_url(ACTION)
    sue = windows.open(PHONE)
    sue.goto(link_in(letter(member, SUE, "asks you"), "/actions/report/"))
    sue.get_by_role("button", name="Not me, forget my address").click()
    expect(sue.get_by_role("heading", level=1)).to_have_text("Your address is forgotten")
    member.reload()
    expect(member.get_by_role("main")).to_contain_text("Nobody has it yet")
    expect(member.get_by_role("main")).not_to_contain_text(SUE)


def test_an_answer_becomes_an_action(site, open_as, check_widths):
    member = open_as("bedford-member", DESKTOP)
    member.goto("/home")
    member.get_by_role("link", name=re.compile("^Read and answer")).first.click()
    member.get_by_role("button", name="Make this an action").first.click()
    member.get_by_role("button", name="Use the words of the answer").click()
    expect(member.get_by_label("What is to be done?")).not_to_have_value("")
    check_widths(member)
    _day(member, 9)
    member.get_by_role("button", name="Write it down").click()
    member.wait_for_url(ACTION)
    expect(member.get_by_role("main")).to_contain_text("the facilitators of Bedford can read this")
    member.get_by_role("link", name="Change who it is for").click()
    member.get_by_label("My partnership").check()
    member.get_by_role("button", name="Save who it is for").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("This still holds words of Owen’s answer")
    check_widths(member)
    member.get_by_label("What is to be done, in your own words").fill("Ask the three who came twice")
    member.get_by_role("button", name="Save who it is for").click()
    expect(member.get_by_role("main")).to_contain_text("Bedford and its facilitators can read this")


def test_whoever_reports_from_within_a_reflection_loses_no_word(site, open_as, each_script, check_widths):
    what, own = f"Ring twelve {uuid4().hex[:8]}", f"The gate was locked {uuid4().hex[:8]}."
    member = open_as("bedford-member", scripts=each_script)
    member.goto(f"{ACTIONS}/new")
    _write_down(member, what)
    member.wait_for_url(ACTION)
    member.goto("/partnerships/bedford/reflections/new")
    member.get_by_label("What?", exact=True).fill(own)
    member.get_by_role("button", name="Report back on").first.click()
    member.wait_for_url(re.compile(r"report=\d+&draft="))
    expect(member.get_by_role("region", name="What you have written so far")).to_contain_text(own)
    if each_script:
        check_widths(member)
    member.get_by_label("What came of it").fill("Nobody rang back.")
    member.get_by_role("button", name="Not now, go back to what I was writing").click()
    expect(member.get_by_label("What?", exact=True)).to_have_value(own)
    member.get_by_role("button", name="Report back on").first.click()
    member.wait_for_url(re.compile(r"report=\d+&draft="))
    expect(member.get_by_role("main")).to_contain_text("“Nobody rang back”")
    member.get_by_label("Done", exact=True).check(force=True)
    member.get_by_label("What came of it").fill("Four rang back.")
    member.get_by_role("button", name="Report back, and go on from there").click()
    expect(member.get_by_label("What?", exact=True)).to_have_value(re.compile(f"^{own}\n\n.*Four rang back.$", re.S))
    member.get_by_role("button", name="Keep as a draft").click()
    expect(member.get_by_label("What?", exact=True)).to_have_value(re.compile("Four rang back.$"))
