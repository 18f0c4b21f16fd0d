"""Words that are written where there is no network: kept sealed in the browser, sent later, given back to their writer."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.harness.windows import DESKTOP, PHONE

NEW = "/partnerships/bedford/updates/new"
UPDATE = re.compile(r"/updates/\d+$")
WAITS = "No connection. Your words are here; we send them when it is back."
# All that scripts keep in this browser, as text.
STORED = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, no) => {
      const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); asked.onerror = no; });
    found.push(name);
    for (const store of db.objectStoreNames) {
      const all = (what) => new Promise((done) => {
        const asked = db.transaction(store).objectStore(store)[what](); asked.onsuccess = () => done(asked.result); });
      found.push(store, String(await all("getAllKeys")));
      for (const one of await all("getAll")) {
        if (typeof one !== "object") { found.push(String(one)); continue; }
        found.push(Object.keys(one).join(), one.id, String(one.until));
        for (const bytes of [one.iv, one.sealed]) found.push(new TextDecoder("latin1").decode(bytes));
      }
    }
    db.close();
  }
  return found.join("\\n");
}"""
COUNT = """async () => {
  const db = await new Promise((done) => { const asked = indexedDB.open("kept"); asked.onsuccess = () => done(asked.result); });
  if (!db.objectStoreNames.contains("sealed")) { db.close(); return 0; }
  const n = await new Promise((done) => {
    const asked = db.transaction("sealed").objectStore("sealed").count(); asked.onsuccess = () => done(asked.result); });
  db.close();
  return n;
}"""


def _words(what):
    return f"{what} {uuid4().hex[:8]}"


def _come_in(page: Page, persona: str) -> None:
    page.goto("/sign-in")
    page.locator(f'form[action="/demo/sign-in"] button[value="{persona}"]').click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def _open(page: Page, path: str = NEW) -> None:
    """Open a writing page, and wait for what it needs where there is no network."""
    with page.expect_response("**/sealing-keys"), page.expect_response("**/static/signing-out-*"):
        page.goto(path)


def _write(page: Page, body: str) -> None:
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()


def _sealed(page: Page, number: int = 1) -> None:
    page.wait_for_function(f"async () => (await ({COUNT})()) === {number}")


def _nothing_clear(page: Page, *words: str) -> None:
    stored = page.evaluate(STORED)
    for word in (*words, "bedford", "Bedford", "update", "Update", "Amina", "demo.example"):
        assert word not in stored, word


@pytest.fixture
def writer(windows):
    def open_(width=PHONE, persona="bedford-member", **options):
        page = windows.open(width, **options)
        _come_in(page, persona)
        return page

    return open_


def _post(page: Page) -> None:
    page.get_by_role("button", name="Post the update").click()


def _note(page: Page):
    return page.locator(".lp-waiting")


def _posted(page: Page, words: str) -> int:
    """How many updates of Bedford say so."""
    page.goto("/partnerships/bedford")
    return len({one.get_attribute("href") for one in page.get_by_role("link", name=words).all()})


def test_w1_no_network_then_post_the_page_stays_and_sends_by_itself(writer, each_site, check_page):
    page = writer()
    _open(page)
    page.context.set_offline(True)
    body = _words("Eleven firms in a tunnel")
    _write(page, body)
    button = page.get_by_role("button", name="Post the update")
    button.click()
    note = page.get_by_role("alert").filter(has_text="No connection")
    expect(note).to_contain_text(WAITS)
    expect(note).to_contain_text("A copy is sealed in this browser, which only you can open")
    expect(button).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    _sealed(page)
    _nothing_clear(page, "tunnel", body)
    check_page(page)
    page.context.set_offline(False)  # tells the page so
    page.wait_for_url(UPDATE)
    expect(page.get_by_text("Your update is posted.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(body)
    _sealed(page, 0)
    assert page.evaluate("localStorage.getItem('kept')") is None
    page.go_back()
    assert _posted(page, body) == 1


def test_w1_an_answer_that_is_lost_makes_no_second_post(writer):
    """Nothing tells the page that the network is back: it tries again by itself. The answer to its first try is lost."""
    page = writer()
    page.clock.install()
    _open(page)
    body = _words("Sent in the dark")
    _write(page, body)
    tries = []

    def lose(route):
        if route.request.method != "POST":
            route.continue_()
            return
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.abort("internetdisconnected")
        elif len(tries) == 2:
            route.fetch()  # it arrives
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{NEW}", lose)
    _post(page)
    expect(_note(page)).to_contain_text(WAITS)
    page.clock.fast_forward(5_000)
    page.wait_for_timeout(400)
    expect(_note(page)).to_contain_text(WAITS)
    assert len(tries) == 2
    page.clock.fast_forward(9_000)
    page.wait_for_timeout(200)
    assert len(tries) == 2, "pauses grow"
    page.clock.fast_forward(1_000)
    page.wait_for_url(UPDATE)
    assert len(tries) == 3
    assert "sent_later" not in tries[0]
    assert "sent_later" in tries[1]
    page.unroute_all()
    assert _posted(page, body) == 1


def test_w1_whoever_goes_on_writing_sends_anew(writer):
    page = writer()
    _open(page)
    page.context.set_offline(True)
    body = _words("Half")
    _write(page, body)
    _post(page)
    expect(_note(page)).to_contain_text(WAITS)
    page.get_by_label("What happened?").fill(f"{body} and the other half")
    expect(_note(page)).to_contain_text("You went on writing, so we send nothing by ourselves")
    page.context.set_offline(False)
    page.wait_for_timeout(1_100)  # a second within which a click is taken for a double click
    assert NEW in page.url
    _post(page)
    page.wait_for_url(UPDATE)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{body} and the other half")
