"""The whole exchange about a reflection, with everybody around it: the member on a phone, the facilitator with a draft,
those who must not see a word; taken back, crossed in the post, and shared in the end."""

import itertools
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.harness.mailbox import letter
from tests.harness.windows import DESKTOP, PHONE

REFLECTION = re.compile(r"/reflections/\d+$")
FACILITATOR = "facilitator@demo.example"
MEMBER = "bedford-member@demo.example"
LANDLORD = "The landlord of the Ferry let us put a chair in his window."
QUESTION = "What did you hope that nobody would notice?"
SUPPORT = "It takes courage to leave a chair empty in public."
HINT = "In Hull they asked the regulars first."
# How large headings of each level are at most: those of a level below are smaller.
HEADING_SIZES = """() => ["h1", "h2", "h3", "h4"].map((level) =>
  Math.max(...[...document.querySelectorAll(`main ${level}`)].map((one) => parseFloat(getComputedStyle(one).fontSize)))
)"""
REPLY = "That I had asked nobody. I was afraid of a no."


def _title(about: str) -> str:
    return f"{about} {uuid4().hex[:8]}"


@pytest.fixture
def open_as(windows, sign_in):
    """`open_as("facilitator", PHONE)`: a window of one of the demonstration's people."""

    def open_as(persona: str, width: int = DESKTOP, *, scripts: bool = True) -> Page:
        page = windows.open(width, scripts=scripts)
        sign_in(page, persona)
        return page

    return open_as


def _begin(member: Page, title: str) -> None:
    member.goto("/home")
    member.get_by_role("main").get_by_role("link", name="Write a reflection", exact=True).first.click()
    member.get_by_label("Title").fill(title)
    member.get_by_label("What?", exact=True).fill(LANDLORD)
    member.get_by_label("So what?", exact=True).fill("People sat down who never come to a meeting.")
    member.get_by_label("Now what?", exact=True).fill("Ask the baker.")


def _send(member: Page) -> str:
    # without scripts a button cannot say what was chosen above it
    member.get_by_role("button", name=re.compile("^(Send to my facilitators|Send it)$")).click()
    member.wait_for_url(REFLECTION)
    return member.url


def _move(page: Page, n: int):
    return page.get_by_role("group", name=f"Move {n}", exact=True)


def _answer(facilitator: Page, path: str, says: str, *, acknowledge: bool = False) -> None:
    facilitator.goto(f"{path}/review")
    _move(facilitator, 1).get_by_label("What you say").fill(says)
    if acknowledge:
        facilitator.get_by_label("Acknowledge the reflection").check()
    facilitator.get_by_role("button", name="Send my answer").click()
    facilitator.wait_for_url(REFLECTION)


def _in_order(page: Page, *words: str) -> None:
    """These words stand on the page in this order."""
    text = page.get_by_role("article").inner_text()
    places = [text.find(word) for word in words]
    assert -1 not in places, (words[places.index(-1)], text)
    assert places == sorted(places), (places, text)


