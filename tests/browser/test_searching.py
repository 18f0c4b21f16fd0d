"""Looking for something: by words and by names, narrowed and widened again, suggested while one types."""

import re

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE

FOUND = "[data-search-result]"


def test_words_are_found_narrowed_and_read_on(site, open_as, each_script, check_widths):
    member = open_as("bedford-member", PHONE, scripts=each_script)
    member.get_by_role("link", name="Search", exact=True).click()
    expect(member.get_by_role("heading", name="Search", level=1)).to_be_visible()
    member.get_by_label("Search for").fill("we")
    member.get_by_role("button", name="Search", exact=True).click()
    member.wait_for_url(re.compile(r"/search\?q=we$"))
    expect(member.locator(FOUND)).to_have_count(20)
    expect(member.locator(f"{FOUND} mark").first).to_have_text(re.compile("^we$", re.IGNORECASE))
    if each_script:
        check_widths(member)
    member.locator("a[rel=next]").click()
    expect(member.locator(FOUND).first).to_be_visible()
    member.goto(f"{member.url.partition('/search')[0]}/search?q=we&kind=reflection")
    found = member.locator(FOUND)
    expect(found.first).to_contain_text("Reflection")
    member.get_by_role("link", name=re.compile("^Bedford")).last.click()
    expect(member.get_by_role("list", name="Filters").get_by_role("link")).to_contain_text("Bedford")
    member.get_by_role("list", name="Filters").get_by_role("link").click()
    expect(member.get_by_role("list", name="Filters")).to_have_count(0)
    member.get_by_label("Search for").fill("pedometre")
    member.get_by_role("button", name="Search", exact=True).click()
    expect(member.locator("main")).to_contain_text("Nothing that you may read has “pedometre” in it")
    if each_script:
        check_widths(member)


def test_somebody_is_found_by_the_keyboard_while_one_types(site, open_as, check_axe):
    member = open_as("bedford-member", DESKTOP)
    member.goto("/themes")
    box = member.get_by_role("search").get_by_label("Search for")
    box.focus()
    expect(box).to_have_role("combobox")
    box.press_sequentially("samira a")
    options = member.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Samira Aziz")
    expect(member.get_by_role("status").filter(has_text="suggestion")).to_have_count(1)
    check_axe(member)
    member.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("samira a")
    member.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    member.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    member.keyboard.press("Enter")
    member.wait_for_url(re.compile(r"/people/\d+$"))
    box = member.get_by_role("search").get_by_label("Search for")
    box.fill("landlord")
    member.keyboard.press("Enter")
    member.wait_for_url(re.compile(r"/search\?q=landlord$"))
    member.goto("/home")
    box.press_sequentially("landl")
    expect(options.last).to_contain_text("landlord")
    options.last.click()
    member.wait_for_url(re.compile(r"/search\?q=landlord$"))


def test_where_the_server_does_not_answer_it_is_a_form(site, open_as):
    member = open_as("bedford-member", DESKTOP)
    member.route("**/search/suggestions**", lambda route: route.abort())
    member.goto("/search")
    box = member.get_by_label("Search for")
    box.press_sequentially("bus")
    expect(member.get_by_role("option")).to_have_count(0)
    member.keyboard.press("Enter")
    member.wait_for_url(re.compile(r"/search\?q=bus$"))
