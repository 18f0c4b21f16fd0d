"""Writing an update as people do: on a phone, with and without scripts, with everything that can go wrong meanwhile."""

import io
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.network import go_offline, go_online
from tests.harness.windows import DESKTOP, PHONE, choose_audience

NEW = "/partnerships/bedford/updates/new"
SAVED = re.compile(r"Saved at \d+:\d\d, not sent")
UPDATE = re.compile(r"/updates/\d+$")
MORNING, NOON = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=UTC)
SOON, AGAIN = 5_000, 10_000  # milliseconds by the page's clock until it saves, and until it tries again (autosave.js)


def _words(what):
    return f"{what} {uuid4().hex[:8]}"


def _picture(colour="#3b7d6e"):
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": out.getvalue()}


@pytest.fixture
def writer(windows, sign_in):
    def open_(width=PHONE, *, scripts=True):
        page = windows.open(width, scripts=scripts)
        sign_in(page, "bedford-member")
        return page

    return open_


def test_an_update_in_three_answers(each_site, writer, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(NEW)
    check_page(page)
    body = _words("Eleven batteries sit in eleven cupboards")
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()
    choose_audience(page, "My partnership")
    will = page.locator(".lp-will")
    expect(will).to_contain_text(
        "and Dr Owen Pritchard can read it" if each_script else "whoever it is for can read it"
    )
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    expect(page.get_by_role("heading", level=1)).to_have_text(body)
    expect(page.get_by_text("Your update is posted")).to_be_visible()
    expect(page.get_by_text("Bedford and its facilitators can read this")).to_be_visible()
    check_page(page)


def test_errors_are_said_and_nothing_is_lost(writer, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(NEW)
    page.get_by_text("Add more:").click()
    page.get_by_label("Title").fill("t" * 201)
    page.get_by_role("button", name="Post the update").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Write at least a sentence before you post it")
    expect(summary).to_contain_text("The title is 201 characters long; it can be at most 200")
    expect(page.get_by_label("Title")).to_have_value("t" * 201)
    expect(page).to_have_title(re.compile("^Error: "))
    check_page(page)
    summary.get_by_text("Write at least a sentence").click()
    expect(page.get_by_label("What happened?")).to_be_focused()


def test_it_saves_itself_and_is_offered_again(writer, windows, sign_in, check_page):
    page = writer()
    page.goto(NEW)
    body = _words("Half a story")
    page.get_by_label("What happened?").fill(body)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED, timeout=15_000)
    page.context.close()
    again = writer(DESKTOP)
    again.goto(NEW)
    expect(again.get_by_text("You began to write here")).to_be_visible()
    expect(again.get_by_text(body)).to_be_visible()
    check_page(again)
    again.get_by_role("listitem").filter(has_text=body).get_by_role("link", name="Carry on").click()
    expect(again.get_by_label("What happened?")).to_have_value(body)
    again.get_by_label("Needs attention").check()
    again.get_by_label("Why?").fill("Nobody has time")
    again.get_by_role("button", name="Post the update").click()
    again.wait_for_url(UPDATE)
    again.goto("/drafts")
    expect(again.get_by_text(body)).to_have_count(0)


def test_without_scripts_a_button_keeps_a_draft(writer, check_page):
    page = writer(scripts=False)
    page.goto(NEW)
    body = _words("Half a story")
    page.get_by_label("What happened?").fill(body)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text(re.compile(r"Draft saved at \d+:\d\d. Only you can see it."))).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    check_page(page)
    page.goto("/drafts")
    check_page(page)
    page.get_by_role("listitem").filter(has_text=body).get_by_role("link", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(body)
    check_page(page)
    page.get_by_role("link", name="Back to your drafts").click()
    page.get_by_role("listitem").filter(has_text=body).get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Throw this draft away?")
    check_page(page)
    page.get_by_role("link", name="Keep it").click()
    expect(page.get_by_text("stays sealed in the browser")).to_be_hidden()
    page.get_by_role("listitem").filter(has_text=body).get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Throw away for good").click()
    expect(page.get_by_text(body)).to_have_count(0)


def test_the_network_is_spoken_of_once(writer):
    page = writer()
    page.goto(NEW)
    status, note = page.locator("[data-autosave-status]"), page.locator(".lp-waiting")
    go_offline(page)
    page.get_by_label("What happened?").fill(_words("In the tunnel"))
    page.get_by_label("On track").check()
    expect(status).to_contain_text("We could not save just now", timeout=15_000)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(note).to_contain_text("they are saved when it is back")
    expect(status).to_be_empty()
    page.get_by_role("button", name="Post the update").click()
    expect(note).to_contain_text("we send them when it is back")
    expect(status).to_be_empty()
    page.get_by_label("What happened?").fill(_words("In the tunnel still"))
    expect(note).to_contain_text("You went on writing")
    page.wait_for_timeout(1_100)  # else it would count as a double click
    page.get_by_role("button", name="Keep as a draft").click()
    expect(note).to_contain_text("they are saved when it is back")
    go_online(page)
    expect(status).to_contain_text(re.compile(r"Saved at \d+:\d\d"), timeout=30_000)
    expect(note).to_have_count(0)


def test_throwing_away_asks_once_where_one_stands(writer, check_page):
    page = writer(DESKTOP)
    page.goto(NEW)
    body = _words("Half a story, for the bin")
    page.get_by_label("What happened?").fill(body)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text(re.compile(r"Draft saved at \d+:\d\d"))).to_be_visible()
    page.goto("/drafts")
    line = page.get_by_role("listitem").filter(has_text=body)
    line.get_by_role("button", name="Throw away").dblclick()  # a hasty double click asks, too
    sure = line.get_by_role("button", name="Throw away for good")
    expect(sure).to_be_focused()
    expect(line.get_by_role("status")).to_have_text("Press once more to do it. It cannot be brought back.")
    check_page(page)
    page.keyboard.press("Shift+Tab")  # whoever goes elsewhere was asked for nothing
    expect(sure).to_have_count(0)
    line.get_by_role("button", name="Throw away").press("Enter")
    page.wait_for_timeout(500)
    sure.press("Enter")
    expect(page.get_by_text("The draft is gone.")).to_be_visible()
    expect(page.get_by_text(body)).to_have_count(0)


