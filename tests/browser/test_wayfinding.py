"""Trying it and finding one's way: what each of the demonstration's people is met with, and the roads between places,
themes and people, with a mouse and with a keyboard only."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.harness.windows import DESKTOP, PHONE

# What home says first to whom: its heading, and the heading of the part that says what to do.
HOMES = {
    "bedford-member": (r"^Good \w+, Amina$", "Next for you"),
    "hull-lead": (r"^Good \w+, Grace$", "Next for you"),
    "facilitator": (r"reflections? (is|are) waiting$", "To review"),
    "programme-team": (r"^Good \w+, Priya$", "Waiting for an answer"),
    "evaluator": (r"^Good \w+, Hannah$", "Places that you follow|New in the community|New from those you follow"),
    "moderator": (r"^Good \w+, Gwen$", "Help wanted"),
    "former-member": (r"^Hello, Callum$", "What you wrote"),
}


@pytest.mark.parametrize("persona", HOMES)
def test_everybody_comes_in_with_one_click_and_is_told_what_is_next(persona, quiet_site, windows):
    page = windows.open(PHONE)
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    offered = page.get_by_role("region", name="Or try it as someone else")
    expect(offered.get_by_role("button")).to_have_count(len(HOMES))
    offered.get_by_role("button").nth(list(HOMES).index(persona)).click()
    greets, part = HOMES[persona]
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(greets))
    first = page.get_by_role("main").get_by_role("heading", level=2).first
    expect(first).to_have_text(re.compile(part))
    assert page.get_by_role("region", name="Next for you").get_by_role("listitem").count() <= 3


def test_what_is_next_is_one_click_away(quiet_site, windows, sign_in):
    page = windows.open(PHONE)
    sign_in(page, "bedford-member")
    for n in range(page.get_by_role("region", name="Next for you").get_by_role("listitem").count()):
        thing = page.get_by_role("region", name="Next for you").get_by_role("listitem").nth(n)
        what = thing.get_by_role("heading").inner_text()
        thing.get_by_role("link").last.click()
        expect(page, what).not_to_have_url(re.compile("/home$"))
        expect(page.get_by_role("heading", level=1)).not_to_have_text("We cannot find that page")
        page.goto("/home")


def test_who_follows_or_thanks_by_keyboard_is_on_the_button_again(fresh_site, windows, sign_in):
    page = windows.open(DESKTOP)
    sign_in(page, "bedford-member")
    page.goto("/themes")
    unpressed = page.get_by_role("main").locator(".lp-toggle[aria-pressed=false]").last
    name = f"#{unpressed.get_attribute('id')}"
    unpressed.press("Enter")
    expect(page.locator(name)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(name)).to_be_focused()
    expect(page.locator(name)).to_be_in_viewport()
    page.goto("/partnerships/hull")
    page.get_by_role("main").locator("[data-entry-id] a").first.click()
    page.get_by_role("button", name="Say thanks").press("Enter")
    expect(page.get_by_role("button", name="You said thanks")).to_be_focused()
    expect(page.get_by_role("button", name="You said thanks")).to_be_in_viewport()


def test_from_the_front_door_to_a_person(quiet_site, windows, sign_in):
    page = windows.open(DESKTOP)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Act again.")
    places = page.get_by_role("region", name="The partnerships")
    names = places.get_by_role("heading", level=3).all_inner_texts()
    assert sorted(names) == ["Bedford", "Hull", "Keele", "Nottingham", "Shropshire", "Tees Valley"]
    drawn = page.get_by_role("main").locator("svg").first  # the map: a picture of the list
    for name in names:
        expect(drawn).to_contain_text(name)
    places.get_by_role("link", name="Nottingham", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nottingham")
    page.get_by_role("main").get_by_role("link", name="Smart cities").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Smart cities")
    expect(page.get_by_role("link", name="Dr Kwame Asante")).to_have_count(0)  # names are for those signed in

    sign_in(page, "hull-lead")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Themes").click()
    page.get_by_role("main").get_by_role("link", name="Smart cities").first.click()
    page.get_by_role("main").get_by_role("link", name="Nottingham", exact=True).first.click()
    page.get_by_role("complementary", name="About Nottingham").get_by_role("link", name="Dr Kwame Asante").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dr Kwame Asante")
    expect(page.get_by_role("complementary", name="About Dr Kwame Asante")).to_contain_text("Nottingham")


def _filter(page: Page, **chosen: str) -> None:
    for label, word in chosen.items():
        page.get_by_label(label.replace("_", " ")).select_option(word)
    page.get_by_role("search", name="Filter partnerships").get_by_role("button", name="Show").click()


def test_the_directory_is_filtered_until_nothing_is_left(quiet_site, windows, check_page, each_script):
    page = windows.open(PHONE, scripts=each_script)
    page.goto("/partnerships")
    _filter(page, Theme="Digital health")
    found = page.get_by_role("main").get_by_role("region").first
    expect(found.get_by_role("heading", level=2)).to_have_text("One partnership")
    expect(found.get_by_role("link", name="Shropshire", exact=True)).to_be_visible()
    _filter(page, With_a_partner_from="University")
    expect(page.get_by_text("No partnership has both")).to_be_visible()
    expect(page.get_by_label("Theme")).to_have_value("digital-health")
    check_page(page)
    page.get_by_role("link", name="Show all partnerships").click()
    expect(found.get_by_role("heading", level=2)).to_have_text("Six partnerships")


def _tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what has the focus is called this, as somebody does who has no mouse."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || document.activeElement.value || ''")
        if " ".join(str(focused).split()).startswith(name):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"“{name}” cannot be reached by {most} steps of the keyboard on {page.url}")


def test_an_update_is_posted_with_the_keyboard_only(windows):
    page = windows.open(DESKTOP)
    page.goto("/sign-in")
    _tab_to(page, "AR Amina Rahman")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/home"))
    _tab_to(page, "Post an update")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/updates/new"))
    page.get_by_label("What happened?").focus()
    page.keyboard.type("Nine people came, and nobody used a mouse.")
    _tab_to(page, "on-track")
    page.keyboard.press("Space")
    _tab_to(page, "Post the update")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/updates/\d+$"))
    expect(page.get_by_text("Your update is posted")).to_be_visible()


def test_unknown_and_forbidden_are_the_same_lost_page(quiet_site, windows, sign_in):
    page = windows.open(PHONE)
    for persona, addresses in {
        "bedford-member": ("/programmes", "/reviews/waiting", "/partnerships/hull/people/new", "/updates/999999"),
        "programme-team": ("/reflections/1", "/no/such/page"),
    }.items():
        sign_in(page, persona)
        texts = set()
        for address in ("/nothing-here", *addresses):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 404, address
            texts.add(page.get_by_role("main").inner_text())
        assert len(texts) == 1, texts
