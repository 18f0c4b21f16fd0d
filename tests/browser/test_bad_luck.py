"""Writing under bad luck, and coming back to a list, as people meet it in a browser (the case file, W2 to W9)."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE, choose_audience

NEW = "/partnerships/bedford/updates/new"
REFLECTING = "/partnerships/bedford/reflections/new"
UPDATE = re.compile(r"/updates/\d+$")
STATUS = "[data-autosave-status]"


def _words(what):
    return f"{what} {uuid4().hex[:8]}"


@pytest.fixture
def writer(windows, sign_in):
    def open_(width=PHONE, *, scripts=True):
        page = windows.open(width, scripts=scripts)
        sign_in(page, "bedford-member")
        return page

    return open_


def _saves(page, body):
    """Type, look elsewhere, and see that it is saved."""
    area = page.get_by_label("What happened?")
    with page.expect_response("**/drafts"):
        area.fill(body)
        area.blur()
    return area


def test_w2_two_devices_and_one_draft_end_in_both_texts(each_site, writer, check_page):
    desk, phone = writer(DESKTOP), writer(PHONE)
    first, second = _words("At the desk"), _words("Carried on, on the train")
    desk.goto(NEW)
    _saves(desk, first)
    expect(desk).to_have_url(re.compile("draft="))
    phone.goto(desk.url)
    _saves(phone, second)
    expect(phone.locator(STATUS)).to_contain_text("Saved at")
    area = _saves(desk, f"{first} x")
    told = desk.get_by_role("alert")
    expect(told).to_contain_text("You carried on with this somewhere else at")
    told.get_by_text("What you wrote there").click()
    expect(told).to_contain_text(second)
    expect(area).to_have_value(f"{first} x")
    check_page(desk)
    expect(desk.locator(STATUS)).to_contain_text("Saved at")
    desk.get_by_role("link", name="Carry on with that one").click()
    expect(desk.get_by_label("What happened?")).to_have_value(second)
    phone.goto("/drafts")
    expect(phone.get_by_text(first)).to_have_count(1)
    expect(phone.get_by_text(second)).to_have_count(1)


def test_w2_leaving_the_page_sends_the_last_words_to_a_draft_of_their_own(writer):
    desk, phone = writer(DESKTOP), writer(PHONE)
    first, second = _words("Left in a hurry"), _words("Carried on")
    desk.goto(NEW)
    _saves(desk, first)
    expect(desk).to_have_url(re.compile("draft="))
    phone.goto(desk.url)
    _saves(phone, second)
    desk.get_by_label("What happened?").fill(f"{first} and more")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.goto("/home")
    phone.goto("/drafts")
    for _ in range(20):  # what a page sends while it is left arrives when it arrives
        if phone.get_by_text(f"{first} and more").count() == 1:
            break
        phone.reload()
    expect(phone.get_by_text(f"{first} and more")).to_have_count(1)
    expect(phone.get_by_text(second)).to_have_count(1)


def _posts(page, body):
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)


def test_w3_post_back_post_makes_no_second_entry(each_site, writer, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(NEW)
    body = _words("Posted, then Back")
    _posts(page, body)
    page.go_back()
    area = page.get_by_label("What happened?")
    area.wait_for()
    if area.input_value() != body:
        area.fill(body)
    page.get_by_label("On track").check()
    with page.expect_event("load"):  # a new page, not the new address that a saved draft gives this one
        page.get_by_role("button", name="Post the update").click()
    expect(page.get_by_text("You posted this at").first).to_be_visible()
    check_page(page)
    page.goto("/partnerships/bedford")
    cards = page.locator("[data-entry-id]").filter(has_text=body)
    assert len({card.get_attribute("data-entry-id") for card in cards.all()}) == 1


def test_w3_back_says_that_it_was_posted_and_offers_an_empty_form(writer, check_page):
    page = writer()
    page.goto(NEW)
    body = _words("Saved, posted, Back")
    _saves(page, body)
    expect(page).to_have_url(re.compile("draft="))
    _posts(page, body)
    path = page.url
    for _ in range(2):
        page.go_back()
        told = page.locator("[data-notice]")
        expect(told).to_contain_text("You posted this at")
        expect(told).to_be_focused()
        expect(told).to_be_in_viewport()
        expect(page.get_by_label("What happened?")).to_have_value("")
        check_page(page)
        told.get_by_role("link", name="see it").click()
        page.wait_for_url(path)


def test_w3_a_page_that_the_browser_kept_whole_says_so_too(writer):
    """As where the page comes back from the browser's memory: the event is a browser's, the page is as it was left."""
    page = writer()
    page.goto(NEW)
    body = _words("Kept whole")
    _saves(page, body)
    expect(page).to_have_url(re.compile("draft="))
    posted = page.context.new_page()
    posted.goto(page.url)
    _posts(posted, body)
    page.evaluate(
        """() => {
          const form = document.querySelector("form[data-autosave]");
          form.addEventListener("submit", (event) => event.preventDefault(), { once: true, capture: true });
          form.requestSubmit();
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    expect(page.locator("[data-notice]")).to_contain_text("You posted this at")
    expect(page.get_by_role("link", name="begin with an empty form")).to_be_visible()


def test_w5_other_questions_keep_what_was_written_in_sight(writer, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(REFLECTING)
    expect(page.get_by_text("You wrote this along other questions")).to_be_hidden()
    body = _words("Nobody rang back")
    page.get_by_label("What?", exact=True).fill(body)
    page.get_by_label("Questions to write along").select_option("gibbs")
    if not each_script:
        page.get_by_role("button", name="Use these questions").click()
    told = page.get_by_role("region", name="You wrote this along other questions")
    expect(told).to_contain_text(body)
    expect(told).to_contain_text("What?")
    check_page(page)
    page.get_by_label("What happened?").fill(_words("Forty firms"))
    choose_audience(page, "Only me")
    page.locator(".lp-finish button").first.click()
    page.wait_for_url(re.compile(r"/reflections/\d+$"))
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("What you wrote along other questions is not part of it")
    banner.get_by_role("link", name="as a draft").click()
    expect(page.get_by_label("What?", exact=True)).to_have_value(body)


def test_w7_signed_out_elsewhere_the_way_back_says_where_the_text_is(writer, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(NEW)
    body = _words("Written while signed out")
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("Off track").check()
    page.context.clear_cookies()  # as where the session was ended elsewhere; a tab that signs out asks first
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_text("Your text is kept.")).to_be_visible()
    check_page(page)
    page.locator('form[action="/demo/sign-in"] button[value="bedford-member"]').click()
    expect(page.get_by_role("heading", name="Here it is again")).to_be_visible()
    unsent = page.get_by_text("You have words that are not sent")
    expect(unsent).to_have_count(0)
    expect(page.get_by_label("What happened?")).to_have_value(body)
    check_page(page)
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)


def test_w8_keep_as_a_draft_says_so_where_one_looks(writer, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(NEW)
    body = _words("For later")
    page.get_by_label("What happened?").fill(body)
    page.get_by_role("button", name="Keep as a draft").click()
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("Kept as a draft at")
    expect(banner).to_be_in_viewport()
    if each_script:
        expect(banner).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    check_page(page)
    banner.get_by_role("link", name="your drafts").click()
    expect(page.get_by_text(body)).to_be_visible()


def test_w9_back_from_a_card_finds_the_list_and_the_place(quiet_site, windows, sign_in):
    page = windows.open(PHONE)
    sign_in(page, "bedford-member")
    cards = page.locator("main [data-entry-id]")
    for seen in (9, 18):
        page.get_by_role("link", name="Show more").click()
        expect(cards.nth(seen)).to_be_visible()
    card, length = cards.nth(24), cards.count()
    link = card.get_by_role("link").first
    card.scroll_into_view_if_needed()
    number, down = card.get_attribute("data-entry-id"), page.evaluate("scrollY")
    address = link.get_attribute("href")
    link.click()
    page.wait_for_url(re.compile(f"{address}$"))
    page.go_back()
    again = page.locator(f'main [data-entry-id="{number}"]')
    expect(again).to_be_in_viewport()
    expect(again.get_by_role("link").first).to_be_focused()
    page.wait_for_function(f"() => Math.abs(scrollY - {down}) < 120")
    assert cards.count() == length > 20
    state = page.evaluate("[history.state, {...localStorage}, {...sessionStorage}].map(JSON.stringify).join('')")
    assert re.fullmatch(r'\{"list":\{[^{}]*\}\}\{\}\{\}', state), state
    page.get_by_role("link", name="Home", exact=True).click()
    expect(cards).to_have_count(9)


def test_w9_so_it_is_with_other_lists(quiet_site, windows, sign_in):
    page = windows.open(DESKTOP)
    sign_in(page, "hull-lead")
    page.goto("/partnerships/nottingham?kind=all")
    before = page.locator("main li").count()
    page.get_by_role("link", name="Show more").click()
    page.wait_for_function(f"() => document.querySelectorAll('main li').length > {before}")
    longer = page.locator("main li").count()
    page.goto("/themes")
    page.go_back()
    page.wait_for_function(f"() => document.querySelectorAll('main li').length === {longer}")


def test_w9_without_scripts_back_leads_to_the_page_of_the_list(quiet_site, windows, sign_in):
    page = windows.open(PHONE, scripts=False)
    sign_in(page, "bedford-member")
    page.get_by_role("link", name="Show more").click()
    page.wait_for_url(re.compile("after="))
    where = page.url
    page.locator("main [data-entry-id]").nth(3).get_by_role("link").first.click()
    page.wait_for_url(lambda url: url != where)
    page.go_back()
    expect(page).to_have_url(where)