def test_signed_out_meanwhile_the_text_is_there_after_signing_in(writer, each_script):
    page = writer(scripts=each_script)
    page.goto(NEW)
    body = _words("Written while signed out elsewhere")
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("Off track").check()
    page.context.clear_cookies(name="lpcommunity")
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(re.compile("/sign-in"))
    page.locator('form[action="/demo/sign-in"] button[value="bedford-member"]').click()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    expect(page.get_by_label("Off track")).to_be_checked()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)


def test_it_goes_on_saving_after_signing_in_again_elsewhere(writer):
    page = writer()
    page.clock.install(time=MORNING)
    page.goto(NEW)
    page.clock.pause_at(NOON)
    page.get_by_label("What happened?").fill(_words("One"))
    page.context.clear_cookies(name="lpcommunity")
    other = page.context.new_page()
    status = page.locator("[data-autosave-status]")
    page.clock.fast_forward(SOON)
    expect(status).to_contain_text("You are signed out. Your words are kept", timeout=15_000)
    other.goto("/sign-in")
    other.locator('form[action="/demo/sign-in"] button[value="bedford-member"]').click()
    other.wait_for_url(lambda address: "/sign-in" not in address)
    page.get_by_label("What happened?").press_sequentially("More")
    page.clock.fast_forward(SOON)
    expect(status).to_have_text(SAVED, timeout=15_000)
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)


def test_without_a_network_it_says_so_and_tries_again(writer):
    page = writer()
    page.clock.install(time=MORNING)
    page.goto(NEW)
    page.clock.pause_at(NOON)
    go_offline(page)
    page.get_by_label("What happened?").fill(_words("In a tunnel"))
    page.clock.fast_forward(SOON)
    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("We could not save just now. Your words are still on this page", timeout=15_000)
    go_online(page)
    page.clock.fast_forward(AGAIN)
    expect(status).to_have_text(SAVED, timeout=20_000)


def test_two_tabs_end_in_both_texts(each_site, writer, check_page):
    page = writer(DESKTOP)
    page.goto(NEW)
    page.get_by_label("What happened?").fill(_words("We rang forty firms"))
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    path = page.url
    page.get_by_role("link", name="Change it").click()
    check_page(page)
    other = page.context.new_page()
    other.goto(f"{path}/edit")
    page.get_by_label("What happened?").fill("We rang forty firms twice.")
    page.get_by_role("button", name="Save the changes").click()
    page.wait_for_url(UPDATE)
    other.get_by_label("What happened?").fill("We rang sixty firms.")
    other.get_by_role("button", name="Save the changes").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("This text was changed in another window at")
    expect(other.get_by_text("We rang forty firms twice.").first).to_be_visible()
    expect(other.locator("ins").first).to_be_visible()
    check_page(other)
    other.get_by_label("What happened?").fill("We rang sixty firms, forty of them twice.")
    other.get_by_role("button", name="Save the changes").click()
    other.wait_for_url(UPDATE)
    expect(other.get_by_text("forty of them twice")).to_be_visible()
    other.get_by_role("link", name="See what changed").click()
    check_page(other)
    other.get_by_role("link", name="Version 1").click()
    expect(other.get_by_text("This is how it stood")).to_be_visible()