def test_two_rounds_and_who_sees_them(fresh_site, open_as, check_widths):  # home shows the ten that wait longest
    title = _title("The empty chair")
    member, facilitator = open_as("bedford-member", PHONE), open_as("facilitator")

    _begin(member, title)
    expect(member.get_by_label("My facilitators")).to_be_checked()
    expect(member.get_by_text("Dr Owen Pritchard", exact=False).first).to_be_visible()
    member.get_by_role("group", name="What is it about?").get_by_role("checkbox").first.check()
    path = _send(member)
    expect(member.get_by_role("heading", level=1)).to_have_text(title)
    expect(member.get_by_text("You and your facilitators, Owen")).to_be_visible()

    mail = letter(facilitator, FACILITATOR, "A reflection from Bedford is waiting for you")
    assert LANDLORD not in mail["text"] + mail["html"]
    facilitator.goto("/home")
    queue = facilitator.get_by_role("region", name="To review")
    expect(queue.get_by_role("link", name=title, exact=True)).to_be_visible()

    queue.get_by_role("listitem").filter(has_text=title).get_by_role("link", name="Start your answer").click()
    _move(facilitator, 1).get_by_label("What you say").fill(QUESTION)
    _move(facilitator, 1).get_by_label("It speaks to").select_option("What?")
    _move(facilitator, 1).get_by_label("The words it is tied to").fill("put a chair in his window")
    for n, kind, says in ((2, "Support", SUPPORT), (3, "Information", HINT)):
        facilitator.get_by_role("button", name="Add another move").click()
        _move(facilitator, n).get_by_label("Kind of move").select_option(kind)
        _move(facilitator, n).get_by_label("What you say").fill(says)
    facilitator.get_by_role("button", name="Keep as a draft").click()
    expect(facilitator.get_by_text(re.compile(r"Draft saved at \d+:\d\d"))).to_be_visible()
    member.goto(path)
    expect(member.get_by_text(QUESTION)).to_have_count(0)
    facilitator.goto("/reviews")
    waits = facilitator.get_by_role("listitem").filter(has_text=title)
    waits.get_by_role("link", name="Carry on with your draft").click()
    expect(_move(facilitator, 3).get_by_label("What you say")).to_have_value(HINT)
    facilitator.get_by_label("Invite them to think further").check()
    check_widths(facilitator)
    facilitator.get_by_role("button", name="Send my answer").click()
    facilitator.wait_for_url(REFLECTION)
    expect(facilitator.get_by_text("Your answer is sent.")).to_be_visible()
    check_widths(facilitator)

    letter(member, MEMBER, f"Owen has answered “{title}”")
    member.goto("/notifications")
    told = member.get_by_role("listitem").filter(has_text=title).filter(has_text="answered your reflection")
    expect(told.get_by_text("Because you wrote it")).to_be_visible()
    told.get_by_role("link", name=title).click()
    _in_order(member, "The landlord of the Ferry", QUESTION, SUPPORT, HINT)
    check_widths(member)
    member.get_by_label("Your reply").first.fill(REPLY)
    member.get_by_role("button", name=re.compile("^Send my repl")).click()
    expect(member.get_by_text("Your reply is sent.")).to_be_visible()
    expect(member.get_by_text("Leave a line empty")).to_be_hidden()  # its boxes are folded away
    member.get_by_text("Add to your reply").click()
    expect(member.get_by_text("Leave a line empty")).to_be_visible()
    member.get_by_role("link", name="Change the text").first.click()
    member.get_by_label("Now what?", exact=True).fill("Ask the baker, and ask before I carry the chair in.")
    member.get_by_role("button", name="Save and send it again").click()
    expect(member.get_by_text("your reflection is sent again")).to_be_visible()

    facilitator.goto("/reviews")
    expect(waits.get_by_text("Second round")).to_be_visible()
    waits.get_by_role("link", name="Start your answer").click()
    expect(facilitator.get_by_text(REPLY).first).to_be_visible()
    expect(facilitator.get_by_text(REPLY).first).to_be_in_viewport()
    check_widths(facilitator)
    sizes = facilitator.evaluate(HEADING_SIZES)
    assert all(upper > lower for upper, lower in itertools.pairwise(sizes)), sizes
    _move(facilitator, 1).get_by_label("Kind of move").select_option("Support")
    _move(facilitator, 1).get_by_label("What you say").fill("That is a different next step. Thank you.")
    facilitator.get_by_label("Acknowledge the reflection").check()
    facilitator.get_by_role("button", name="Send my answer").click()
    facilitator.wait_for_url(REFLECTION)
    facilitator.goto("/reviews")
    expect(facilitator.get_by_role("link", name=title, exact=True)).to_have_count(0)

    for reader in (member, facilitator):
        reader.goto(path)
        _in_order(reader, "before I carry the chair in", "That is a different next step", QUESTION, REPLY)
        check_widths(reader)

    for persona in ("hull-lead", "programme-team", "former-member"):
        other = open_as(persona)
        answer = other.goto(path)
        assert answer is not None
        assert answer.status == 404
        expect(other.get_by_text("We cannot find that page")).to_be_visible()
        other.goto("/partnerships/bedford")
        expect(other.get_by_text(title)).to_have_count(0)


def test_it_is_shared_without_its_exchange(open_as, check_widths, check_page):
    title = _title("Shared later")
    member, facilitator, peer = open_as("bedford-member", PHONE), open_as("facilitator"), open_as("hull-lead")
    _begin(member, title)
    path = _send(member)
    _answer(facilitator, path, QUESTION, acknowledge=True)
    assert peer.goto(path).status == 404
    member.goto(path)
    member.get_by_role("link", name="Share it more widely").click()
    member.get_by_label("The community").check()
    expect(member.get_by_text("If you open it to the community:")).to_be_visible()
    expect(member.get_by_text("stay with those for whom they were written")).to_be_visible()
    check_widths(member)
    member.get_by_role("button", name="Save who it is for").click()
    expect(member.get_by_text("The community can read this")).to_be_visible()
    peer.goto("/partnerships/bedford")
    peer.get_by_role("region", name="The story so far").get_by_role("link", name=title).click()
    expect(peer.get_by_text(LANDLORD)).to_be_visible()
    expect(peer.get_by_text(QUESTION)).to_have_count(0)
    check_widths(peer)
    assert peer.goto(f"{path}/revisions/1").status == 404


def test_it_can_be_taken_back_until_somebody_answers(open_as, check_page):
    title = _title("Sent too soon")
    member, facilitator = open_as("bedford-member", PHONE, scripts=False), open_as("facilitator")
    _begin(member, title)
    path = _send(member)
    member.get_by_role("button", name="Take it back").click()
    expect(
        member.get_by_text("You took it back. Only you can read it now; you find it among your drafts.")
    ).to_be_visible()
    check_page(member)
    facilitator.goto("/reviews")
    expect(facilitator.get_by_role("heading", level=1)).to_be_visible()
    expect(facilitator.get_by_role("link", name=title, exact=True)).to_have_count(0)
    assert facilitator.goto(path).status == 404
    member.get_by_role("button", name="Send it again").click()
    expect(member.get_by_role("button", name="Take it back")).to_be_visible()
    _answer(facilitator, path, QUESTION)
    member.reload()
    expect(member.get_by_role("button", name="Take it back")).to_have_count(0)


def test_an_answer_to_what_was_taken_back_is_not_lost(open_as, check_page):
    title = _title("Crossed in the post")
    member, facilitator = open_as("bedford-member", PHONE), open_as("facilitator")
    _begin(member, title)
    path = _send(member)
    facilitator.goto(f"{path}/review")
    _move(facilitator, 1).get_by_label("What you say").fill(QUESTION)
    member.get_by_role("button", name="Take it back").click()
    expect(member.get_by_text("Only you can read it now; you find it among your drafts.")).to_be_visible()
    facilitator.get_by_role("button", name="Send my answer").click()
    expect(facilitator.get_by_role("heading", level=1)).to_have_text("Your answer was not sent")
    expect(facilitator.get_by_text(QUESTION)).to_be_visible()
    check_page(facilitator)
