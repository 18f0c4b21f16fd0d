"""Where one stands after one did something: at the place that the address names (components/bits.html, lands_at)."""

import re

from playwright.sync_api import Locator, Page, expect


def stands_at(page: Page, place: Locator, said: str) -> None:
    """The place has the focus, what was done is seen beside it, once, and is read out with it."""
    expect(place).to_be_focused()
    expect(place).to_have_accessible_description(re.compile(f"^{re.escape(said)}"))
    posted = page.get_by_role("status").filter(has_text=said)
    expect(posted).to_have_count(1)
    expect(posted).to_be_in_viewport()
