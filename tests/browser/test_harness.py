"""The browser's harness keeps its word: what is wrong with a page is found."""

import pytest
from playwright.sync_api import Browser

from tests.harness import axe

GOOD = """<!doctype html><html lang="en-GB"><title>A page</title><main><h1>A page</h1><p>Words.</p></main></html>"""
BAD = """<!doctype html><html><title>A page</title><main><h1>A page</h1><img src="data:,"></main></html>"""
WIDE = """<!doctype html><html lang="en-GB"><title>A page</title><main><h1>A page</h1>
<p><span>{}</span></p></main></html>""".format("wide" * 500)


@pytest.fixture
def plain(browser: Browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_a_good_page_passes(plain):
    plain.set_content(GOOD)
    axe.check_page(plain)


def test_a_picture_without_words_is_found(plain):
    plain.set_content(BAD)
    with pytest.raises(AssertionError, match="image-alt"):
        axe.check_page(plain)


def test_a_page_that_scrolls_sideways_is_found(plain):
    plain.set_content(WIDE)
    with pytest.raises(AssertionError, match="wider than the window"):
        axe.check_page(plain)
