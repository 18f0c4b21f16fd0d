"""Two people are introduced to each other from the page of one, with scripts and without."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE


def test_somebody_is_introduced_asked_about_and_both_read_why(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    mine = open_as("hull-lead", PHONE, scripts=each_script)
    mine.goto("/people?q=Amina")
    mine.get_by_role("link", name="Amina Rahman").click()
    mine.get_by_role("link", name="Introduce them to somebody").click()
    expect(mine.locator(".lp-will")).to_contain_text("both get one message from you")
    if each_script:
        check_widths(mine)
    mine.get_by_role("button", name="Introduce them").click()
    expect(mine.locator(".govuk-error-summary")).to_contain_text("Write the name of somebody")
    if each_script:
        check_widths(mine)
    mine.get_by_label("Why should they know each other?").fill(f"Rooms {mark}")
    if each_script:
        _choose(mine, "samir", "Dr Samira Aziz", check_widths)
    else:
        mine.get_by_label("Introduce them to").fill("Samira")
        mine.get_by_role("button", name="Introduce them").click()
        expect(mine.get_by_role("radio", name="Dr Samira Aziz")).to_be_checked()
    expect(mine.get_by_label("Why should they know each other?")).to_have_value(f"Rooms {mark}")
    mine.get_by_role("button", name="Introduce them").click()
    expect(mine.locator("h1")).to_have_text("You introduced Amina Rahman and Dr Samira Aziz")
    each_site.run("worker", "--until-empty")
    theirs = open_as("bedford-member", DESKTOP, scripts=each_script)
    theirs.goto("/notifications")
    line = theirs.locator("main li", has_text="Grace Oyelaran introduces you to Dr Samira Aziz").first
    line.get_by_role("link", name="Read why").click()
    expect(theirs.locator("main")).to_contain_text(f"Rooms {mark}")
    if each_script:
        check_widths(theirs)
    theirs.get_by_role("button", name="Let Samira have my e-mail address").click()
    expect(theirs.locator("main")).to_contain_text("You let Samira have your e-mail address on")
    if each_script:
        check_widths(theirs)
    mine.reload()
    expect(mine.locator("main")).not_to_contain_text("@")
    theirs.get_by_role("link", name="See who Samira is").click()
    expect(theirs.locator("h1")).to_have_text("Dr Samira Aziz")
    others = open_as("evaluator", DESKTOP, scripts=each_script)
    assert others.goto(mine.url).status == 404


def _choose(page, typed, name, check_widths):
    """By the keyboard, from those who are suggested; what is typed after that is another name."""
    box = page.get_by_label("Introduce them to")
    offered = page.get_by_role("listbox", name="Suggestions").get_by_role("option", name=name)
    for again in (True, False):
        box.press_sequentially(typed)
        expect(offered).to_be_visible()
        check_widths(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(box).to_have_value(name)
        expect(page.locator("input[type=hidden][name=person]")).to_have_count(1)
        if again:
            box.fill("")
            expect(page.locator("input[type=hidden][name=person]")).to_have_count(0)
