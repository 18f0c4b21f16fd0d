"""A lead moves a milestone and says why; others read as much of it as is for them; the team adds up the causes."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE

WHY = "The tender came back at twice the sum."


def test_a_lead_moves_a_day_and_everybody_learns_as_much_as_is_for_them(
    fresh_site, windows, sign_in, check_widths, each_script
):
    lead = windows.open(PHONE, scripts=each_script)
    sign_in(lead, "hull-lead")
    main = lead.get_by_role("main")
    lead.goto("/partnerships/hull")
    main.get_by_role("link", name="Model before those who can decide").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("Milestones of Hull")
    check_widths(lead)
    stone = main.get_by_role("listitem").filter(has_text="Model before those who can decide")
    stone.get_by_role("link", name="Move its day").click()
    check_widths(lead)

    lead.get_by_role("button", name="Move it").click()
    alert = lead.get_by_role("alert")
    for says in ("Give the day to which it moves", "Choose why it moves", "Say in a sentence why it moves"):
        expect(alert).to_contain_text(says)
    check_widths(lead)
    later = date.today() + timedelta(days=120)  # noqa: DTZ011  (any day to come)
    for part in ("Day", "Month", "Year"):
        lead.get_by_label(part, exact=True).fill(str(getattr(later, part.lower())))
    lead.get_by_label("Procurement").check()
    lead.get_by_label("What happened, in a sentence?").fill(WHY)
    expect(lead.get_by_label("The partnership and the programme team")).to_be_checked()
    lead.get_by_role("button", name="Move it").click()
    expect(lead.get_by_text("Where it was first planned stays known.")).to_be_visible()
    expect(main.get_by_text(WHY, exact=True)).to_be_visible()
    check_widths(lead)

    visitor = windows.open(DESKTOP, scripts=each_script)
    visitor.goto("/partnerships/hull/milestones")
    expect(visitor.get_by_role("img", name=re.compile("^Milestones of "))).to_be_visible()
    expect(visitor.get_by_role("main")).to_contain_text("Procurement")
    expect(visitor.get_by_text(WHY)).to_have_count(0)

    team = windows.open(DESKTOP, scripts=each_script)
    sign_in(team, "programme-team")
    team.goto("/programmes/leading-places-phase-2/desk")
    team.get_by_role("link", name="Why dates move").click()
    check_widths(team)
    team.get_by_role("row", name=re.compile("^Procurement")).get_by_role("link").last.click()
    expect(team.get_by_role("heading", level=2, name="Procurement")).to_be_visible()
    expect(team.get_by_text(WHY, exact=True)).to_be_visible()
    check_widths(team)

    main.get_by_role("link", name=re.compile("^Change who can read it.*The tender")).click()
    check_widths(lead)
    lead.get_by_label("Only the facilitators").check()
    lead.get_by_role("button", name="Save who can read it").click()
    expect(main.get_by_text("For the facilitators only")).to_be_visible()
    team.reload()
    expect(team.get_by_text(WHY)).to_have_count(0)


@pytest.mark.parametrize("place", ["keele", "hull"])
def test_the_picture_is_for_wide_screens_and_paper_and_strips_for_narrow_ones(windows, place):
    page = windows.open(DESKTOP)
    page.goto(f"/partnerships/{place}/milestones")
    picture, strips = page.locator(".lp-time__picture"), page.locator(".lp-time__strip")
    expect(picture).to_be_visible()
    expect(strips.first).to_be_hidden()
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_count(strips.count())
    sizes = picture.evaluate(
        """picture => [...picture.querySelectorAll("text")].map(
            text => parseFloat(getComputedStyle(text).fontSize) * picture.getBoundingClientRect().width / 1120)"""
    )
    assert min(sizes) >= 14
    page.emulate_media(media="print")
    expect(picture).to_be_visible()
    phone = windows.open(PHONE)
    phone.goto(f"/partnerships/{place}/milestones")
    expect(phone.locator(".lp-time__picture")).to_be_hidden()
    expect(phone.locator(".lp-time__strip").first).to_be_visible()
    expect(phone.get_by_role("table").get_by_role("rowheader")).to_have_count(strips.count())
