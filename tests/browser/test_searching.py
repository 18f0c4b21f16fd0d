"""Searching: with scripts and without, narrowed and not; and what is suggested while somebody types."""

import re

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE

ASKED = re.compile(r"/search/suggestions\?q=")


def test_what_may_be_meant_is_chosen_by_the_keyboard(site, open_as, check_axe):
    page = open_as("bedford-member", DESKTOP)
    page.goto("/home")
    box = page.get_by_role("search").get_by_label("Search for")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    box.press_sequentially("sha")
    person = options.filter(has_text="Shabnam Iqbal")
    expect(person).to_be_visible()
    expect(page.get_by_role("group", name="People").get_by_role("option").first).to_be_visible()
    expect(box).to_have_role("combobox")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))  # Enter searches for what was typed
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d suggestions: arrow keys"))).to_have_count(1)
    check_axe(page)
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)  # none that is shown
    expect(box).to_have_value("sha")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    expect(page.get_by_role("search").get_by_role("button", name="Search")).to_be_focused()
    box.fill("shabnm iqbal")  # not quite
    expect(person).to_contain_text("did you mean this?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Shabnam Iqbal")
    box.fill("landlord")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q=landlord$"))
    page.goto("/home")
    box.press_sequentially("landl")
    page.get_by_role("group", name="You searched lately").get_by_role("option", name="landlord").click()
    page.wait_for_url(re.compile(r"/search\?q=landlord$"))


def test_an_answer_that_comes_late_or_never_is_passed_over(site, open_as):
    page = open_as("bedford-member")
    page.goto("/search")
    box = page.get_by_label("Search for")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    # However it comes about that an earlier answer is there after a later one: here nothing gives up waiting.
    page.evaluate("AbortController.prototype.abort = () => {}")
    late = []

    def hold(route):
        late.append(route)

    page.route(re.compile(r"suggestions\?q=shab?$"), hold)
    with page.expect_request(ASKED):
        box.press_sequentially("sha")
    box.fill("kee")
    expect(options).to_have_text(["Keele"])
    with page.expect_response(re.compile(r"suggestions\?q=sha$")):
        late[0].continue_()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(options).to_have_text(["Keele"])
    with page.expect_request(re.compile(r"suggestions\?q=shab$")):
        box.fill("shab")
    box.press("Escape")  # nobody waits for it any more
    with page.expect_response(re.compile(r"suggestions\?q=shab$")):
        late[1].continue_()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(options).to_have_count(0)
    page.route(ASKED, lambda route: route.fulfill(status=500, body="no"))
    with page.expect_response(ASKED):
        box.fill("bed")
    expect(options).to_have_count(0)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q=bed$"))


def test_search_and_narrow_it_down(each_site, open_as, each_script, check_page):
    page = open_as("bedford-member", scripts=each_script)
    page.get_by_role("banner").get_by_role("link", name="Search").click()  # there is no box on a phone
    box = page.get_by_label("Search for")
    box.fill("we")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q=we$"))
    found = page.locator("[data-search-result]")
    expect(found).to_have_count(10)
    expect(page.get_by_role("heading", level=2, name="20+ results")).to_be_visible()
    assert found.first.bounding_box()["y"] < 640  # on the first screen: what narrows it down does not stand above
    check_page(page)
    first = found.all_inner_texts()
    page.get_by_role("link", name="Show more").click()
    if each_script:
        expect(found).to_have_count(20)
    else:
        page.wait_for_url(re.compile("after="))
    more = found.all_inner_texts()[-10:]
    assert len(more) == 10
    assert not set(first) & set(more)
    page.get_by_role("link", name="Narrow it down").click()
    page.get_by_role("complementary", name="Narrow it down").get_by_role("link", name="Hull").click()
    page.wait_for_url(re.compile("partnership=hull"))
    assert all("Hull" in line for line in found.locator(".lp-meta:has(.lp-kind)").all_inner_texts())
    page.get_by_text("Choose the days").click()
    page.get_by_label("From").fill("2126-01-01")
    page.get_by_role("button", name="Show these days").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("with these filters")
    expect(page.get_by_role("link", name="20+ results")).to_be_visible()
    check_page(page)
    for chip in ("Since 1 January 2126", "Hull"):
        page.get_by_role("link", name=f"Take this filter away: {chip}").click()
    page.wait_for_url(re.compile(r"/search\?q=we$"))
    box.fill("Samira Azis")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Dr Samira Aziz").click()
    page.wait_for_url(re.compile(r"/people/\d+$"))
    page.goto("/search")
    lately = page.get_by_role("region", name="You searched lately")
    expect(lately).to_be_visible()
    assert lately.get_by_role("link").all_text_contents()[:2] == ["Samira Azis", "we"]
    page.get_by_role("button", name="Forget these").click()
    expect(lately).to_have_count(0)


def test_what_narrows_a_search_is_large_enough_to_be_met(site, open_as):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels; “Me” is the shortest of them."""
    for width in (PHONE, DESKTOP):
        page = open_as("bedford-member", width)
        page.goto("/search?q=the")
        expect(page.locator("#filters").get_by_role("link", name="Me", exact=True)).to_have_count(1)
        boxes = [one.bounding_box() for one in page.locator("#filters, .lp-tabs").get_by_role("link").all()]
        assert boxes
        assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes), boxes
