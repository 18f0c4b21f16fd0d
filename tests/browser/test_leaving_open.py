"""A question that stays open: “not yet”, nothing for a while, then what answers it, of which the facilitator who asked
it hears; with scripts and without.
"""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.harness.windows import DESKTOP

REFLECTION = re.compile(r"/reflections/\d+(#m\d+)?$")


def _reflect(member: Page, title: str) -> str:
    member.goto("/partnerships/bedford/reflections/new")
    member.get_by_label("Title").fill(title)
    member.locator("main textarea").first.fill("We asked them, and they said nothing.")
    member.get_by_role("button", name=re.compile("^(Send to my facilitators|Send it)$")).click()
    member.wait_for_url(REFLECTION)
    return str(member.url)


def _answer(facilitator: Page, at: str, asks: str) -> None:
    facilitator.goto(f"{at}/review")
    first = facilitator.get_by_role("group", name="Move 1", exact=True)
    first.get_by_label("What you say").fill(asks)
    facilitator.get_by_label("Invite them to think further").check()
    facilitator.get_by_role("button", name="Send my answer").click()
    facilitator.wait_for_url(REFLECTION)


def test_from_not_yet_to_what_answers_it(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    asks = f"What would they say to each other, {mark}?"
    member = open_as("bedford-member", scripts=each_script)
    reflection = _reflect(member, f"Silence {mark}")
    facilitator = open_as("facilitator", DESKTOP)
    _answer(facilitator, reflection, asks)

    member.goto(reflection)
    member.locator("main .lp-move__answer textarea").first.fill(f"Half a reply {mark}")
    member.get_by_role("button", name="Not yet? Leave it open").click()
    member.wait_for_url("**/moves/*/question")
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="Leave it open").click()
    move = member.locator(".lp-move").filter(has_text=asks).first
    expect(move).to_contain_text("Open since")
    member.goto("/drafts")
    expect(member.get_by_role("main")).to_contain_text(f"Half a reply {mark}")  # what was typed beside it is kept
    member.goto("/home")
    expect(member.get_by_role("region", name="Still open")).to_contain_text(asks)
    if each_script:
        check_widths(member)

    row = member.get_by_role("region", name="Still open").get_by_role("listitem").filter(has_text=asks)
    row.get_by_role("link", name=re.compile("^say what answers it")).click()
    expect(member.get_by_role("main")).to_contain_text("Nothing has come since.")
    if each_script:
        check_widths(member)
    question = member.url
    member.get_by_role("link", name="Post an update").click()
    member.get_by_label("What happened?").fill(f"They spoke {mark}\n\nAt the bus stop, of all places.")
    member.get_by_label("On track").check(force=True)
    member.get_by_role("button", name=re.compile("^(Post|Share)")).first.click()
    member.wait_for_url(re.compile(r"/updates/\d+"))

    member.goto(question)
    member.get_by_role("button", name="This answers it").click()
    expect(member.locator(".govuk-error-summary")).to_contain_text("Choose what answers it")
    member.get_by_label(f"They spoke {mark}").check(force=True)
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="This answers it").click()
    member.wait_for_url(REFLECTION)
    expect(member.locator(".lp-move").filter(has_text=asks).first).to_contain_text(f"answered by They spoke {mark}")
    each_site.run("worker", "--until-empty")

    facilitator.goto("/notifications")
    told = facilitator.get_by_role("listitem").filter(has_text="says what answers a question of yours")
    expect(told.filter(has_text=mark)).to_be_visible()
    facilitator.goto("/partnerships/bedford")
    aside = facilitator.get_by_role("complementary").filter(has_text="Questions that stayed open")
    expect(aside).to_contain_text(asks)
    check_widths(facilitator)
    other = open_as("hull-lead", DESKTOP)
    other.goto("/partnerships/bedford")
    expect(other.get_by_text("stayed open")).to_have_count(0)
