"""The programme team sets up a theme, a programme and, from its desk, a place with everything; its lead leaves."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE


def test_a_new_place_from_nothing_to_its_first_lead(windows, sign_in, check_widths):
    mark = uuid4().hex[:6]
    place, theme, body = f"Newhaven {mark}", f"Night buses {mark}", f"Newhaven Council {mark}"
    called = f"Night programme {mark}"
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

    programme()
    main.get_by_role("link", name="Set up a programme").click()
    team.get_by_label("Name").fill(called)
    team.get_by_role("button", name="Set up the programme").click()
    expect(main.get_by_role("heading", level=1, name=called)).to_be_visible()
    check_widths(team)
    main.get_by_role("link", name="Set up the first place").click()
    team.get_by_label("Name of the place").fill(place)
    team.get_by_label("Another organisation").fill(body)
    team.get_by_role("button", name="Add it to the list").click()
    expect(team.get_by_role("alert")).to_contain_text("Choose the kind of organisation")
    check_widths(team)
    team.get_by_label("What kind of organisation is it?").select_option("Council")
    team.get_by_role("button", name="Add it to the list").click()
    expect(team.get_by_label(body)).to_be_checked()
    expect(team.get_by_label("Name of the place")).to_have_value(place)
    team.get_by_label("Latitude").fill("fifty-one")
    team.get_by_label("Latitude").press("Enter")  # the place, not the list of organisations
    expect(team.get_by_role("alert")).to_contain_text("Latitude: write a number of degrees, such as 53.74")
    expect(team.get_by_label(body)).to_be_checked()
    team.get_by_label("Latitude").fill("50.79")
    team.get_by_label("Longitude").fill("0.05")
    team.get_by_role("button", name="Set up the place").click()
    expect(team.get_by_text(f"{place} is set up, and takes part in {called}.")).to_be_visible()
    expect(main.get_by_role("heading", level=1, name=f"Invite the lead of {place}")).to_be_visible()
    check_widths(team)
    team.get_by_label("Name").fill("Amal Haddad")
    team.get_by_label("E-mail address").fill(f"amal-{mark}@newhaven.example")
    team.get_by_role("button", name="Send the invitation").click()
    expect(main.get_by_text("One on the way")).to_be_visible()
    main.get_by_role("link", name=re.compile(f"^Invite a facilitator ?: {place}")).click()
    team.get_by_label("E-mail address").fill(f"sam-{mark}@outside.example")
    last = team.get_by_role("group", name="Last day")
    for part, number in (("Day", "31"), ("Month", "3"), ("Year", "2031")):
        last.get_by_label(part).fill(number)
    team.get_by_role("button", name="Send the invitation").click()
    expect(main.get_by_text(f"a facilitator for {place} until 31 March 2031")).to_be_visible()
    row = main.get_by_role("listitem").filter(has_text=place)
    expect(row.get_by_text("Two on the way")).to_be_visible()
    expect(row.get_by_role("link", name=re.compile(f"^Begin its project ?: {place}"))).to_be_visible()
    check_widths(team)
    team.set_viewport_size({"width": 320, "height": 700})
    assert team.evaluate("document.documentElement.scrollWidth") <= 320
    team.set_viewport_size({"width": DESKTOP, "height": 900})
    row.locator("a[href$='/ending']").click()
    check_widths(team)
    team.go_back()

    row.get_by_role("link", name=place, exact=True).click()
    main.get_by_role("link", name="People", exact=True).click()
    people = team.url
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

    programme()
    main.get_by_role("link", name=called).click()
    main.get_by_role("link", name=re.compile(f"^Begin its project ?: {place}")).click()
    team.get_by_label("Title").fill("Home after ten")
    team.get_by_label("Challenge theme").select_option(theme)
    expect(team.get_by_label("Programme")).to_have_value(re.compile("night-programme"))
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
    main.get_by_role("link", name="Say that it is reached").click()
    team.get_by_role("button", name="It is reached").click()
    main.get_by_role("link", name="Not reached after all").click()
    check_widths(team)
    main.get_by_role("link", name="Leave it as it is").click()
    expect(main.get_by_text("Reached on")).to_be_visible()
    main.get_by_role("link", name="Not reached after all").click()
    main.get_by_role("button", name="It is not reached").click()
    expect(main.get_by_text(re.compile("^Reached on"))).to_have_count(0)

    visitor = windows.open(PHONE)
    visitor.goto("/partnerships")
    visitor.get_by_label("Theme").select_option(theme)
    visitor.get_by_role("button", name="Show", exact=True).click()
    visitor.get_by_role("main").get_by_role("link", name=place).first.click()
    expect(visitor.get_by_text("Home after ten")).to_be_visible()
    expect(visitor.get_by_role("link", name="A bus after ten")).to_be_visible()
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
