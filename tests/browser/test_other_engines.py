"""Writing, in browsers of other houses: Firefox and WebKit, as wide as a phone. Each is skipped by its name where the
machine has none (CONTRIBUTING says which packages bring them).
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import engines
from tests.harness.engines import Window
from tests.harness.server import Site
from tests.harness.wire import Wire, wire_to

PATIENCE = 60  # seconds


@pytest.fixture(params=sorted(engines.ENGINES))
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Window]:
    """A window of each engine that this machine has."""
    if lacking := engines.MISSING[request.param]():
        pytest.skip(f"{request.param}: this machine lacks {lacking}")
    with engines.opened(request.param, tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def wire(site: Site) -> Iterator[Wire]:
    """The network between that window and the demonstration."""
    with wire_to(site.url) as made:
        yield made


def _until(window: Window, condition: str) -> None:
    """Wait until this is true in the page."""
    until = time.monotonic() + PATIENCE
    while not window.run(f"return !!({condition})"):
        assert time.monotonic() < until, (condition, window.run("return document.body.innerText")[:2000])
        time.sleep(0.1)


def _press(window: Window, words: str) -> None:
    """Press the button, or follow the link, that says this."""
    window.run(
        "[...document.querySelectorAll('button, a, summary')].find((one) => one.textContent.includes(values[0])"
        " && one.getClientRects().length).click()",
        words,
    )


def _sees(words: str) -> str:
    return f"document.body.innerText.includes({words!r})"


def _come_in(window: Window, wire: Wire, persona: str) -> None:
    window.go(f"{wire.url}/sign-in")
    window.run(f'document.querySelector(\'form[action="/demo/sign-in"] button[value="{persona}"]\').click()')
    _until(window, "!location.pathname.includes('sign-in')")


def _begin(window: Window, wire: Wire, persona: str, place: str) -> None:
    _come_in(window, wire, persona)
    window.go(f"{wire.url}/partnerships/{place}/updates/new")
    _until(window, "document.querySelector('markdown-toolbar')")
    window.run("document.querySelector('[name=body]').focus()")


def test_an_update_saves_itself_and_is_posted(window, wire):
    _begin(window, wire, "bedford-member", "bedford")
    window.keys("We walked in the rain. Nine came.")
    window.run("document.activeElement.blur()")
    _until(window, _sees("Saved"))
    window.run("document.querySelector('[name=standing][value=on-track]').click()")
    wire.lag = 0.2
    _press(window, "Post the update")
    _until(window, "/^.updates.\\d+$/.test(location.pathname)")
    assert "We walked in the rain" in window.run("return document.querySelector('h1').textContent")
