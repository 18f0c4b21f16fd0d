"""A conversation below an update: said, replied to, quoted, changed, taken back, closed; with scripts and without."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.harness.windows import DESKTOP, PHONE

UPDATE = re.compile(r"/updates/\d+([?#].*)?$")
SELECT = """(text) => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(text);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + text.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


def _post_update(member: Page, mark: str) -> str:
    member.goto("/partnerships/bedford/updates/new")
    member.get_by_label("What happened?").fill(f"The second walk {mark}\n\nNine people came, and no dog.")
    member.get_by_label("On track").check(force=True)
    member.get_by_role("button", name=re.compile("^(Post|Share)")).first.click()
    member.wait_for_url(UPDATE)
    return str(member.url)


def _comment(page: Page, words: str):
    return page.locator("[data-comment-id]").filter(has_text=words).last


def _stands_at(page: Page, comment, said: str) -> None:
    """One sees what one did, beside it and once, and goes on from there by keyboard."""
    expect(comment).to_be_focused()
    expect(comment.locator(".lp-said__posted")).to_be_in_viewport()
    expect(comment.locator(".lp-said__posted")).to_contain_text(said)
    expect(page.get_by_text(said)).to_have_count(1)
    assert comment.evaluate("one => one.getBoundingClientRect().top") > 10  # free of the edge, with its ring
    page.keyboard.press("Tab")
    assert comment.evaluate("one => one.contains(document.activeElement)")


def _preview_of_a_mention(page: Page) -> None:
    """A name that was chosen, a long word, and what it will look like: the page stays as wide and long as it was."""
    box, words = page.get_by_label("Your comment"), page.get_by_label("Your comment").input_value()
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    before = page.evaluate(size)
    box.fill("")
    box.press_sequentially("@Am")
    page.get_by_role("option").first.click()
    box.press_sequentially("w" * 120)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview of this text")).to_contain_text("www")
    after = page.evaluate(size)
    assert (after[0], after[1] < before[1] + 200) == (before[0], True), (before, after)
    page.get_by_role("button", name="Write on").click()
    box.fill(words)


