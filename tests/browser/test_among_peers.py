"""An update among peers: read at home by whoever follows, thanked, and gone from everywhere once it is withdrawn."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.harness.mailbox import until
from tests.harness.windows import DESKTOP, PHONE


def _told(page: Page, title: str):
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=title)


def test_an_update_reaches_its_peers_and_leaves_them_again(windows, sign_in, check_widths):
    title = f"The baker said yes {uuid4().hex[:8]}"
    author, peer = windows.open(PHONE), windows.open(DESKTOP)
    sign_in(author, "bedford-member")
    sign_in(peer, "hull-lead")
    peer.goto("/partnerships/bedford")
    if peer.get_by_role("button", name="Follow Bedford", exact=True).count():
        peer.get_by_role("button", name="Follow Bedford", exact=True).click()
    expect(peer.get_by_role("button", name="Following Bedford")).to_be_visible()

    author.goto("/home")
    author.get_by_role("main").get_by_role("link", name="Post an update", exact=True).first.click()
    author.get_by_label("What happened?").fill(f"{title}. We asked before we carried the chair in.")
    author.get_by_label("On track").check()
    author.get_by_text("Add more:").click()
    author.get_by_label("Title").fill(title)
    author.get_by_label("We would like help with").fill("Who has asked a bank?")
    author.get_by_role("button", name="Post the update").click()
    author.wait_for_url(re.compile(r"/updates/\d+$"))
    path = author.url

    peer.goto("/home")
    news = peer.get_by_role("region", name="New from your place").get_by_role("listitem").filter(has_text=title)
    expect(news.get_by_text("Asks for help")).to_be_visible()
    until(peer, "/notifications", _told(peer, title))
    expect(_told(peer, title).get_by_text("Because you follow Bedford")).to_be_visible()
    peer.get_by_role("link", name=title).first.click()
    expect(peer.get_by_text("Who has asked a bank?")).to_be_visible()
    peer.get_by_role("button", name="Say thanks").click()
    expect(peer.get_by_role("button", name="You said thanks")).to_be_visible()
    check_widths(peer)

    until(author, "/notifications", author.get_by_text(f"Grace Oyelaran says thanks for {title}"))
    check_widths(author)

    author.goto(path)
    author.get_by_role("link", name="Withdraw it").click()
    author.get_by_role("button", name="Withdraw it").click()
    expect(author.get_by_text("Your update is withdrawn.")).to_be_visible()
    check_widths(author)
    for address in ("/home", "/partnerships/bedford", "/notifications", "/following"):
        peer.goto(address)
        expect(peer.get_by_text(title)).to_have_count(0)
    answer = peer.goto(path)
    assert answer is not None
    assert answer.status == 404
