"""Take the pictures of the README from a demonstration that is started for it.

make screenshots
"""

import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from scripts.node import command as node
from tests.browser import chromium
from tests.harness.server import ROOT, Site, serving
from tests.harness.windows import DESKTOP, PHONE, Windows, sign_in

FOLDER = ROOT / "docs/pictures"
# name: who looks, at which address, how wide
PICTURES: dict[str, tuple[str | None, str, int]] = {
    "landing": (None, "/", DESKTOP),
    "home": ("bedford-member", "/home", DESKTOP),
    "home-phone": ("bedford-member", "/home", PHONE),
    "queue": ("facilitator", "/home", DESKTOP),
    "partnership": ("hull-lead", "/partnerships/hull", DESKTOP),
}


def take(browser: Browser, site: Site, name: str) -> None:
    """One picture: the top of a page as its reader sees it."""
    persona, address, width = PICTURES[name]
    windows = Windows(browser, site)
    page = windows.open(width)
    if persona:
        sign_in(page, persona)
    page.goto(address)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    windows.close()
    # A page has few colours: a palette makes the picture a third of its size.
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(ROOT))


def main() -> None:
    """Start the demonstration, take every picture, leave nothing else behind."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = chromium.find()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = node("node")[0]
    environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.path, args=chromium.FLAGS, env=environment)
        for name in PICTURES:
            take(browser, site, name)
        browser.close()


if __name__ == "__main__":
    main()
