"""Writing, in browsers of other houses: Firefox and WebKit, as wide as a phone. Each is skipped by its name where the
machine has none (CONTRIBUTING says which packages bring them).
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.harness import engines
from tests.harness.clipboard import SAMPLES
from tests.harness.engines import Window
from tests.harness.profiles import files_that_hold
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


def _go_out(window: Window, wire: Wire) -> None:
    """Sign out, whoever it was; and wait until that has happened."""
    window.go(f"{wire.url}/notifications")
    window.run("[...document.forms].find((one) => one.action.includes('/sign-out'))?.submit()")
    _until(window, "!document.querySelector('form[action*=\"/sign-out\"]')")


def _begin(window: Window, wire: Wire, persona: str, place: str, what: str = "updates") -> None:
    _come_in(window, wire, persona)
    window.go(f"{wire.url}/partnerships/{place}/{what}/new")
    _until(window, "document.querySelector('markdown-toolbar')")
    window.run("document.querySelector('textarea').focus()")


def test_an_update_saves_itself_and_is_posted(window, wire):
    _begin(window, wire, "bedford-member", "bedford")
    window.keys(f"We walked in the rain. {uuid4()}")  # the same words twice would be asked about
    window.run("document.activeElement.blur()")
    _until(window, _sees("Saved"))
    window.run("document.querySelector('[name=standing][value=on-track]').click()")
    wire.lag = 0.2
    _press(window, "Post the update")
    _until(window, "/^.updates.\\d+$/.test(location.pathname)")
    assert "We walked in the rain" in window.run("return document.querySelector('h1').textContent")


PASTE = """
  const area = document.querySelector("textarea");
  area.focus();
  const carried = new DataTransfer();
  carried.setData("text/html", values[0]);
  carried.setData("text/plain", "Housing board");
  const given = { bubbles: true, cancelable: true, clipboardData: carried };
  const event = new ClipboardEvent("paste", given);
  if (!event.clipboardData?.getData("text/html")) Object.defineProperty(event, "clipboardData", { value: carried });
  area.dispatchEvent(event);
"""
CHOOSE = """
  const drawn = document.createElement("canvas");
  Object.assign(drawn, { width: 3000, height: 2000 });
  drawn.getContext("2d").fillRect(0, 0, 1500, 1000);
  const blob = await new Promise((done) => drawn.toBlob(done, "image/jpeg", 0.95));
  const chosen = new DataTransfer();
  chosen.items.add(new File([blob], "walk.jpg", { type: "image/jpeg" }));
  const input = document.querySelector("input[type=file]");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
