"""Inviting: a pasted list, a link that was opened, used or withdrawn, somebody who has an account, and the lead who
wants to leave."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.harness.mailbox import letter, link_in
from tests.harness.windows import DESKTOP, PHONE

PASSWORD = "eleven landlords in one chair"
INVITES = "invites you to join"


def _address(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}@example.org"


def _join(page: Page) -> None:
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Join")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Welcome, "))


@pytest.fixture
def invite(windows, sign_in):
    """`invite("Mo <mo@example.org>")`: the lead of Hull invites, and stands on the page that lists them."""

    def invite(*people: str) -> Page:
        lead = windows.open(DESKTOP)
        sign_in(lead, "hull-lead")
        lead.goto("/partnerships/hull")
        lead.get_by_role("navigation", name="Looking after").get_by_role("link", name="Invitations").click()
        lead.get_by_label("E-mail addresses").fill("\n".join(people))
        lead.get_by_label("Member", exact=True).check()
        lead.get_by_role("button", name="Send the invitations").click()
        expect(lead.get_by_role("alert").filter(has_text="on the way")).to_be_visible()
        return lead

    return invite


def test_two_are_invited_by_a_pasted_list(windows, invite, check_widths):
    mo, jo = _address("mo"), _address("jo")
    lead = invite(f"Mo Farrow <{mo}>", jo)
    waiting = lead.get_by_role("region", name="Not answered yet")
    expect(waiting.get_by_role("listitem").filter(has_text=mo)).to_be_visible()
    expect(waiting.get_by_role("listitem").filter(has_text=jo)).to_be_visible()
    check_widths(lead)
    waiting.get_by_role("link", name=f"Correct the invitation to {jo}").click()
    check_widths(lead)
    wrong, jo = jo, _address("joanna")
    lead.get_by_label("E-mail address").fill(jo)
    lead.get_by_role("button", name="Correct the invitation").click()
    expect(waiting.get_by_role("listitem").filter(has_text=jo)).to_be_visible()
    expect(waiting.get_by_role("listitem").filter(has_text=wrong)).to_have_count(0)

    link = link_in(letter(lead, mo, INVITES), "/invitations/")
    scanner = windows.open()
    for _ in range(2):  # opening claims nothing: mail scanners open links
        scanner.goto(link)
        expect(scanner.get_by_role("heading", level=1)).to_have_text("Join Hull")
    lead.reload()
    expect(waiting.get_by_role("listitem").filter(has_text=mo)).to_be_visible()

    newcomer = windows.open(PHONE)
    newcomer.goto(link)
    expect(newcomer.get_by_text("Grace Oyelaran invites you")).to_be_visible()
    expect(newcomer.get_by_label("Your name")).to_have_value("Mo Farrow")
    check_widths(newcomer)
    _join(newcomer)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Welcome, Mo")
    expect(newcomer.get_by_role("region", name="Three ways to begin").get_by_role("listitem")).to_have_count(3)
    check_widths(newcomer)
    newcomer.get_by_role("link", name="Go to your home page").click()
    expect(newcomer.get_by_role("main").get_by_role("link", name="Post an update").first).to_be_visible()

    scanner.goto(link)
    expect(scanner.get_by_role("heading", level=1)).to_contain_text("This invitation was accepted on")
    expect(scanner.get_by_text("If that was not you, ask Grace Oyelaran for a new one.")).to_be_visible()
    check_widths(scanner)

    lead.reload()
    expect(lead.get_by_role("region", name="Accepted").get_by_role("link", name="Mo Farrow")).to_be_visible()
    lead.get_by_role("button", name=f"Withdraw the invitation to {jo}").click()
    expect(lead.get_by_text("Its link opens nothing any more")).to_be_visible()
    scanner.goto(link_in(letter(lead, jo, INVITES), "/invitations/"))
    expect(scanner.get_by_role("heading", level=1)).to_have_text("This invitation was withdrawn")


def test_somebody_with_an_account_takes_on_one_more_role(windows, invite, check_page):
    kit = _address("kit")
    lead = invite(f"Kit Moran <{kit}>")
    them = windows.open(PHONE)
    them.goto(link_in(letter(lead, kit, INVITES), "/invitations/"))
    _join(them)
    them.get_by_role("contentinfo").get_by_role("button", name="Sign out").click()

    lead.get_by_label("E-mail addresses").fill(kit)
    lead.get_by_label("Deputy", exact=True).check()
    lead.get_by_role("button", name="Send the invitations").click()
    expect(lead.get_by_role("region", name="Not answered yet").get_by_text("Deputy")).to_be_visible()
    link = link_in(letter(lead, kit, INVITES, number=2), "/invitations/")
    lead.goto(link)
    expect(lead.get_by_text("You are signed in as Grace Oyelaran (")).to_be_visible()
    check_page(lead)

    them.goto(link)
    expect(them.get_by_text(f"There is an account for {kit} already")).to_be_visible()
    check_page(them)
    them.get_by_role("main").get_by_role("link", name="Sign in").click()
    them.get_by_label("E-mail address").fill(kit)
    them.get_by_label("Password", exact=True).fill(PASSWORD)
    them.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(them.get_by_text("You are signed in as Kit Moran, and you are a member of Hull now.")).to_be_visible()
    check_page(them)
    them.get_by_role("button", name="Accept the invitation").click()
    expect(them.get_by_role("alert").filter(has_text="You are a deputy lead of Hull")).to_be_visible()
    them.goto("/partnerships/hull")
    expect(them.get_by_role("navigation", name="Looking after")).to_be_visible()


def test_whether_there_is_an_account_is_nobodys_business(site, windows):
    page = windows.open(DESKTOP)
    said = []
    for address in (_address("nobody"), "hull-lead@demo.example"):
        page.goto("/sign-in")
        page.get_by_role("link", name="I have forgotten my password").click()
        page.get_by_label("E-mail address").fill(address)
        page.get_by_role("button", name="Send me a link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
        said.append(page.get_by_role("main").inner_text())
    assert said[0] == said[1]
