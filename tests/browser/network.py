"""The network as it goes and comes, for tests of what is written in a tunnel."""

import time

from playwright.sync_api import Page

PATIENCE = 10  # seconds
ARRIVES = """() => fetch("/healthz", { cache: "no-store" }).then(() => true, () => false)"""


def go_offline(page: Page) -> None:
    """There is no network in this page's window from here on. A browser says so before the part of it that sends has
    heard: on a busy machine what is asked just then still arrives, so something is asked until it does not.
    """
    page.context.set_offline(True)
    until = time.monotonic() + PATIENCE
    while page.evaluate(ARRIVES):
        assert time.monotonic() < until, "still with a network"


def go_online(page: Page) -> None:
    """The network is back, and the page is told."""
    page.context.set_offline(False)


def cut_off(page: Page) -> None:
    """No request of this page's scripts arrives any more, to its very end: a route, and being offline, end before that,
    and what waits would still be sent.
    """
    page.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError()) }")


def die_offline(page: Page) -> Page:
    """The window of this page is gone while there is no network. Returns a new one, with a network again."""
    again = page.context.new_page()
    cut_off(page)
    page.close()
    go_online(again)
    return again
