"""What was just typed into a form that saves itself stands in it again after a reload or Back, and is one draft."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browser_storage import NEW, UPDATE, come_in, go_back, nothing_clear, open_page, words_of_a_run, write
from tests.harness.windows import PHONE


@pytest.fixture
def writer(windows):
    page = windows.open(PHONE)
    come_in(page, "bedford-member")
    return page


@pytest.fixture
def update(writer):
    """An update of one's own with a comment below it, on its page."""
    writer.goto(NEW)
    writer.get_by_label("What happened?").fill(f"Twelve came {uuid4().hex[:8]}")
    writer.get_by_label("On track").check(force=True)
    writer.get_by_role("button", name="Post the update").click()
    writer.wait_for_url(UPDATE)
    path = writer.url
    writer.get_by_label("Your comment").fill("And four more.")
    writer.get_by_role("button", name="Post the comment").click()
    expect(writer.locator("[data-comment-id]")).to_have_count(1)
    return path


def _change(page: Page, update: str) -> str:
    return f"/comments/{page.locator('[data-comment-id]').get_attribute('data-comment-id')}/edit"


def _reply(page: Page, update: str) -> str:
    return f"{update}/comments?parent={page.locator('[data-comment-id]').get_attribute('data-comment-id')}"


PLACES = {
    "comment": (lambda page, update: update, "Your comment"),
    "reply": (_reply, "Your reply"),
    "change": (_change, "Your comment"),
    "update": (lambda page, update: NEW, "What happened?"),
}


def _one_draft(page: Page, words: str) -> None:
    page.goto("/drafts")
    expect(page.get_by_role("link", name="Carry on")).not_to_have_count(0)
    expect(page.get_by_role("main").get_by_text(words)).to_have_count(1)


@pytest.mark.parametrize("place", PLACES)
def test_after_a_reload_and_back_the_words_stand_in_the_box_and_are_one_draft(writer, update, place, check_page):
    where, label = PLACES[place]
    path = where(writer, update)
    open_page(writer, path)
    box, here = writer.get_by_label(label), writer.evaluate("location.pathname")
    body = words_of_a_run("Those four come from Hull")
    write(writer, box, body)
    writer.reload()
    expect(box).to_have_value(body)
    # Where the browser had them still, the page says so first, and the box may stand just below that.
    expect(writer.get_by_text("Here is what was kept in this browser.").or_(box).first).to_be_in_viewport()
    assert writer.evaluate("location.pathname") == here
    write(writer, box, f"{body} and stay")
    writer.reload()
    expect(box).to_have_value(f"{body} and stay")
    check_page(writer)
    write(writer, box, f"{body} and stay long")
    writer.goto("/help-wanted")
    go_back(writer)
    expect(box).to_have_value(f"{body} and stay long")
    writer.goto("/help-wanted")
    nothing_clear(writer, body)
    _one_draft(writer, body)


def test_words_that_were_saved_long_before_stand_in_the_box_too(writer, update):
    open_page(writer, update)
    box, body = writer.get_by_label("Your comment"), words_of_a_run("Saved already")
    box.fill(body)
    with writer.expect_response("**/drafts"):
        writer.keyboard.press("Tab")
    expect(writer.locator("[data-autosave-status]")).to_contain_text("Saved")
    writer.reload()
    expect(box).to_have_value(body)
    writer.get_by_role("button", name="Post the comment").click()
    expect(writer.locator("[data-comment-id]").filter(has_text=body)).to_be_visible()
    writer.reload()
    expect(box).to_have_value("")
    go_back(writer)
    expect(writer.get_by_text(body).last).to_be_visible()
    writer.goto("/drafts")
    expect(writer.get_by_text(body)).to_have_count(0)


def test_a_reason_that_comes_back_too_leaves_the_comment_named(writer, update):
    open_page(writer, update)
    body, why = words_of_a_run("Half a comment"), words_of_a_run("We go on in Hull")
    writer.get_by_label("Your comment").fill(body)
    writer.get_by_text("Close this conversation").click()
    write(writer, writer.get_by_label("Why, in a few words"), why)
    writer.reload()
    expect(writer.get_by_label("Why, in a few words")).to_have_value(why)
    expect(writer.get_by_role("region", name="You began to write here before")).to_contain_text(body)
    writer.wait_for_timeout(3_000)
    expect(writer.get_by_label("Why, in a few words")).to_have_value(why)  # it is not taken out again


def test_whoever_left_it_as_it_is_is_only_offered_it(writer, update):
    path = _change(writer, update)
    open_page(writer, path)
    box, body = writer.get_by_label("Your comment"), words_of_a_run("Perhaps five")
    write(writer, box, body)
    writer.get_by_role("link", name="Leave it as it is").click()
    expect(writer.get_by_role("heading", name="Change your comment")).to_have_count(0)
    writer.goto(path)
    writer.reload()
    expect(writer.get_by_text("You began to write here before")).to_be_visible()
    writer.wait_for_timeout(3_500)
    expect(box).to_have_value("And four more.")
    expect(writer.get_by_text("You began to write here before")).to_be_visible()


def test_the_next_person_in_this_tab_gets_nothing_of_it(writer, update):
    open_page(writer, update)
    box, body = writer.get_by_label("Your comment"), words_of_a_run("Not for you")
    write(writer, box, body)
    writer.context.clear_cookies()
    come_in(writer, "hull-lead")
    asked = []
    writer.on("request", lambda request: asked.append(request.url))
    writer.goto(update)
    writer.reload()
    writer.wait_for_timeout(3_500)
    expect(box).to_have_value("")
    expect(writer.get_by_text(body)).to_have_count(0)
    assert not any(url.endswith("/kept-words/left") for url in asked)
