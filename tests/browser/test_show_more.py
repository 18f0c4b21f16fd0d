"""“Show more” adds the next ones; without scripts, or without the network, it leads to a page of them."""

import re

from playwright.sync_api import Page, expect

from tests.harness.windows import PHONE


def _titles(page: Page) -> list[str]:
    return page.get_by_role("region", name="New from your place").get_by_role("heading", level=4).all_inner_texts()


def test_the_next_ones_are_added_below_each_once(quiet_site, windows, sign_in, check_page):
    page = windows.open(PHONE)
    sign_in(page, "bedford-member")
    first = _titles(page)
    assert len(first) == 9
    page.get_by_role("link", name="Show more").click()
    cards = page.locator("main [data-entry-id]")
    expect(cards.nth(9)).to_be_visible()
    assert _titles(page)[:9] == first
    expect(page).to_have_url(re.compile("/home$"))
    expect(cards.nth(9).get_by_role("link").first).to_be_focused()
    for _ in range(20):
        more = page.get_by_role("link", name="Show more")
        if more.count() == 0:
            break
        seen = cards.count()
        more.click()
        expect(cards.nth(seen)).to_be_visible()
    ids = [card.get_attribute("data-entry-id") for card in cards.all()]
    assert len(ids) == len(set(ids)) > 20
    heads = page.locator("[data-head]").all_inner_texts()
    assert len(heads) == len(set(heads)) > 1
    check_page(page)


def test_without_scripts_and_without_network_it_is_a_link(quiet_site, windows, sign_in):
    page = windows.open(PHONE, scripts=False)
    sign_in(page, "bedford-member")
    first = _titles(page)
    page.get_by_role("link", name="Show more").click()
    expect(page).to_have_url(re.compile("after="))
    assert set(_titles(page)).isdisjoint(first)

    other = windows.open(PHONE)
    sign_in(other, "bedford-member")
    other.route(re.compile("after="), lambda route: route.abort(), times=1)
    other.get_by_role("link", name="Show more").click()
    expect(other).to_have_url(re.compile("after="))
