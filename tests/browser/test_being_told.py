"""Being told: what comes to the inbox and the mailbox, and what one does about it, on a phone and without scripts."""

import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.harness.windows import DESKTOP, PHONE, choose_audience

SOON = 30_000  # milliseconds; the worker looks twice a second, a busy machine less often


def reload_until(page: Page, text: str) -> None:
    """The worker tells in its own time; a person looks again."""
    for _ in range(60):
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(text).first).to_be_visible(timeout=1)


def unread(page: Page) -> int:
    return int(page.locator("[data-unread]").get_attribute("data-unread") or 0)


def test_an_update_reaches_whoever_follows_and_is_marked_as_read(each_site, windows, sign_in, each_script, check_page):
    title = f"The lift is mended {uuid4().hex[:8]}"
    page = windows.open(PHONE, scripts=each_script)
    sign_in(page, "facilitator")
    page.goto("/notifications")
    if page.get_by_role("button", name="Mark all as read").count():  # of very many it is not said how many
        page.get_by_role("button", name="Mark all as read").click()
        page.wait_for_load_state("load")
    assert unread(page) == 0

    writer = windows.open(DESKTOP)
    sign_in(writer, "bedford-member")
    writer.goto("/partnerships/bedford/updates/new")
    writer.get_by_label("What happened?").fill(title)
    writer.get_by_label("On track").check()
    choose_audience(writer, "The community")
    writer.get_by_role("button", name="Post the update").click()
    writer.wait_for_url(re.compile(r"/updates/\d+$"))

    reload_until(page, title)
    line = page.locator(".lp-told__item", has_text=title)
    expect(line).to_contain_text("posted an update in Bedford")
    expect(line).to_contain_text("Because you facilitate Bedford")
    check_page(page)
    before = unread(page)
    line.get_by_role("button", name="Mark as read").click()
    expect(line.get_by_role("button")).to_have_count(0)
    assert unread(page) == before - 1
    if page.get_by_role("button", name="Mark all as read").count():
        page.get_by_role("button", name="Mark all as read").click()
    assert unread(page) == 0
    check_page(page)
    line.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_one_click_ends_a_kind_of_email_and_another_begins_it_again(fresh_site, windows, sign_in, check_page):
    page = windows.open(PHONE, scripts=False)
    page.goto("/mailbox?to=facilitator@demo.example")
    reload_until(page, "is waiting for you")
    check_page(page)
    # The demonstration's mails were written when it was loaded, at another address than this site's.
    mail = page.get_by_role("listitem").filter(has_text="is waiting for you").first
    link = mail.locator("a[href*='/unsubscribe/']").first.get_attribute("href") or ""
    page.goto(urlsplit(link).path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop these e-mails?")
    check_page(page)
    page.get_by_role("button", name="Stop these e-mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no more of these e-mails")
    check_page(page)

    sign_in(page, "facilitator")
    page.goto("/account/notifications")
    waiting = page.get_by_role("group", name="A reflection is waiting for my answer")
    expect(waiting.get_by_label("Never")).to_be_checked()
    check_page(page)
    waiting.get_by_label("At once").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. We write to you as you chose")).to_be_visible()
    expect(waiting.get_by_label("At once")).to_be_checked()


def test_the_way_back_in_comes_by_email(fresh_site, windows):
    page = windows.open(PHONE)
    page.goto("/forgotten-password")
    page.get_by_label("E-mail address").fill("evaluator@demo.example")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/mailbox?to=evaluator@demo.example")
    reload_until(page, "Choose a new password (this link works for one hour)")
    page.locator("a[href*='/reset-password/']").first.click()
    expect(page).to_have_url(re.compile(r"/reset-password/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_what_waits_says_nothing_of_what_it_confides(quiet_site, windows, sign_in, width):
    page = windows.open(width)
    sign_in(page, "programme-team")
    page.goto("/notifications")
    for line in page.locator(".lp-told__item", has_text="there was no facilitator").all():
        expect(line.locator("a[href^='/reflections/']")).to_have_count(0)