def test_pictures_and_documents(writer, each_script, check_page):
    page = writer(DESKTOP, scripts=each_script)
    page.goto(NEW)
    page.get_by_label("What happened?").fill(_words("With a picture"))
    page.get_by_label("On track").check()
    page.get_by_text("Add more:").click()
    fake = {"name": "photo.gif", "mimeType": "image/gif", "buffer": b"<html><script>alert(1)</script>"}
    page.get_by_label("Pictures and documents").set_input_files([_picture(), fake])
    if not each_script:
        page.get_by_role("button", name="Post the update").click()
    expect(page.get_by_text("“photo.gif” is not a file that we can take").first).to_be_visible()
    page.get_by_label("What does it show? photo.webp").fill("A landlord in a chair")
    check_page(page)
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    shown = page.get_by_alt_text("A landlord in a chair")
    expect(shown).to_be_visible()
    shown.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.complete && picture.naturalWidth === 900", arg=shown.element_handle())
    check_page(page)


def test_a_picture_is_pasted_where_one_writes(writer):
    page = writer(DESKTOP)
    page.goto(NEW)
    area = page.get_by_label("What happened?")
    area.fill("Look:")
    area.evaluate(
        """async (area) => {
          const canvas = new OffscreenCanvas(40, 30);
          canvas.getContext("2d").fillRect(0, 0, 20, 20);
          const carried = new DataTransfer();
          carried.items.add(new File([await canvas.convertToBlob()], "image.png", { type: "image/png" }));
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
        }"""
    )
    expect(area).to_have_value(re.compile(r"Look:\n!\[\]\(/attachments/\d+\)"))
    page.get_by_label("What does it show? image.webp").fill("A street at night")
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    expect(page.get_by_alt_text("A street at night")).to_have_count(1)


def test_a_form_that_is_sent_at_once_waits_for_its_files(writer):
    page = writer()
    page.goto(NEW)
    body = _words("Sent at once")
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()
    page.get_by_text("Add more:").click()
    page.route("**/attachments", lambda route: (page.wait_for_timeout(800), route.continue_()))
    page.get_by_label("Pictures and documents").set_input_files([_picture()])
    page.get_by_role("button", name="Post the update").click()
    expect(page.get_by_text("One question first")).to_be_visible()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    expect(page.locator(".lp-figure")).to_have_count(1)


def test_a_file_that_is_too_large_never_leaves(writer):
    page = writer()
    page.goto(NEW)
    page.get_by_text("Add more:").click()
    large = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * 10_400_000}
    page.get_by_label("Pictures and documents").set_input_files([large])
    expect(page.get_by_text("“film.mp4” is 10.4 MB large; it can be at most 10 MB")).to_be_visible()


def test_the_toolbar_writes_markdown_and_shows_it(writer, check_page):
    page = writer()
    page.goto(NEW)
    area = page.get_by_label("What happened?")
    area.fill("nine")
    area.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(area).to_have_value("**nine**")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview of this text")
    expect(preview.locator("strong")).to_have_text("nine")
    expect(area).to_be_hidden()
    check_page(page)
    page.get_by_role("button", name="Write on").click()
    expect(area).to_be_focused()
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()


def test_making_it_for_others_and_withdrawing_it(writer, windows, sign_in, each_script, check_page):
    page = writer(scripts=each_script)
    page.goto(NEW)
    body = _words("For fewer, then for more")
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()
    choose_audience(page, "My facilitators")
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    path = page.url
    peer = windows.open(PHONE)
    sign_in(peer, "hull-lead")
    assert peer.goto(path).status == 404
    page.get_by_role("link", name="Change who it is for").click()
    check_page(page)
    page.get_by_label("The community").check()
    expect(page.get_by_text("If you open it to the community:")).to_be_visible()
    page.get_by_role("button", name="Save who it is for").click()
    expect(page.get_by_text("More people can read it now.")).to_be_visible()
    assert peer.goto(path).status == 200
    page.get_by_role("link", name="Withdraw it").click()
    check_page(page)
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Your update is withdrawn.")).to_be_visible()
    assert peer.goto(path).status == 404


def test_a_double_click_makes_one_update(writer):
    page = writer()
    page.goto(NEW)
    body = _words("Clicked twice")
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").dblclick()
    page.wait_for_url(UPDATE)
    page.goto("/partnerships/bedford")
    cards = page.locator("[data-entry-id]").filter(has_text=body)
    assert len({card.get_attribute("data-entry-id") for card in cards.all()}) == 1