"""


def test_text_from_word_a_photograph_and_a_tunnel(window, wire):
    _begin(window, wire, "bedford-member", "bedford")
    window.run(PASTE, SAMPLES["word"].html)
    _until(window, "document.querySelector('[name=body]').value.includes('**retrofit group met**')")
    window.run("document.querySelector('[name=standing][value=on-track]').click()")
    wire.lag = 0.05
    window.run(CHOOSE)
    _until(window, "document.querySelector('input[name^=alt-]')")
    window.run("document.querySelector('input[name^=alt-]').focus()")
    window.keys("A hall with forty chairs")
    wire.lag = 0
    wire.cut()
    window.run("document.querySelector('[name=body]').focus()")
    window.keys(f" In a tunnel. {uuid4()}")
    _press(window, "Post the update")
    _until(window, _sees("No connection. Your words are here"))
    assert "In a tunnel." in window.run("return document.querySelector('[name=body]').value")
    wire.mend()
    window.run("dispatchEvent(new Event('online'))")
    _until(window, "/^.updates.\\d+$/.test(location.pathname)")
    _until(window, _sees("In a tunnel"))
    shown = window.run(
        "const one = document.querySelector('figure img'); return [one.alt, one.naturalWidth || one.width]"
    )
    assert shown[0] == "A hall with forty chairs"
    assert shown[1] <= 2000
    assert window.run("return document.querySelectorAll('.lp-reading table, .lp-reading li').length") > 3


def test_a_reflection_takes_what_every_office_program_copies(window, wire):
    _begin(window, wire, "hull-lead", "hull", "reflections")
    wire.lag = 0.2
    for name in ("outlook", "docs", "teams", "word"):
        window.run("document.querySelector('textarea').value = ''")
        window.run(PASTE, SAMPLES[name].html)
        _until(window, f"document.querySelector('textarea').value.trim() === {json.dumps(SAMPLES[name].markdown)}")
    window.run("document.querySelector('[name=audience][value=facilitators]').click()")
    window.keys(f" {uuid4()}")
    _until(window, _sees("Saved"))
    _press(window, "Send to my facilitators")
    _until(window, "/^.reflections.\\d+$/.test(location.pathname)")
    assert window.run("return document.querySelectorAll('.lp-reading table, .lp-reading li').length") > 3


HAS_KEYS = """performance.getEntriesByType("resource").some(
  ({ name, responseEnd }) => name.endsWith("/sealing-keys") && responseEnd)"""
# It seals a second after a key; the flag in the local storage stands there before.
IS_SEALED = """await new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onerror = () => done(false);
  asked.onsuccess = () => {
    const { result: base } = asked;
    const counted = base.transaction("sealed").objectStore("sealed").count();
    counted.onsuccess = () => { base.close(); done(counted.result > 0); };
  };
})"""
OFFERED = _sees("You have words that are not sent")


def test_words_sealed_in_a_tunnel_are_offered_again_to_their_writer_alone(window, wire):
    _begin(window, wire, "bedford-member", "bedford")
    window.keys("Nobody")
    window.run("document.activeElement.blur()")
    _until(window, _sees("Saved"))
    _until(window, HAS_KEYS)
    wire.cut()
    window.run("document.querySelector('[name=body]').focus()")
    window.keys(" rang back, and I know why.")
    _until(window, IS_SEALED)
    # The tunnel lasts as long as this page: on leaving it tries to save once more, and what the server has as a draft
    # is not offered.
    window.run("globalThis.fetch = () => Promise.reject(new TypeError())")
    window.go("about:blank")
    wire.mend()
    for persona, offered in (("hull-lead", False), ("bedford-member", True)):
        _go_out(window, wire)
        _come_in(window, wire, persona)
        window.go(f"{wire.url}/notifications")
        _until(window, HAS_KEYS)
        if offered:
            _until(window, OFFERED)
        else:
            window.run("await new Promise((done) => setTimeout(done, 1500))")
            assert not window.run(f"return {OFFERED}"), persona


# Of pages that were opened, with their titles: what a browser keeps of every site.
HISTORY = ("places.sqlite", "sessionstore", "recovery", "previous")


@pytest.mark.parametrize("name", sorted(engines.ENGINES))
def test_what_was_typed_lies_in_no_file_of_the_browser_after_signing_out(name, tmp_path, wire):
    """One reflection is sent; another one stays open in its window, with words that the server has as a draft."""
    if lacking := engines.MISSING[name]():
        pytest.skip(f"{name}: this machine lacks {lacking}")
    sent, title, body = (f"{word}{uuid4().hex}" for word in ("Sent", "Title", "Body"))
    with engines.opened(name, tmp_path / "profile") as window:
        _begin(window, wire, "bedford-member", "bedford", "reflections")
        window.keys("Why?")
        window.run("document.querySelector('[name=title]').focus()")
        window.keys(sent)
        window.run("document.querySelector('[name=audience][value=facilitators]').click()")
        _press(window, "Send to my facilitators")
        _until(window, "/^.reflections.\\d+$/.test(location.pathname)")
        window.go(f"{wire.url}/partnerships/bedford/reflections/new")
        _until(window, "document.querySelector('markdown-toolbar')")
        for box, words in (("[name=title]", title), ("textarea", body)):
            window.run(f"document.querySelector({box!r}).focus()")
            window.keys(words)
        window.run("document.activeElement.blur()")
        _until(window, _sees("Saved"))
        window.run(
            "navigator.sendBeacon('/sign-out', new URLSearchParams("
            "{ csrf_token: document.querySelector('[name=csrf_token]').value }))"
        )
        time.sleep(3)  # as somebody does in another window
        assert window.run("return document.querySelector('textarea').value") == body
    found = files_that_hold(tmp_path / "profile", sent, title, body)
    titles = {file for file in found.pop(sent, set()) if not file.startswith(HISTORY)}
    assert (found, titles) == ({}, set())
