"""The letters that the service sent, as the mailbox of the demonstration shows them."""

import re
import time
from typing import Any

from playwright.sync_api import Page

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
