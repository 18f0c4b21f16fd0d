"""What the worker does in its own time: letters, as the mailbox of the demonstration shows them, and notifications."""

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE = 30  # seconds: the worker looks twice a second, on a machine that has other things to do


def letter(page: Page, to: str, about: str, number: int = 1) -> dict[str, Any]:
    """The first letter (or the second, …) to this address whose subject has these words. Waits until it is sent."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        letters = page.request.get("/mailbox.json").json()
        found = [one for one in letters if one["to"] == to and about in one["subject"]]
        if len(found) >= number:
            wanted: dict[str, Any] = sorted(found, key=lambda one: int(one["id"]))[number - 1]
            return wanted
        time.sleep(0.2)
    raise AssertionError(f"No letter “{about}” to {to}. There are: {[(one['to'], one['subject']) for one in letters]}")


def link_in(one: dict[str, Any], place: str) -> str:
    """The address in a letter's text that leads to this place: `link_in(letter, "/invitations/")`."""
    found = re.search(rf"https?://\S+{re.escape(place)}\S*", one["text"])
    assert found, f"No link to {place} in: {one['text']}"
    return found.group()


def until(page: Page, address: str, what: Locator) -> None:
    """Open this page again and again, as people do who wait for something, until this is on it."""
    last = time.monotonic() + PATIENCE
    page.goto(address)
    while not what.count() and time.monotonic() < last:
        time.sleep(0.3)
        page.reload()
    expect(what.first).to_be_visible()
