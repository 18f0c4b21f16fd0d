"""The audit record, as an administrator reads it: the demonstration has none, so one is invited."""

import re
import time

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP

WHO = "programme-team"
PATIENCE = 30  # seconds, for the mail


def _invitation(page) -> str:
    """Where the newest invitation leads, once its mail has come."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for mail in page.request.get("/mailbox.json").json():
            found = re.search(r"http://[^/\s]+(/invitations/\S+)", mail["text"])
            if mail["to"] == f"{WHO}@demo.example" and found:
                return found[1]
        time.sleep(0.3)
    raise AssertionError("no invitation came")


def test_an_administrator_reads_the_record(fresh_site, windows, sign_in, check_widths):
    fresh_site.run("invite", f"{WHO}@demo.example", "--role", "administrator")
    page = windows.open(DESKTOP)
    sign_in(page, WHO)
    page.goto(_invitation(page))
    page.get_by_role("button", name="Accept the invitation").click()
    page.goto("/account")
    page.get_by_role("main").locator("a[href='/audit']").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_widths(page)
