"""Finding the way as people do: landing, directory, following, thanks, home; with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE


@pytest.fixture
def as_(windows, sign_in):
    def open_(persona, width=PHONE, *, scripts=True):
        page = windows.open(width, scripts=scripts)
        sign_in(page, persona)
        return page

    return open_


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_visitor_finds_a_partnership_on_the_map_and_in_the_list(windows, check_page, width):
    page = windows.open(width)
    page.goto("/")
    check_page(page)
    on_the_map = page.locator(".lp-map a")
    in_the_list = page.locator(".lp-place__name a")
    assert sorted(on_the_map.evaluate_all("all => all.map(one => one.getAttribute('href'))")) == sorted(
        in_the_list.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    )
    in_the_list.get_by_text("Hull").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hull")
    check_page(page)
    page.goto("/")
    page.get_by_role("link", name="Everything public").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything public")
    check_page(page)


def test_follow_a_place_and_its_news_come_home(each_site, as_, each_script, check_page):
    page = as_("bedford-member", scripts=each_script)
    page.goto("/partnerships?theme=business-innovation-and-leadership")
    check_page(page)
    page.get_by_role("button", name="Follow Keele").click()
    expect(page.get_by_role("button", name="Following Keele")).to_have_attribute("aria-pressed", "true")
    assert "/partnerships?theme=business-innovation-and-leadership#" in page.url
    page.goto("/following")
    check_page(page)
    expect(page.get_by_role("link", name="Keele")).to_be_visible()
    page.goto("/home")
    expect(page.locator(".lp-entry").filter(has_text="Keele").first).to_be_visible()
    page.goto("/following")
    page.get_by_role("button", name="Following Keele").click()
    expect(page.get_by_role("link", name="Keele")).to_have_count(0)


def test_thanks_with_one_click_and_back(as_, each_script, check_page):
    page = as_("bedford-member", scripts=each_script)
    page.goto("/public")
    page.locator(".lp-entry").filter(has_text="Nottingham").locator("h2 a").first.click()
    button = page.locator(".lp-thanks button").filter(has_text="thanks")
    said = button.get_attribute("aria-pressed") == "true"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false" if said else "true")
    expect(button).to_have_text("Say thanks" if said else "You said thanks")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true" if said else "false")
    check_page(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(
    ("persona", "title"),
    [
        ("bedford-member", re.compile("Amina")),
        ("hull-lead", re.compile("Grace")),
        ("facilitator", re.compile("waiting|Owen")),
        ("programme-team", re.compile("Priya")),
        ("evaluator", re.compile("Hannah")),
        ("former-member", re.compile("Callum")),
    ],
)
def test_home_for_each_kind_of_person(as_, check_page, persona, title, width):
    page = as_(persona, width)
    page.goto("/home")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    check_page(page)
    filled = page.locator("main .govuk-button:not(.govuk-button--secondary)")
    assert filled.count() <= 1
    assert page.locator(".lp-next__item").count() <= 3


def test_show_more_without_scripts_is_the_next_page(as_):
    page = as_("bedford-member", DESKTOP, scripts=False)
    page.goto("/home")
    first = page.locator("[data-entry-id]").evaluate_all("all => all.map(one => one.dataset.entryId)")
    page.locator("a[rel=next]").click()
    page.wait_for_url(re.compile("after="))
    second = page.locator(".lp-feed [data-entry-id]").evaluate_all("all => all.map(one => one.dataset.entryId)")
    assert second
    assert not set(first) & set(second)
