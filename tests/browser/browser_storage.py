"""What tests of kept words share: coming in, a page in which one writes, and a look into the browser's storage."""

import re
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

NEW = "/partnerships/bedford/updates/new"
UPDATE = re.compile(r"/updates/\d+$")
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
  const done = (asked) => new Promise((tell) => { asked.onsuccess = () => tell(asked.result); });
  const db = await done(indexedDB.open("kept"));
  const there = db.objectStoreNames.contains("sealed");
  const number = there ? await done(db.transaction("sealed").objectStore("sealed").count()) : 0;
  db.close();
  return number;
}"""

# Which records are kept, and as what: each time that one is sealed anew it reads differently.
SEALS = """async () => {
  const done = (asked) => new Promise((tell) => { asked.onsuccess = () => tell(asked.result); });
  const db = await done(indexedDB.open("kept"));
  const there = db.objectStoreNames.contains("sealed");
  const records = there ? await done(db.transaction("sealed").objectStore("sealed").getAll()) : [];
  db.close();
  return records.map(({ id, iv }) => `${id} ${iv}`).join();
}"""
KEPT_AFTER, PATIENCE = 1_100, 15_000  # milliseconds: a second after a key, and how long a busy machine may take


def words_of_a_run(what: str) -> str:
    """These words, as nobody else says them in any run."""
    return f"{what} {uuid4().hex[:8]}"


def come_in(page: Page, persona: str) -> None:
    page.goto("/sign-in")
    page.locator(f'form[action="/demo/sign-in"] button[value="{persona}"]').click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def open_page(page: Page, path: str = NEW) -> None:
    """Open a writing page, and wait for what it needs where there is no network."""
    with page.expect_response("**/sealing-keys"), page.expect_response("**/static/signing-out-*"):
        page.goto(path)


def write(page: Page, box: Locator, words: str) -> None:
    """These words into this box, and wait until they are kept in the browser."""
    before = page.evaluate(SEALS)
    box.fill(words)
    page.wait_for_timeout(KEPT_AFTER)
    for _ in range(PATIENCE // 200):
        if page.evaluate(SEALS) != before:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"“{words}” is not kept")


def go_back(page: Page) -> None:
    """Back to the page before, and there. Playwright alone is content with the address that a saved draft gives to the
    page which is being left.
    """
    page.evaluate("document.documentElement.dataset.left = ''")
    page.go_back()
    expect(page.locator("html:not([data-left])")).to_have_count(1)


def nothing_clear(page: Page, *words: str) -> None:
    stored = page.evaluate(STORED)
    for word in (*words, "bedford", "Bedford", "update", "Update", "Amina", "demo.example"):
        assert word not in stored, word
