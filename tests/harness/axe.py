"""What every page must be for everybody: axe's rules, and three of our own that axe does not know."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.harness.windows import DESKTOP, HEIGHTS, PHONE

AXE = Path(__file__).parents[1] / "browser/node_modules/axe-core/axe.min.js"
# WCAG 2.0 to 2.2, levels A and AA, and what axe's makers hold to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds, each in a few lines that say where. The page has loaded by then, style sheet and all."""
    # A page that a button led to can be read before its style sheet is there: its links are smaller until then.
    page.wait_for_load_state("load")
    # By evaluation, not as a script in the page: the page's own policy stays as strict as it is. It is half a megabyte:
    # a page that is looked at twice, at two widths, keeps it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(result => result.violations)",
        TAGS,
    )
    return [
        f"{rule['id']}: {rule['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}" for node in rule["nodes"])
        for rule in found
    ]


def check_axe(page: Page) -> None:
    """No violation of any rule, on the page as it stands now."""
    found = violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def check_page(page: Page) -> None:
    """axe; one heading that names the page; a title; nothing to scroll sideways for."""
    check_axe(page)
    headings = page.locator("h1").all_inner_texts()
    assert len(headings) == 1, f"{page.url}: {len(headings)} first headings: {headings}"
    assert page.title(), f"{page.url} has no title"
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url}: {too_wide} pixels wider than the window: {_widest(page)}"


def check_widths(page: Page) -> None:
    """`check_page` at both widths; the window ends as it began."""
    began = page.viewport_size
    assert began
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        check_page(page)
    page.set_viewport_size(began)


def _widest(page: Page) -> list[str]:
    """The elements that stick out at the right, to know where to look."""
    names: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(one => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""}`).slice(0, 8)"""
    )
    return names
