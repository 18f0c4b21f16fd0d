"""Browsers for tests: several people at once, each at a window of their own, each watched for complaints."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

from tests.harness.server import ROOT, Site

DESKTOP, PHONE = 1280, 360
HEIGHTS = {DESKTOP: 900, PHONE: 740}
FAILURES = ROOT / "var/failures"
MOST_SAID = 1_500  # characters of a page on which a test failed: a build machine keeps no pictures


class Windows:
    """Opens windows on a site and, when the test is over, asks each whether anything was wrong."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.pages: list[Page] = []
        self.complaints: list[str] = []

    def open(self, width: int = DESKTOP, *, scripts: bool = True, **options: Any) -> Page:
        """A window of somebody new: signed out, with no cookies. `page.goto("/home")` knows the site.

        `scripts=False`: as where scripts never arrive. (Switched off altogether, axe would not end.)
        """
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(20_000)  # a shared machine may be busy
        if not scripts:
            context.route("**/*", _refuse_scripts)
        page = context.new_page()
        self._watch(page)
        self.pages.append(page)
        return page

    def _watch(self, page: Page) -> None:
        """Collect what a developer would see in red, and every request that leaves the site."""

        def console(message: ConsoleMessage) -> None:
            # A 404 or 422 that the test wanted, and scripts that it refused, are told on the console too.
            if message.type == "error" and not message.text.startswith("Failed to load resource"):
                self.complaints.append(f"{page.url}: {message.text}")

        def request(asked: Request) -> None:
            if not asked.url.startswith((self.site.url, "data:", "blob:", "about:")):
                self.complaints.append(f"{page.url} asked for {asked.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", request)

    def close(self, *, failed_as: str | None = None) -> None:
        """Close every window; if the test failed, keep a picture of what it saw."""
        for number, page in enumerate(self.pages):
            if failed_as:
                with suppress(Exception):  # a window that crashed has no picture
                    print(f"Window {number} at {page.url}: {page.locator('main').inner_text()[:MOST_SAID]}")
                    page.screenshot(path=_picture(failed_as, number), full_page=True)
            page.context.close()
        if not failed_as:
            assert not self.complaints, "\n".join(self.complaints)


def _picture(name: str, number: int) -> Path:
    FAILURES.mkdir(parents=True, exist_ok=True)
    plain = "".join(letter if letter.isalnum() else "-" for letter in name)
    return FAILURES / f"{plain}-{number}.png"


def _refuse_scripts(route: Route) -> None:
    if route.request.resource_type == "script":
        route.abort()
    else:
        route.continue_()


def sign_in(page: Page, persona: str) -> None:
    """Come in as one of the demonstration's people, as a visitor does: with one click."""
    page.goto("/sign-in")
    page.locator(f'form[action="/demo/sign-in"] button[value="{persona}"]').click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def choose_audience(page: Page, words: str) -> None:
    """Say whom it is for, in a form that shows that choice folded."""
    fold = page.locator("details[data-fold]")
    if not fold.evaluate("(one) => one.open"):
        fold.locator("summary").click()
    fold.get_by_label(words).check()
