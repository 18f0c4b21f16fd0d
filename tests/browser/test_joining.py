"""Coming in: from the lead's invitation to the new member's first step, and back in after forgetting a password."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.harness.windows import DESKTOP, PHONE, Windows
from tests.harness.windows import sign_in as come_in

PASSWORD, ANOTHER = "moss-lantern-quay-57", "quay-lantern-moss-75"
LINK = re.compile(r"http://[^/\s]+(/(?:invitations|reset-password|confirm-email)/\S+)")
PATIENCE = 30  # seconds until the worker has written a mail


def _address() -> str:
    return f"colin-{uuid.uuid4().hex[:8]}@hull.example"


@pytest.fixture
def link_in_mail(request: pytest.FixtureRequest) -> Callable[[Page, str, str], str]:
    """The path in the newest mail to this address whose subject has these words, once it has come."""

    def find(page: Page, to: str, subject: str) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            mails: list[dict[str, Any]] = page.request.get("/mailbox.json").json()
            for mail in sorted(mails, key=lambda one: one["id"], reverse=True):
                if mail["to"] == to and subject in mail["subject"]:
                    found = re.search(
                        r"http://[^/\s]+(/(?:invitations|reset-password|confirm-email)/\S+)", mail["text"]
                    )
                    assert found, mail["text"]
                    return found[1]
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} about {subject}")

    return find


@pytest.mark.parametrize("each_script", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_invitation_to_the_first_step(each_site, windows: Windows, each_script, link_in_mail, check_page):
    email = _address()
    lead = windows.open(DESKTOP, scripts=each_script)
    come_in(lead, "hull-lead")
    lead.goto("/partnerships/hull/invitations")
    lead.get_by_label("E-mail addresses").fill(f"Colin Marsh <{email}>\nnobody at all")
    lead.get_by_role("button", name="Send the invitations").click()
    expect(lead.locator(".govuk-error-summary")).to_contain_text("Line 2: “nobody at all” is not an e-mail address")
    check_page(lead)
    expect(lead.get_by_label("E-mail addresses")).to_have_value(f"Colin Marsh <{email}>\nnobody at all")
    lead.get_by_label("E-mail addresses").fill(f"Colin Marsh <{email}>")
    lead.get_by_role("button", name="Send the invitations").click()
    expect(lead.get_by_text("Whoever accepts is a member of Hull.")).to_be_visible()

    link = link_in_mail(lead, email, "invites you to join Hull")
    colin = windows.open(PHONE, scripts=each_script)
    colin.goto(link)
    expect(colin.get_by_text("Grace Oyelaran invites you to be a member of Hull.")).to_be_visible()
    check_page(colin)
    expect(colin.get_by_label("Your name")).to_have_value("Colin Marsh")
    colin.get_by_label("Choose a password").fill("hull")
    colin.get_by_role("button", name="Join Hull").click()
    expect(colin.locator(".govuk-error-summary")).to_contain_text("needs at least 12")
    check_page(colin)
    colin.get_by_label("Choose a password").fill(PASSWORD)
    colin.get_by_role("button", name="Join Hull").click()
    expect(colin.get_by_role("heading", level=1, name="Welcome, Colin")).to_be_visible()
    expect(colin.get_by_text("Your password is set. You are a member of Hull.")).to_be_visible()
    check_page(colin)
    colin.get_by_role("link", name=re.compile("^Read (?!elsewhere)")).click()
    expect(colin.get_by_role("heading", level=1)).to_contain_text("Hull")

    late = windows.open(PHONE, scripts=each_script)
    late.goto(link)
    expect(late.get_by_role("heading", level=1)).to_contain_text("This invitation was accepted on")
    check_page(late)


def test_signed_in_as_somebody_else(site, windows: Windows, link_in_mail, check_page):
    email = _address()
    lead = windows.open(DESKTOP)
    come_in(lead, "hull-lead")
    lead.goto("/partnerships/hull/invitations")
    lead.get_by_label("E-mail addresses").fill(email)
    lead.get_by_role("button", name="Send the invitations").click()
    lead.get_by_text("on the way").first.wait_for()
    lead.goto(link_in_mail(lead, email, "invites you"))
    expect(lead.get_by_text(f"This invitation was sent to {email}.")).to_be_visible()
    check_page(lead)
    lead.get_by_role("button", name="Sign out and come back here").click()
    expect(lead.get_by_label("Choose a password")).to_be_visible()


@pytest.fixture
def member(site, windows: Windows, link_in_mail) -> tuple[Page, str]:
    """Somebody who came in just now, at their window, and their address."""
    email = _address()
    link = next(word for word in site.run("invite", email, "--role", "evaluator").split() if "/invitations/" in word)
    page = windows.open(PHONE)
    page.goto(link)
    page.get_by_label("Your name").fill("Colin Marsh")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join lpcommunity").click()
    expect(page.get_by_role("heading", level=1, name="Welcome, Colin")).to_be_visible()
    return page, email


def _sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_forgotten_password(member, windows: Windows, link_in_mail, check_page):
    known, email = member
    page = windows.open(PHONE)
    _sign_in(page, email, "not this one at all")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Check your e-mail address and password")
    check_page(page)
    page.get_by_role("link", name="I have forgotten my password").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    check_page(page)
    page.goto(link_in_mail(page, email, "Choose a new password"))
    check_page(page)
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_role("button", name="Set this password").click()
    expect(page.get_by_text("Your new password is set")).to_be_visible()
    known.goto("/account")
    expect(known).to_have_url(re.compile("/sign-in"))
    _sign_in(known, email, ANOTHER)
    expect(known).to_have_url(re.compile("/home$"))


def test_looking_after_ones_account(member, windows: Windows, link_in_mail, check_page):
    page, email = member
    page.goto("/account/profile")
    page.get_by_role("textbox", name="Job title").fill("Head of growth")
    page.get_by_role("textbox", name="What I can help with").fill("Asking firms")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    no_picture: FilePayload = {"name": "me.png", "mimeType": "image/png", "buffer": b"not a picture"}
    page.get_by_role("textbox", name="What I can help with").fill("Asking firms twice")
    page.get_by_role("button", name="Photo").set_input_files(no_picture)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("“me.png” is not a picture")
    expect(page.get_by_role("textbox", name="What I can help with")).to_have_value("Asking firms twice")
    check_page(page)

    other = windows.open(DESKTOP)
    _sign_in(other, email, PASSWORD)
    page.goto("/account/sessions")
    check_page(page)
    page.get_by_role("button", name="Sign out everywhere but here").click()
    expect(page.get_by_text("You are signed out everywhere but here.")).to_be_visible()
    other.goto("/account")
    expect(other).to_have_url(re.compile("/sign-in"))

    page.goto("/account/password")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()

    page.goto("/account/email")
    new = _address()
    page.get_by_label("New e-mail address").fill(new)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("We have sent a link to your new address.")).to_be_visible()
    page.goto(link_in_mail(page, new, ""))
    check_page(page)
    page.get_by_role("button", name="Confirm this address").click()
    expect(page.get_by_text("Your new e-mail address counts from now on.")).to_be_visible()
    _sign_in(other, new, ANOTHER)
    expect(other).to_have_url(re.compile("/home$"))
