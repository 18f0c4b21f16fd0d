"""The months: whom to call, what is behind a figure, narrowed, kept as a table; on a screen, a phone and on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.factories.months import many_months
from tests.harness.visitor import Visitor
from tests.harness.windows import DESKTOP, PHONE, Windows

HERE = "/programmes/both/months"


@pytest.fixture
def fifteen(app, windows: Windows, quiet_site) -> Callable[[int], Page]:
    """The page of fifteen places and eighteen months, of a world that no demonstration has, in a window."""
    many_months()
    html = Visitor(app, make.person("Priya Nair", role="programme-team")).text(HERE)

    def opened(width: int) -> Page:
        page = windows.open(width)
        page.route(f"**{HERE}", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(HERE)
        return page

    return opened


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_fifteen_places_and_eighteen_months_fit_a_screen_a_phone_and_one_sheet(fifteen, check_page):
    for width in (PHONE, DESKTOP):
        page = fifteen(width)
        check_page(page)
        table = page.get_by_role("table")
        expect(table.get_by_role("row")).to_have_count(17)  # also where they are shown as blocks
        expect(table.get_by_role("rowheader")).to_have_count(15)
    first, ninth, tenth = (page.locator(".lp-months tbody tr").nth(1).locator("td").nth(n) for n in (0, 8, 9))
    assert first.bounding_box()["y"] == tenth.bounding_box()["y"], "a row of eighteen on a screen"
    phone = fifteen(PHONE)
    first, ninth, tenth = (phone.locator(".lp-months tbody tr").nth(1).locator("td").nth(n) for n in (0, 8, 9))
    assert first.bounding_box()["y"] == ninth.bounding_box()["y"] < tenth.bounding_box()["y"], "two rows of nine"
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert re.search(rb"/MediaBox\s*\[\s*0 0 84[12]", printed), "A4, landscape"


def test_the_programme_team_looks_narrows_and_opens_what_is_behind_a_figure(
    quiet_site, windows, sign_in, check_widths, each_script
):
    page = windows.open(DESKTOP, scripts=each_script)
    sign_in(page, "programme-team")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Months").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Month by month")
    assert page.get_by_role("navigation", name="Main").locator("[aria-current]").inner_text() == "Months"
    calls = page.get_by_role("region", name="Who may need a call")
    expect(calls.get_by_role("heading", name=re.compile("^Shropshire: quiet, nobody facilitates"))).to_be_visible()
    said = calls.get_by_role("listitem").all_inner_texts()
    order = [("The lead need do nothing" in one, one.split(":")[0]) for one in said]
    assert order == sorted(order), "by name, after the others where a facilitator alone has to answer"
    expect(
        calls.get_by_role("link", name=re.compile("name a facilitator.*Shropshire", re.IGNORECASE))
    ).to_have_attribute("href", re.compile("/partnerships/shropshire/invitations/facilitator"))
    check_widths(page)
    cell = page.get_by_role("row", name=re.compile("^Nottingham")).get_by_role("link").nth(1)
    shown = int(cell.locator("span[aria-hidden]").last.inner_text())
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Nottingham, \w+ 20\d\d$"))
    assert page.get_by_role("main").locator("[data-entry-id], [data-action-id]").count() == shown
    check_widths(page)
    page.get_by_role("link", name="Month by month").click()
    page.get_by_label("Theme").select_option(label="Digital health")
    page.get_by_role("search", name="Filter places").get_by_role("button", name="Show").click()
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_text([re.compile("^Shropshire")])
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download (CSV)").click()
    table = kept.value.path().read_text(encoding="utf-8-sig")
    assert {line.split(",")[0] for line in table.splitlines()} == {'"place"', '"Shropshire"'}
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_role("search", name="Filter places").get_by_role("button", name="Show").click()
    expect(page).not_to_have_url(re.compile("phase-2/months"))


def test_a_facilitator_sees_their_places_alone(quiet_site, windows, sign_in, check_widths):
    page = windows.open(PHONE)
    sign_in(page, "facilitator")
    page.get_by_role("link", name="Your places month by month").click()
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_text(
        [re.compile("^Bedford"), re.compile("^Hull")]
    )
    expect(page.get_by_role("main")).not_to_contain_text("quiet")
    expect(page.get_by_text("paused by the place")).to_be_visible()
    expect(page.locator(".lp-months-key--signs")).to_be_hidden()  # nor are the signs shown
    check_widths(page)
