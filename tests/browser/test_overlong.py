"""Words that no line can hold break, wherever they are shown, and widen no page."""

import re

from playwright.sync_api import expect

from tests.harness.windows import PHONE


def test_a_word_of_two_hundred_letters_widens_no_page(fresh_site, windows, sign_in, check_widths):
    writer = windows.open(PHONE)
    sign_in(writer, "hull-lead")
    writer.goto("/partnerships/hull/updates/new")
    writer.get_by_label("What happened?").fill("unbreakable" * 30)
    writer.get_by_label("On track").check()
    writer.get_by_text("Add more").click()
    writer.get_by_label("Title", exact=False).first.fill("t" * 190)
    writer.get_by_role("button", name="Keep as a draft").click()
    expect(writer.get_by_text(re.compile("^Draft saved")).first).to_be_visible()
    for path in ("/home", "/drafts"):
        writer.goto(path)
        check_widths(writer)
    writer.goto("/drafts")
    writer.get_by_role("link", name="Carry on").first.click()
    check_widths(writer)
    writer.get_by_role("button", name="Post the update").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("t" * 190)
    check_widths(writer)
    reader = windows.open(PHONE)
    sign_in(reader, "bedford-member")
    for path in ("/home", "/partnerships/hull", "/partnerships/hull/journey"):
        reader.goto(path)
        expect(reader.get_by_text("t" * 190).first).to_be_visible()
        check_widths(reader)


def test_nor_does_it_widen_a_queue(fresh_site, windows, sign_in, check_widths):
    writer = windows.open(PHONE)
    sign_in(writer, "hull-lead")
    writer.goto("/partnerships/hull/reflections/new")
    writer.get_by_label("Title").fill("t" * 190)
    writer.get_by_label("What?", exact=True).fill("Nobody came.")
    writer.get_by_role("button", name="Send to my facilitators").click()
    writer.wait_for_url(re.compile(r"/reflections/\d+$"))
    facilitator = windows.open(PHONE)
    sign_in(facilitator, "facilitator")
    for path in ("/home", "/reviews"):
        facilitator.goto(path)
        expect(facilitator.locator(".lp-queue").get_by_text("t" * 190).first).to_be_visible()
        check_widths(facilitator)
    facilitator.goto("/partnerships/hull/journey")
    check_widths(facilitator)  # a cycle of that name
