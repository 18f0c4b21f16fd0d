"""Reporting a comment, hiding it until it is changed, changing it, and hearing why; with scripts and without."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.harness.windows import DESKTOP


def test_from_a_report_to_words_that_are_shown_again(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    author = open_as("bedford-member", scripts=each_script)
    author.goto("/public")
    author.locator("a[href^='/updates/']").first.click()
    at = author.url.partition("#")[0]
    author.get_by_label("Your comment").fill(f"Whoever wrote this has never run anything, {mark}.")
    author.get_by_role("button", name="Post the comment").click()
    expect(author.locator("main")).to_contain_text("Posted.")

    reader = open_as("hull-lead", DESKTOP, scripts=each_script)
    reader.goto(at)
    said = reader.locator("[data-comment-id]", has_text=mark)
    said.get_by_role("link", name="Report").click()
    expect(reader.locator(".lp-copy")).to_contain_text(mark)
    if each_script:
        check_widths(reader)
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.locator(".govuk-error-summary")).to_contain_text("Choose what is wrong with it")
    reader.get_by_label("It hurts somebody, or puts them down").check()
    reader.get_by_label("In your words").fill(f"She can read this {mark}.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.locator("main")).to_contain_text("Your report is sent")
    each_site.run("worker", "--until-empty")

    moderator = open_as("moderator", scripts=each_script)
    moderator.goto("/notifications")
    moderator.get_by_role("link", name="Look at it, and decide").first.click()
    expect(moderator.locator("main")).to_contain_text(f"She can read this {mark}.")
    if each_script:
        check_widths(moderator)
    moderator.get_by_label("Hide it until it is changed").check()
    moderator.get_by_label("Why, to its author and to whoever reported it").fill(f"Say it of the work, please {mark}.")
    moderator.get_by_role("button", name="Decide").click()
    expect(moderator.locator("main")).to_contain_text("It is hidden until its author changes it")
    each_site.run("worker", "--until-empty")

    reader.goto(at)
    expect(reader.locator("main")).not_to_contain_text(mark)
    expect(reader.locator("main")).to_contain_text("What Amina Rahman said here is hidden for now")
    author.goto("/notifications")
    author.get_by_role("link", name="Read why").first.click()
    expect(author.locator("main")).to_contain_text(f"Say it of the work, please {mark}.")
    if each_script:
        check_widths(author)
    author.get_by_role("link", name="Change it").click()
    author.get_by_label("Your comment").fill(f"We ran it otherwise, {mark}.")
    author.get_by_role("button", name="Save").click()
    expect(author.locator("main")).to_contain_text("Changed. What stood here before")
    each_site.run("worker", "--until-empty")

    reader.goto(at)
    expect(reader.locator("main")).to_contain_text(f"We ran it otherwise, {mark}.")
    reader.goto("/notifications")
    expect(reader.locator("main")).to_contain_text("Somebody looked at what you reported, and hid it")
    moderator.goto("/moderation")
    expect(moderator.locator("[data-report-id]", has_text="Its author changed it")).to_contain_text("by Amina Rahman")
