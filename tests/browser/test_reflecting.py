"""A turn of action learning as people live it: a member writes, a facilitator answers, and so on until acknowledged."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE, choose_audience

NEW = "/partnerships/bedford/reflections/new"
PAGE = re.compile(r"/reflections/\d+$")


@pytest.fixture
def somebody(windows, sign_in):
    def open_(who, width=PHONE, *, scripts=True):
        page = windows.open(width, scripts=scripts)
        sign_in(page, who)
        return page

    return open_


def _title():
    return f"Why did nobody ring back? {uuid4().hex[:8]}"


def _write(page, title):
    page.goto(NEW)
    page.get_by_label("Title").fill(title)
    page.get_by_label("What?", exact=True).fill("Forty of them did not answer the phone.")
    page.get_by_label("So what?").fill("I had told the board that demand was proven.")


def test_a_whole_turn(each_site, somebody, each_script, check_page):
    member = somebody("bedford-member", PHONE, scripts=each_script)
    title = _title()
    _write(member, title)
    check_page(member)
    expect(member.get_by_label("My facilitators")).to_be_checked()
    member.get_by_role("button", name="Send to my facilitators" if each_script else "Send it").click()
    member.wait_for_url(PAGE)
    expect(member.get_by_role("heading", level=1)).to_have_text(title)
    expect(member.get_by_text("It waits for")).to_be_visible()
    check_page(member)
    address = member.url

    owen = somebody("facilitator", DESKTOP, scripts=each_script)
    owen.goto("/reviews")
    check_page(owen)
    waits = owen.get_by_role("link", name=re.compile(rf"Start your answer.*{re.escape(title)}"))
    while not waits.count():  # what waits longest comes first, and others have sent theirs here
        owen.goto(owen.locator("a[rel=next]").get_attribute("href"))
    waits.click()
    owen.get_by_label("What you say").fill("Who needed it to be proven?")
    owen.get_by_label("The words it is tied to").fill("demand was proven")
    owen.get_by_role("button", name="Add another move").click()
    second = owen.get_by_role("group", name="Move 2")
    second.get_by_label("Kind of move").select_option("Support")
    second.get_by_label("What you say").fill("You put the number first.")
    check_page(owen)
    owen.get_by_role("button", name="Send my answer").click()
    owen.wait_for_url(PAGE)
    check_page(owen)

    member.goto(address)
    expect(member.get_by_text("has answered and invites you to think further")).to_be_visible()
    expect(member.locator("mark")).to_have_text("demand was proven")
    check_page(member)
    member.get_by_label("Your reply").first.fill("The November board did.")
    member.get_by_role("button", name="Send my reply").click()
    expect(member.get_by_text("Your reply is sent.")).to_be_visible()
    expect(member.get_by_text("The November board did.")).to_be_visible()
    member.get_by_role("link", name="Change the text").first.click()
    check_page(member)
    member.get_by_label("Now what?").fill("Ring ten of them.")
    member.get_by_role("button", name="Save and send it again").click()
    expect(member.get_by_text("Round 2: you sent it again")).to_be_visible()
    expect(member.get_by_role("heading", name="Earlier in this exchange")).to_be_visible()
    check_page(member)

    owen.goto(f"{address}/review")
    owen.get_by_label("What you say").fill("Tell us what they say.")
    owen.get_by_label("Acknowledge the reflection").check()
    owen.get_by_role("button", name="Send my answer").click()
    owen.wait_for_url(PAGE)
    member.goto(address)
    expect(member.get_by_text("acknowledged it: it has come full circle.")).to_be_visible()

    lead = somebody("hull-lead")
    assert lead.goto(address).status == 404


def test_switching_questions_keeps_what_was_written(site, somebody, check_page):
    page = somebody("bedford-member", DESKTOP)
    _write(page, _title())
    page.get_by_label("Questions to write along").select_option("Gibbs: six steps, with feelings")
    expect(page.get_by_label("What?", exact=True)).to_be_hidden()
    expect(page.get_by_text("Six questions, in your own words.")).to_be_visible()
    expect(page.get_by_role("button", name="Use these questions")).to_be_hidden()
    check_page(page)
    page.get_by_label("Questions to write along").select_option("Driscoll: What? So what? Now what?")
    expect(page.get_by_label("What?", exact=True)).to_have_value("Forty of them did not answer the phone.")


def test_switching_questions_without_scripts(site, somebody, check_page):
    page = somebody("bedford-member", PHONE, scripts=False)
    _write(page, _title())
    page.get_by_label("Questions to write along").select_option("Gibbs: six steps, with feelings")
    page.get_by_role("button", name="Use these questions").click()
    expect(page.get_by_label("What did you think and feel?")).to_be_visible()
    check_page(page)
    page.get_by_label("Questions to write along").select_option("Driscoll: What? So what? Now what?")
    page.get_by_role("button", name="Use these questions").click()
    expect(page.get_by_label("What?", exact=True)).to_have_value("Forty of them did not answer the phone.")


def test_words_that_are_selected_can_be_quoted(site, somebody):
    member = somebody("bedford-member")
    title = _title()
    _write(member, title)
    member.get_by_role("button", name="Send to my facilitators").click()
    member.wait_for_url(PAGE)
    owen = somebody("facilitator", DESKTOP)
    owen.goto(f"{member.url}/review")
    owen.get_by_text("I had told the board").select_text()
    owen.get_by_role("button", name="Use the words I selected").click()
    expect(owen.get_by_label("The words it is tied to")).to_have_value("I had told the board that demand was proven.")
    expect(owen.get_by_label("It speaks to")).to_have_value("so-what")


def test_for_myself(site, somebody, each_script, check_page):
    page = somebody("bedford-member", scripts=each_script)
    _write(page, _title())
    choose_audience(page, "Only me")
    page.get_by_role("button", name="Keep for myself" if each_script else "Send it").click()
    page.wait_for_url(PAGE)
    expect(page.get_by_text("Only you can read this, and it waits for nobody.")).to_be_visible()
    page.get_by_role("link", name="Send to my facilitators").click()
    check_page(page)
    page.get_by_role("button", name="Send to my facilitators").click()
    expect(page.get_by_text("It waits for")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Only you can read it until you send it again.")).to_be_visible()


def test_errors_keep_everything(site, somebody, each_script, check_page):
    page = somebody("bedford-member", scripts=each_script)
    page.goto(NEW)
    page.get_by_label("Title").fill("Nothing below")
    page.get_by_role("button", name="Send to my facilitators" if each_script else "Send it").click()
    expect(page.get_by_role("alert")).to_contain_text("Write at least a sentence before you send it")
    expect(page.get_by_label("Title")).to_have_value("Nothing below")
    check_page(page)


def test_the_programme_team_sees_places_only(quiet_site, somebody, check_page):
    team = somebody("programme-team", DESKTOP)
    team.goto("/reviews/waiting")
    expect(team.get_by_role("heading", level=1)).to_have_text("Who is waiting")
    assert team.locator("main a[href*='/reflections/']").count() == 0
    check_page(team)
