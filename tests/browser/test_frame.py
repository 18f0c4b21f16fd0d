"""The frame of every page in a real browser: keyboard, stale pages, the lost page, long names."""

from itertools import pairwise

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE


def test_the_keyboard_gets_past_the_masthead(page):
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_a_page_left_open_for_too_long_loses_nothing(each_page, check_page):
    page = each_page
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("amina.rahman@example.org")
    page.context.clear_cookies()
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Nothing is lost: press the button again")
    expect(summary).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("amina.rahman@example.org")
    assert page.title().startswith("Error: ")
    check_page(page)


def test_the_error_summary_leads_to_the_field(page):
    page.goto("/sign-in")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


def test_the_lost_page_leads_home(each_page, sign_in, check_page):
    sign_in(each_page, "bedford-member")
    answer = each_page.goto("/no/such/page")
    assert answer.status == 404
    expect(each_page.get_by_role("heading", level=1)).to_have_text("We cannot find that page")
    expect(each_page.get_by_role("link", name="Go to your home page")).to_have_attribute("href", "/home")
    check_page(each_page)


def test_signing_out_is_on_every_page(page, sign_in):
    sign_in(page, "hull-lead")
    page.goto("/no/such/page")
    page.get_by_role("contentinfo").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    page.goto("/account")
    assert "/sign-in?next=" in page.url


def test_the_masthead_needs_no_script(windows, sign_in, check_page):
    page = windows.open(PHONE, scripts=False)
    sign_in(page, "facilitator")
    page.goto("/account")
    for link in page.get_by_role("navigation", name="Main").get_by_role("link").all():
        expect(link).to_be_visible()
    check_page(page)


def test_the_masthead_holds_all_of_its_words_and_the_box(windows, sign_in):
    page = windows.open(DESKTOP)
    sign_in(page, "facilitator")  # who has the most words
    page.goto("/account")
    for width in (DESKTOP, 1024, 800, 769):
        page.set_viewport_size({"width": width, "height": 700})
        expect(page.get_by_role("search").get_by_label("Search for")).to_be_visible()
        assert page.get_by_role("banner").bounding_box()["height"] < 130, width


def test_on_a_phone_name_search_bell_and_face_stand_in_one_row(windows, sign_in):
    page = windows.open(PHONE)
    sign_in(page, "facilitator")
    page.goto("/search")
    page.evaluate("document.querySelector('[data-unread]').textContent = '20+'")  # as many as it ever says
    top = page.get_by_role("banner")
    row = [top.get_by_role("link", name=name) for name in ("lpcommunity", "Search", "Notifications", "Your account")]
    for width in (640, PHONE, 320):
        page.set_viewport_size({"width": width, "height": 700})
        boxes = [one.bounding_box() for one in row]
        assert all(box["y"] < boxes[0]["y"] + boxes[0]["height"] for box in boxes), width
        assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes)), width
        assert min(box["height"] for box in boxes) >= 44, width
        count = top.locator("[data-unread]").bounding_box()
        assert count["height"] < 30, width
        assert count["x"] + count["width"] <= top.locator(".lp-face").bounding_box()["x"] + 1, width
        assert top.bounding_box()["height"] < 130, "the words below in two rows at most"


def test_the_demonstration_says_what_it_is(page):
    page.goto("/sign-in")
    expect(page.get_by_role("complementary", name="Demonstration")).to_contain_text(
        "the people and their words are made"
    )
