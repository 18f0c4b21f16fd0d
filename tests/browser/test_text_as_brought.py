"""Text as people bring it (shared/cases, T1 to T12), where it takes a browser: what is pasted, keys, how it looks."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.harness.clipboard import SAMPLES
from tests.harness.windows import DESKTOP, PHONE

NEW = "/partnerships/bedford/updates/new"
UPDATE = re.compile(r"/updates/\d+$")
COPY = """([html, text]) => {
  document.addEventListener("copy", (event) => {
    event.preventDefault();
    if (html) event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", text);
  }, {once: true});
}"""


@pytest.fixture
def writer(windows, sign_in):
    def open_(width=DESKTOP):
        page = windows.open(width)
        sign_in(page, "bedford-member")
        page.goto(NEW)
        return page, page.get_by_label("What happened?")

    return open_


def _paste(page, area, html, text, keys="Control+V"):
    page.evaluate(COPY, [html, text])
    page.keyboard.press("Control+C")
    area.focus()
    page.keyboard.press(keys)


def test_t6_what_is_pasted_from_office_keeps_its_lists_links_and_tables_and_one_undo_takes_it_back(writer):
    page, area = writer()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for name, sample in SAMPLES.items():
        html, expected = sample.html, sample.markdown
        area.fill("Before. ")
        _paste(page, area, html, "Only words,\ntwo lines of them")
        begins = "\n\n" if re.match(r"[-|#]|\d+\. ", expected) else ""
        goes_on = "\n\n" if expected.endswith("|") else ""  # what is typed after a table is not part of it
        expect(area).to_have_value(f"Before. {begins}{expected}{goes_on}")
        page.keyboard.press("Control+Z")
        expect(area).to_have_value("Before. ")
        if name == "word":
            assert [url for url in asked if "clipboard" in url], (
                "what turns it into Markdown is loaded when it is wanted"
            )
    # Plain text stays plain, and nobody who pastes plain text waits for anything.
    area.fill("")
    _paste(page, area, "", "* a star, *so*")
    expect(area).to_have_value("* a star, *so*")
    # Without formatting, by the keys for it: shift is held down while the paste comes.
    area.fill("")
    html = SAMPLES["word"].html
    page.evaluate(COPY, [html, "Housing board"])
    page.keyboard.press("Control+C")
    area.focus()
    page.evaluate(
        """(html) => {
          const area = document.activeElement;
          area.dispatchEvent(new KeyboardEvent("keydown", {key: "V", ctrlKey: true, shiftKey: true, bubbles: true}));
          const carried = new DataTransfer();
          carried.setData("text/html", html);
          const pasted = new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true});
          window.taken = !area.dispatchEvent(pasted);
        }""",
        html,
    )
    assert page.evaluate("window.taken") is False


def test_t6_where_the_converter_cannot_be_loaded_the_words_are_pasted(writer):
    page, area = writer()
    page.route("**/clipboard-*.js", lambda route: route.fulfill(status=503))
    html = SAMPLES["word"].html
    _paste(page, area, html, "Housing board")
    expect(area).to_have_value("Housing board")


def test_t8_keys_and_buttons_form_the_selected_words_and_a_line_says_how(writer, check_axe):
    page, area = writer()
    area.fill("See the slides today")
    select = "([from, to]) => document.activeElement.setSelectionRange(from, to)"

    def press(keys, start, end):
        area.focus()
        page.evaluate(select, [start, end])
        page.keyboard.press(keys)

    press("Control+B", 8, 15)  # with the blank after it, as a double click selects
    expect(area).to_have_value("See the **slides** today")
    press("Control+B", 10, 16)
    expect(area).to_have_value("See the slides today")
    press("Control+I", 0, 3)
    expect(area).to_have_value("_See_ the slides today")
    page.keyboard.press("Control+Z")
    expect(area).to_have_value("See the slides today")
    press("Control+K", 8, 14)
    page.keyboard.type("https://x.uk")
    expect(area).to_have_value("See the [slides](https://x.uk) today")
    area.fill("")
    press("Control+K", 0, 0)  # without a selection: the words first
    page.keyboard.type("notes")
    expect(area).to_have_value("[notes](https://)")
    area.fill("plain")
    press("End", 0, 5)
    page.evaluate(select, [0, 5])
    page.get_by_role("button", name="Italic").click()
    expect(area).to_have_value("_plain_")
    describing = page.evaluate("document.getElementById('body').getAttribute('aria-describedby').split(' ')")
    assert "forming" in describing
    expect(page.locator("#forming")).to_contain_text("Leave a line empty to begin a new paragraph")
    check_axe(page)


def test_t3_and_t9_tables_and_right_to_left_words_fit_a_phone(writer, check_page):
    page, area = writer(PHONE)
    wide = "\n".join("\t".join(f"{word} {n}" for n in range(9)) for word in ("Measure", "Referrals", "Appointments"))
    arabic = "اجتمعنا اليوم في بيدفورد. كان الحوار مفيدا جدا."
    area.fill(f"{arabic}\n\n•\tاولا\n•\tثانيا\n\n{wide}\n\n{uuid4().hex}")
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    check_page(page)
    frame = page.locator(".lp-table")
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth"), "nine columns scroll within their frame"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert frame.evaluate("one => one.scrollLeft") > 0
    for place in ("h1", ".lp-reading p", ".lp-reading li"):
        assert page.locator(place).first.evaluate("one => getComputedStyle(one).direction") == "rtl", place
    page.goto("/partnerships/bedford")
    title = page.locator(".lp-entry__title", has_text="اجتمعنا").first
    assert title.evaluate("one => getComputedStyle(one).direction") == "rtl"