def test_from_a_question_to_a_closed_conversation(each_site, open_as, each_script, check_widths):
    mark = uuid4().hex[:8]
    member, peer = open_as("bedford-member", scripts=each_script), open_as("hull-lead", scripts=each_script)
    there = _post_update(member, mark)

    peer.goto(there)
    expect(peer.get_by_role("main")).to_contain_text("Nobody has said anything yet.")
    expect(peer.get_by_role("main")).to_contain_text(
        "Amina is told of it here. Whoever you mention is told, too, and by e-mail."
    )
    peer.get_by_role("button", name="Post the comment").click()
    expect(peer.locator(".govuk-error-summary")).to_contain_text("Write at least a few words")
    check_widths(peer)
    peer.get_by_label("Your comment").fill(f"Was there a **dog** the first time, {mark}?")
    if each_script:
        _preview_of_a_mention(peer)
    peer.get_by_role("button", name="Post the comment").click()
    peer.wait_for_url(re.compile("#c"))
    posted = _comment(peer, f"the first time, {mark}")
    expect(posted.locator("strong", has_text="dog")).to_be_visible()
    _stands_at(peer, posted, "Posted. Amina is told.")
    each_site.run("worker", "--until-empty")

    member.goto("/notifications")
    member.get_by_role("listitem").filter(has_text=mark).get_by_role("link").first.click()
    member.wait_for_url(UPDATE)
    member.set_viewport_size({"width": PHONE, "height": 480})
    member.get_by_role("link", name="Reply to Grace Oyelaran").first.click()
    expect(member.get_by_label("Your reply")).to_be_focused()
    expect(member.get_by_label("Your reply")).to_be_in_viewport()
    expect(member.locator("[data-comment-id]").last).to_be_in_viewport()  # what was said before
    member.set_viewport_size({"width": DESKTOP, "height": 900})
    member.get_by_label("Your reply").fill(f"There was, and everybody talked to it, {mark}.")
    if each_script:
        check_widths(member)
    member.get_by_role("button", name="Post the reply").click()
    member.wait_for_url(re.compile("#c"))
    _stands_at(member, _comment(member, "everybody talked to it"), "Posted. Grace is told.")

    peer.goto(there)
    if each_script:
        assert peer.evaluate(SELECT, "everybody talked to it")
        peer.get_by_role("button", name="Quote this").click()
    else:
        _comment(peer, "everybody talked to it").get_by_role("link", name="Quote").last.click()
        expect(peer.get_by_label("Your reply")).to_be_focused()
        peer.get_by_label("Words that you quote").fill("everybody talked to it")
    peer.get_by_label(re.compile("Your (comment|reply)")).fill(f"Then bring one, {mark}.")
    peer.get_by_role("button", name=re.compile("^Post the")).click()
    peer.wait_for_url(UPDATE)
    expect(peer.locator("blockquote").filter(has_text="everybody talked to it")).to_be_visible()
    if each_script:
        check_widths(peer)

    _comment(peer, f"Then bring one, {mark}").get_by_role("link", name="Change").last.click()
    peer.get_by_label("Your comment").fill(f"Then borrow one, {mark}.")
    peer.get_by_role("button", name="Save the comment").click()
    peer.wait_for_url(UPDATE)
    _stands_at(peer, _comment(peer, f"Then borrow one, {mark}"), "Changed.")
    _comment(peer, f"Then borrow one, {mark}").get_by_role("link", name="changed").click()
    expect(peer.get_by_role("main")).to_contain_text("Version 2")
    if each_script:
        check_widths(peer)
    peer.goto(there)
    _comment(peer, f"the first time, {mark}").get_by_role("link", name="Withdraw").first.click()
    peer.get_by_role("button", name="Withdraw it").click()
    peer.wait_for_url(UPDATE)
    _stands_at(peer, peer.locator("[data-comment-id]").first, "Withdrawn.")
    member.goto(there)
    expect(member.get_by_role("main")).to_contain_text("Grace Oyelaran withdrew this comment")
    expect(member.get_by_role("main")).not_to_contain_text("the first time")
    peer.goto("/comments")
    expect(peer.get_by_role("main")).to_contain_text(f"the first time, {mark}")
    if each_script:
        check_widths(peer)

    member.get_by_text("Close this conversation").click()
    member.get_by_label("Why, in a few words").fill(f"We have a dog now, {mark}.")
    member.get_by_role("button", name="Close it").click()
    member.wait_for_url(UPDATE)
    expect(member.get_by_text("The conversation is closed. What was said stays")).to_be_in_viewport()
    peer.goto(there)
    expect(peer.get_by_role("main")).to_contain_text(f"We have a dog now, {mark}.")
    expect(peer.get_by_role("button", name="Post the comment")).to_have_count(0)
    if each_script:
        check_widths(peer)


def test_words_below_an_entry_are_kept_while_one_types(windows, sign_in):
    """The box keeps itself as a draft while one types; who comes back is offered it."""
    page = windows.open(DESKTOP)
    sign_in(page, "hull-lead")
    page.goto("/help-wanted")
    page.get_by_role("link", name=re.compile("^If visitors come to see")).first.click()
    page.wait_for_url(UPDATE)
    there, mark = page.url.partition("?")[0].partition("#")[0], uuid4().hex[:8]
    with page.expect_response("**/drafts"):
        page.get_by_label("Your comment").fill(f"Half a thought {mark}")
    page.goto(there)
    expect(page.get_by_role("main")).to_contain_text(f"Half a thought {mark}")
    page.get_by_role("link", name="Carry on").first.click()
    expect(page.get_by_label("Your comment")).to_have_value(f"Half a thought {mark}")
