"""Every page on one sheet, as people see it: on a phone, on a desktop, in forced colours, in large text, on paper.

make contact-sheet        → var/contact-sheet/<mode>.png, to be looked at beside the drawings of the look
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.node import command as node
from tests.browser import chromium
from tests.harness.server import ROOT, Site, serving
from tests.harness.windows import Windows, sign_in

FOLDER = ROOT / "var/contact-sheet"
HEIGHT, WIDE, GAP, LABEL = 1_500, 300, 12, 18  # pixels of a sheet: of the longest page, of each, between, above
ACROSS = 8

REFLECTION, UPDATE = "Thirty-one people said yes and nine came", "Second group: thirty-one said yes, nine came"
# Who looks, and where: an address, or the link of that name on the page of a place.
PAGES: tuple[tuple[str | None, str, str], ...] = (
    (None, "/", ""),
    (None, "/sign-in", ""),
    (None, "/partnerships", ""),
    (None, "/partnerships/bedford", ""),
    (None, "/partnerships/keele/milestones", ""),
    (None, "/themes", ""),
    (None, "/public", ""),
    (None, "/how-it-works", ""),
    (None, "/privacy", ""),
    (None, "/no/such/page", ""),
    (None, "/forgotten-password", ""),
    ("bedford-member", "/home", ""),
    ("bedford-member", "/partnerships", ""),
    ("bedford-member", "/partnerships/bedford", ""),
    ("bedford-member", "/partnerships/bedford", REFLECTION),
    ("bedford-member", "/partnerships/bedford", UPDATE),
    ("bedford-member", "/partnerships/bedford/updates/new", ""),
    ("bedford-member", "/partnerships/bedford/reflections/new", ""),
    ("bedford-member", "/themes/physical-activity-and-mental-health", ""),
    ("bedford-member", "/drafts", ""),
    ("bedford-member", "/notifications", ""),
    ("bedford-member", "/following", ""),
    ("bedford-member", "/confided", ""),
    ("bedford-member", "/search", ""),
    ("bedford-member", "/search?q=we", ""),
    ("bedford-member", "/search?q=Samira+Azis&partnership=hull", ""),
    ("bedford-member", "/account", ""),
    ("bedford-member", "/account/profile", ""),
    ("bedford-member", "/account/notifications", ""),
    ("bedford-member", "/account/sessions", ""),
    ("hull-lead", "/home", ""),
    ("hull-lead", "/partnerships/hull/people", ""),
    ("hull-lead", "/partnerships/hull/invitations", ""),
    ("facilitator", "/home", ""),
    ("facilitator", "/reviews", ""),
    ("facilitator", "/reviews", "Start your answer"),
    ("facilitator", "/reviews/answers", ""),
    ("programme-team", "/home", ""),
    ("programme-team", "/programmes", ""),
    ("programme-team", "/programmes/leading-places-phase-2/desk", ""),
    ("programme-team", "/partnerships/new", ""),
    ("programme-team", "/programmes/leading-places-phase-2/slips", ""),
    ("programme-team", "/organisations", ""),
    ("programme-team", "/roles", ""),
    ("programme-team", "/reviews/waiting", ""),
    ("evaluator", "/home", ""),
    ("former-member", "/home", ""),
)


@dataclass(frozen=True)
class Mode:
    """A way in which pages are looked at."""

    width: int
    media: dict[str, Any] = field(default_factory=dict)
    text: str = ""  # how large, as a share


MODES = {
    "360": Mode(360),
    "1280": Mode(1280),
    "320": Mode(320),
    "large-text": Mode(1280, text="200%"),
    "large-text-phone": Mode(360, text="200%"),
    "forced-dark": Mode(1280, {"forced_colors": "active", "color_scheme": "dark"}),
    "forced-light": Mode(1280, {"forced_colors": "active", "color_scheme": "light"}),
    "paper": Mode(660, {"media": "print"}),  # what is left of A4 between its margins
}


def pictures(browser: Browser, site: Site, mode: Mode, folder: Path) -> Iterator[tuple[str, Path]]:
    """Each page in this mode, with the name of who looks and where."""
    windows = Windows(browser, site)
    pages: dict[str | None, Page] = {}
    for number, (persona, address, link) in enumerate(PAGES):
        if persona not in pages:
            pages[persona] = windows.open(mode.width)
            if persona:
                sign_in(pages[persona], persona)
        page = pages[persona]
        page.emulate_media(**mode.media)
        page.goto(address)
        if link:
            page.goto(str(page.get_by_role("link", name=link).first.get_attribute("href")))
        if mode.text:
            page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", mode.text)
        path = folder / f"{number}.png"
        page.screenshot(path=path, full_page=True)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        yield f"{persona or 'nobody'} {link or address}{' WIDER' if wider > 0 else ''}", path
    windows.close()


def sheet(shown: list[tuple[str, Path]]) -> Image.Image:
    """All of these side by side, each as wide as the others; of a long page the upper part."""
    columns = [shown[at : at + ACROSS] for at in range(0, len(shown), ACROSS)]
    whole = Image.new("RGB", (ACROSS * (WIDE + GAP) + GAP, len(columns) * (HEIGHT + LABEL + GAP) + GAP), "#777")
    draw = ImageDraw.Draw(whole)
    for down, row in enumerate(columns):
        for across, (name, path) in enumerate(row):
            x, y = GAP + across * (WIDE + GAP), GAP + down * (HEIGHT + LABEL + GAP)
            with Image.open(path) as taken:
                small = taken.convert("RGB").resize((WIDE, max(1, taken.height * WIDE // taken.width)))
            draw.text((x, y), name[:50], fill="white")
            whole.paste(small.crop((0, 0, WIDE, min(small.height, HEIGHT))), (x, y + LABEL))
    return whole


def main() -> None:
    """Start the demonstration, look at every page in every mode, leave the sheets behind."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = chromium.find()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = node("node")[0]
    environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.path, args=chromium.FLAGS, env=environment)
        for name, mode in MODES.items():
            with tempfile.TemporaryDirectory() as taken:
                sheet(list(pictures(browser, site, mode, Path(taken)))).save(FOLDER / f"{name}.png", optimize=True)
            print(FOLDER.relative_to(ROOT) / f"{name}.png", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
