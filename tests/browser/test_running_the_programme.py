"""The programme team sets up a theme, an organisation, a place, its project, milestone and people; its lead leaves."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE


def test_a_new_place_from_nothing_to_its_first_lead(windows, sign_in, check_widths):
    mark = uuid4().hex[:6]
    place, theme, body = f"Newhaven {mark}", f"Night buses {mark}", f"Newhaven Council {mark}"
    team = windows.open(DESKTOP)
    sign_in(team, "programme-team")
    main = team.get_by_role("main")

    def programme() -> None:
        team.get_by_role("navigation", name="Main").get_by_role("link", name="Programme").click()

    programme()
    main.get_by_role("link", name="Add a theme").click()
    team.get_by_role("button", name="Add the theme").click()
    expect(team.get_by_role("alert")).to_contain_text("Give the theme a name")
    check_widths(team)
    team.get_by_label("Name").fill(theme)
    team.get_by_role("button", name="Add the theme").click()
    expect(team.get_by_text(f"{theme} is added.")).to_be_visible()

    main.get_by_role("link", name="Organisations").click()
    main.get_by_role("link", name="Add an organisation").click()
    team.get_by_label("Name").fill(body)
    team.get_by_label("Council", exact=True).check()
    team.get_by_role("button", name="Add the organisation").click()
    expect(main.get_by_role("link", name=body)).to_be_visible()

    programme()
    main.get_by_role("link", name="Set up a partnership").click()
    team.get_by_label("Name of the place").fill(place)
    team.get_by_label(body).check()
    team.get_by_label("Latitude").fill("fifty-one")
    team.get_by_role("button", name="Set up the partnership").click()
    expect(team.get_by_role("alert")).to_contain_text("Write a number of degrees, such as 53.74")
    expect(team.get_by_label(body)).to_be_checked()
    check_widths(team)
    team.get_by_label("Latitude").fill("50.79")
    team.get_by_label("Longitude").fill("0.05")
    team.get_by_role("button", name="Set up the partnership").click()
    expect(team.get_by_text(f"{place} is set up.")).to_be_visible()
    people = team.url
    check_widths(team)

    for address, role, name in (
        ("evaluator@demo.example", "Lead", "Dr Hannah Lindqvist"),
        ("danny.kirkwood@demo.example", "Member", "Danny Kirkwood"),
        ("ruth.adeyemi@demo.example", "Facilitator", "Ruth Adeyemi"),
    ):
        main.get_by_role("link", name="Add somebody").click()
        team.get_by_label("E-mail address").fill(address)
        team.get_by_label(role, exact=True).check()
        team.get_by_role("button", name="Add them").click()
        expect(team.get_by_text(f"{name} belongs to {place} now.")).to_be_visible()
    check_widths(team)

    team.get_by_role("link", name=f"Back to {place}").click()
    main.get_by_role("link", name="Begin the project").click()
    team.get_by_label("Title").fill("Home after ten")
    team.get_by_label("Challenge theme").select_option(theme)
    team.get_by_label("Programme").select_option("Leading Places Phase 2")
    team.get_by_role("button", name="Begin the project").click()
    expect(team.get_by_text("The project has begun.")).to_be_visible()
    team.get_by_label("What is to be reached?").fill("A bus after ten")
    for part, number in (("Day", "31"), ("Month", "2"), ("Year", "2027")):
        team.get_by_label(part).fill(number)
    team.get_by_role("button", name="Add the milestone").click()
    expect(team.get_by_role("alert")).to_contain_text("31 February does not exist")
    expect(team.get_by_label("What is to be reached?")).to_have_value("A bus after ten")
    expect(team.get_by_label("Day")).to_have_value("31")
    check_widths(team)
    team.get_by_label("Day").fill("28")
    team.get_by_role("button", name="Add the milestone").click()
    expect(team.get_by_text("“A bus after ten” is added.")).to_be_visible()

    visitor = windows.open(PHONE)
    visitor.goto("/partnerships")
    visitor.get_by_label("Theme").select_option(theme)
    visitor.get_by_role("button", name="Show", exact=True).click()
    visitor.get_by_role("main").get_by_role("link", name=place).first.click()
    expect(visitor.get_by_text("Home after ten")).to_be_visible()
    expect(visitor.get_by_text("A bus after ten")).to_be_visible()
    expect(visitor.get_by_text("Dr Hannah Lindqvist")).to_have_count(0)
    check_widths(visitor)

    lead = windows.open(PHONE)
    sign_in(lead, "evaluator")
    lead.goto(people)
    own = lead.get_by_role("main").get_by_role("listitem").filter(has_text="Dr Hannah Lindqvist")
    own.get_by_role("link", name=re.compile("^(End|Leave)")).click()
    check_widths(lead)
    lead.get_by_role("button", name=f"Leave {place}").click()
    expect(lead.get_by_role("alert")).to_contain_text(re.compile("lead", re.IGNORECASE))
    lead.get_by_label("Who takes over as lead?").select_option("Danny Kirkwood")
    lead.get_by_role("button", name=f"Leave {place}").click()
    expect(lead.get_by_text(f"You no longer belong to {place}.")).to_be_visible()
    team.goto(people)
    heir = main.get_by_role("region", name="Belong now").get_by_role("listitem").filter(has_text="Danny Kirkwood")
    expect(heir.get_by_text("Lead", exact=True)).to_be_visible()
