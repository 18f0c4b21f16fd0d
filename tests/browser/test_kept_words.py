"""Words written where there is no network: kept sealed in the browser, sent later, given back to their writer."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browser_storage import COUNT, NEW, UPDATE, come_in, go_back, nothing_clear, open_page, words_of_a_run
from tests.browser.network import cut_off, die_offline, go_offline, go_online
from tests.harness.windows import DESKTOP, PHONE

MORNING, NOON = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=UTC)
WAITS = "No connection. Your words are here; we send them when it is back."


def _write(page: Page, body: str) -> None:
    page.get_by_label("What happened?").fill(body)
    page.get_by_label("On track").check()


def _sealed(page: Page, number: int = 1) -> None:
    """Wait until so many records are kept: by asking, since a promise that is waited for counts as true at once."""
    for _ in range(75):
        if page.evaluate(COUNT) == number:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{page.evaluate(COUNT)} records, not {number}")


def _comes_back(page: Page) -> None:
    """Open the form, and find there what was kept: as soon as the window that was closed just now is gone."""
    page.goto(NEW)
    expect(page.get_by_text("Here is what was kept in this browser.")).to_be_visible()


@pytest.fixture
def writer(windows):
    def open_(width=PHONE, persona="bedford-member", **options):
        page = windows.open(width, **options)
        come_in(page, persona)
        return page

    return open_


def _post(page: Page) -> None:
    page.get_by_role("button", name="Post the update").click()


def _note(page: Page):
    return page.locator(".lp-waiting")


def _posted(page: Page, words: str) -> int:
    """How many updates of Bedford say so."""
    page.goto("/partnerships/bedford")
    return len({one.get_attribute("href") for one in page.get_by_role("link", name=words).all()})


def test_w1_no_network_then_post_the_page_stays_and_sends_by_itself(writer, each_site, check_page):
    page = writer()
    open_page(page)
    go_offline(page)
    body = words_of_a_run("Eleven firms in a tunnel")
    _write(page, body)
    button = page.get_by_role("button", name="Post the update")
    button.click()
    note = page.get_by_role("alert").filter(has_text="No connection")
    expect(note).to_contain_text(WAITS)
    expect(note).to_contain_text("A copy is sealed in this browser, which only you can open")
    expect(button).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    _sealed(page)
    nothing_clear(page, "tunnel", body)
    check_page(page)
    go_online(page)
    page.wait_for_url(UPDATE)
    expect(page.get_by_text("Your update is posted")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(body)
    _sealed(page, 0)
    assert page.evaluate("localStorage.getItem('kept')") is None
    go_back(page)
    assert _posted(page, body) == 1


def _until_tried(page: Page, tries: list, times: int) -> None:
    """Let time pass by seconds until it was tried so often: the page may not know yet that the last one failed."""
    for _ in range(15):
        page.clock.fast_forward(1_000)
        page.wait_for_timeout(200)
        if len(tries) == times:
            return
    raise AssertionError(f"tried {len(tries)} times, not {times}")


def test_w1_an_answer_that_is_lost_makes_no_second_post(writer):
    """Nothing tells the page that the network is back: it tries again by itself. One answer is lost on the way."""
    page = writer()
    page.clock.install(time=MORNING)
    open_page(page)
    page.clock.pause_at(NOON)  # however busy the machine is, no time passes
    body = words_of_a_run("Sent in the dark")
    _write(page, body)
    tries = []

    def lose(route):
        if route.request.method != "POST":
            route.continue_()
            return
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.abort("internetdisconnected")
        elif len(tries) == 2:
            route.fetch()  # it arrives
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{NEW}", lose)
    _post(page)
    expect(_note(page)).to_contain_text(WAITS)
    _until_tried(page, tries, 2)
    expect(_note(page)).to_contain_text(WAITS)
    page.clock.fast_forward(9_000)
    page.wait_for_timeout(200)
    assert len(tries) == 2, "pauses grow"
    _until_tried(page, tries, 3)
    page.wait_for_url(UPDATE)
    assert len(tries) == 3
    assert "sent_later" not in tries[0]
    assert "sent_later" in tries[1]
    page.unroute_all()
    assert _posted(page, body) == 1


def test_w1_whoever_goes_on_writing_sends_anew(writer):
    page = writer()
    open_page(page)
    go_offline(page)
    body = words_of_a_run("Half")
    _write(page, body)
    _post(page)
    expect(_note(page)).to_contain_text(WAITS)
    page.get_by_label("What happened?").fill(f"{body} and the other half")
    expect(_note(page)).to_contain_text("You went on writing, so we send nothing by ourselves")
    go_online(page)
    page.wait_for_timeout(1_100)  # a second within which a click is taken for a double click
    assert NEW in page.url
    _post(page)
    page.wait_for_url(UPDATE)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{body} and the other half")


def test_w1_so_it_is_with_every_form_that_somebody_writes(writer, fresh_site):
    member, facilitator = writer(DESKTOP), writer(DESKTOP, "facilitator")
    facilitator.goto("/reviews")
    waiting = facilitator.locator("main a[href^='/reflections/']").first.get_attribute("href")
    member.goto("/home")
    answered = member.get_by_role("link", name="Read and answer").first.get_attribute("href")
    for page, path, box, press in (
        (member, "/partnerships/bedford/reflections/new", "[data-cycle]:not([hidden]) textarea", "Send"),
        (facilitator, f"{waiting}/review", "textarea[name='moves-0-says']", "Send my answer"),
        (member, answered, ".lp-replies textarea:visible", "Send my repl"),
    ):
        open_page(page, path)
        go_offline(page)
        body = words_of_a_run("Written in a tunnel")
        if path.endswith("new"):
            page.get_by_label("Title").fill(body)
        page.locator(box).first.fill(body)
        page.locator(".lp-finish").get_by_role("button", name=re.compile(press)).click()
        expect(_note(page)).to_contain_text(WAITS)
        go_online(page)
        page.wait_for_url(re.compile(r"/reflections/\d+$"))
        expect(page.get_by_text(re.compile("(reflection|answer|reply) is sent"))).to_be_visible()
        expect(page.get_by_text(body).first).to_be_visible()
        _sealed(page, 0)


def _close_offline(writer, body, width=PHONE):
    """Somebody writes where there is no network, presses the button, and their page is gone. Returns a new one."""
    page = writer(width)
    open_page(page)
    go_offline(page)
    _write(page, body)
    _post(page)
    expect(_note(page)).to_contain_text("sealed in this browser")
    _sealed(page)
    return die_offline(page)


def _throw_away_and_sign_out(dialog):
    dialog.get_by_role("button", name="Throw away and sign out").click()
    sure = dialog.get_by_role("button", name="Throw away for good and sign out")
    expect(sure).to_be_focused()
    dialog.page.wait_for_timeout(500)  # longer than a double click
    sure.click()


def _in_order(*parts):
    """Whether these stand below one another."""
    tops = [part.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops), tops


def test_w1_words_of_a_page_that_is_gone_come_back_to_their_writer_alone(writer, windows, check_page, check_widths):
    body = words_of_a_run("The battery died in Luton")
    page = _close_offline(writer, body)
    windows.pages.append(page)
    page.goto("/home")
    notice = page.get_by_role("region", name="You have words that are not sent")
    expect(notice).to_contain_text(body)
    expect(notice).to_contain_text(re.compile(r"Update, written today at \d+:\d\d"))
    check_widths(page)
    page.goto("/notifications")
    page.get_by_role("button", name="Mark all as read").click()
    expect(notice).to_be_visible()
    _in_order(page.get_by_text("They are marked as read."), notice, page.get_by_role("heading", level=1))
    page.goto("/drafts")
    expect(notice).to_contain_text(body)
    expect(page.get_by_text("stays sealed in the browser in which you wrote it")).to_be_visible()
    assert page.get_by_text("No drafts", exact=True).count() == 0
    _in_order(page.get_by_role("heading", level=1), notice)
    page.get_by_role("button", name="Throw away").first.click()
    expect(page.get_by_role("button", name="Throw away for good")).to_be_focused()
    # Their session ends; somebody else comes in at the same browser, and nobody.
    page.context.clear_cookies(name="lpcommunity")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert notice.count() == 0
    come_in(page, "hull-lead")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/partnerships/hull/updates/new")
    page.get_by_label("What happened?").fill("Something of my own")
    page.get_by_label("On track").focus()
    expect(page.get_by_text("not sent. Only you can see it")).to_be_visible()  # else it is kept here, and asked about
    page.goto("/drafts")
    page.wait_for_timeout(500)
    assert any("sealing-keys" in url for url in asked)
    assert notice.count() == 0
    assert not any("kept-words" in url for url in asked), "not even how many there are"
    nothing_clear(page, "Luton", "battery", "Amina", "hull")
    # Their writer again.
    page.context.clear_cookies(name="lpcommunity")
    come_in(page, "bedford-member")
    page.goto("/home")
    expect(notice).to_contain_text(body)
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    expect(page.get_by_label("On track")).to_be_checked()
    expect(page.get_by_text("Here is what was kept in this browser.")).to_be_visible()
    check_page(page)
    _post(page)
    page.wait_for_url(UPDATE)
    page.goto("/home")
    assert notice.count() == 0
    assert page.evaluate("localStorage.getItem('kept')") is None
    assert _posted(page, body) == 1


def test_w1_what_a_window_leaves_is_offered_on_a_page_that_was_open_before_it_went(writer, windows):
    body = words_of_a_run("Open beside it")
    page = writer()
    open_page(page)
    cut_off(page)
    _write(page, body)
    _sealed(page)
    beside = page.context.new_page()
    windows.pages.append(beside)
    notice = beside.get_by_role("region", name="You have words that are not sent")
    with beside.expect_response("**/sealing-keys"):
        beside.goto("/home")
    beside.wait_for_timeout(500)
    assert notice.count() == 0, "still being written"
    page.close()
    expect(notice).to_contain_text(body)
    notice.get_by_role("button", name="Throw away").click()
    beside.wait_for_timeout(500)  # longer than a double click
    notice.get_by_role("button", name="Throw away for good").click()
    _sealed(beside, 0)


def test_w1_on_their_own_page_they_come_straight_back_and_else_can_be_thrown_away(writer, windows):
    body = words_of_a_run("Straight back")
    page = _close_offline(writer, body)
    windows.pages.append(page)
    _comes_back(page)
    expect(page.get_by_label("What happened?")).to_have_value(body)
    _sealed(page, 0)
    # Closed with other words in it than the server's draft, which was carried on elsewhere meanwhile.
    go_offline(page)
    page.get_by_label("What happened?").fill(f"{body} at the desk")
    _sealed(page)
    address = page.url
    elsewhere = writer()
    elsewhere.goto(address)
    elsewhere.get_by_label("What happened?").fill(f"{body} on the phone")
    elsewhere.keyboard.press("Tab")  # it saves at once
    expect(elsewhere.locator("[data-autosave-status]")).to_contain_text("Saved at", timeout=15_000)
    again = die_offline(page)
    windows.pages.append(again)
    again.goto(address)
    notice = again.get_by_role("region", name="You have words that are not sent")
    expect(again.get_by_label("What happened?")).to_have_value(f"{body} on the phone")
    expect(notice).to_contain_text(f"{body} at the desk")
    notice.get_by_role("button", name="Carry on").click()
    expect(again.get_by_label("What happened?")).to_have_value(f"{body} at the desk")
    again.goto(NEW)
    expect(again.get_by_text(f"{body} on the phone").first).to_be_visible()
    expect(again.get_by_text(f"{body} at the desk").first).to_be_visible()


def test_w1_signing_out_asks_what_shall_become_of_unsent_words(writer, windows, check_axe):
    page = writer(DESKTOP)
    out = page.get_by_role("button", name="Sign out")
    dialog = page.get_by_role("dialog", name="You have words that are not sent")
    body = words_of_a_run("Unsent")
    open_page(page)
    page.route("**/drafts", lambda route: route.abort("internetdisconnected"))
    page.get_by_label("What happened?").fill(body)
    other = page.context.new_page()
    windows.pages.append(other)
    other.goto("/home")
    assert other.get_by_text(body).count() == 0, "a window that is open is not offered its own words"
    # The other window, in which nothing is written, asks as well; by keyboard, and Escape stays.
    asking = other.get_by_role("dialog", name="You have words that are not sent")
    other.get_by_role("button", name="Sign out").focus()
    other.keyboard.press("Enter")
    expect(asking).to_contain_text(body)
    check_axe(other)
    for _ in range(6):
        other.keyboard.press("Tab")
        inside = other.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside, "focus stays in the question"
    other.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    expect(other.get_by_role("button", name="Sign out")).to_be_focused()
    other.close()
    # No network just then.
    go_offline(page)
    out.click()
    gone = page.get_by_role("dialog", name="There is no connection")
    expect(gone).to_contain_text("You cannot be signed out just now. Your words are sealed in this browser")
    gone.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_label("What happened?")).to_have_value(body)
    go_online(page)
    # Kept sealed: offered to whoever signs in again as the same.
    page.wait_for_timeout(1_100)
    out.click()
    dialog.get_by_role("button", name="Keep sealed in this browser and sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    _sealed(page)
    nothing_clear(page, body)
    come_in(page, "bedford-member")
    page.goto("/home")
    expect(page.get_by_role("region", name="You have words that are not sent")).to_contain_text(body)
    # Saved as a draft.
    out.click()
    dialog.get_by_role("button", name="Save as drafts and sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    _sealed(page, 0)
    come_in(page, "bedford-member")
    page.unroute_all()
    page.goto("/drafts")
    expect(page.get_by_text(body)).to_be_visible()
    # Thrown away.
    open_page(page)
    page.route("**/drafts", lambda route: route.abort("internetdisconnected"))
    page.get_by_label("What happened?").fill("Never mind")
    out.click()
    _throw_away_and_sign_out(dialog)
    page.wait_for_url(re.compile("/sign-in"))
    _sealed(page, 0)
    # Nothing unsent: nothing is asked.
    page.unroute_all()
    come_in(page, "bedford-member")
    out.click()
    page.wait_for_url(re.compile("/sign-in"))


def test_w1_words_typed_after_the_session_ended_are_kept_too(writer, windows):
    page = writer()
    open_page(page)
    page.context.clear_cookies(name="lpcommunity")
    body = words_of_a_run("After the session ended")
    page.get_by_label("What happened?").fill(body)
    page.keyboard.press("Tab")  # it saves at once
    expect(page.locator("[data-autosave-status]")).to_contain_text("You are signed out")
    _sealed(page)
    again = page.context.new_page()
    windows.pages.append(again)
    page.close()
    # The server has these words, too (drafts/rescue.py): whoever signs in again is not offered them twice.
    come_in(again, "bedford-member")
    _sealed(again, 0)
    assert again.get_by_text("You have words that are not sent").count() == 0
    # What comes after it never reached anybody.
    open_page(again)
    again.context.clear_cookies(name="lpcommunity")
    go_offline(again)
    again.get_by_label("What happened?").fill(f"{body} and more")
    _sealed(again)
    page = die_offline(again)
    windows.pages.append(page)
    page.goto("/sign-in")
    nothing_clear(page, body)
    come_in(page, "bedford-member")
    page.goto("/home")
    expect(page.get_by_role("region", name="You have words that are not sent")).to_contain_text(f"{body} and more")


def test_w1_where_nothing_can_be_sealed_the_page_says_so(writer):
    for broken in ("Object.defineProperty(crypto, 'subtle', {value: undefined})", "delete globalThis.indexedDB"):
        page = writer()
        page.add_init_script(broken)
        page.goto(NEW)
        page.wait_for_load_state("networkidle")
        go_offline(page)
        body = words_of_a_run("Only here")
        _write(page, body)
        _post(page)
        expect(_note(page)).to_contain_text("Leave this page open: they are nowhere else.")
        page.get_by_role("button", name="Sign out").click()
        gone = page.get_by_role("dialog", name="There is no connection")
        expect(gone).to_contain_text("You cannot be signed out just now. Try again")
        page.keyboard.press("Escape")
        go_online(page)
        page.wait_for_url(UPDATE)
        expect(page.get_by_role("heading", level=1)).to_have_text(body)


def test_w1_what_changed_meanwhile_is_asked_and_not_sent(writer):
    page = writer(DESKTOP)
    open_page(page)
    _write(page, words_of_a_run("We rang forty firms"))
    _post(page)
    page.wait_for_url(UPDATE)
    path = page.url
    with page.expect_response("**/sealing-keys"):
        page.goto(f"{path}/edit")
    go_offline(page)
    page.get_by_label("What happened?").fill("We rang sixty firms.")
    page.get_by_role("button", name="Save the changes").click()
    expect(_note(page)).to_contain_text(WAITS)
    other = writer(DESKTOP)
    other.goto(f"{path}/edit")
    other.get_by_label("What happened?").fill("We rang forty firms twice.")
    other.get_by_role("button", name="Save the changes").click()
    other.wait_for_url(UPDATE)
    go_online(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("This text was changed in another window at")
    expect(page.get_by_text("We rang forty firms twice.").first).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value("We rang sixty firms.")
    other.goto(path)
    expect(other.get_by_text("We rang sixty firms.")).to_have_count(0)


def _instead(page: Page, persona: str) -> Page:
    """In a second tab of the same browser somebody signs out, and somebody else comes in."""
    tab = page.context.new_page()
    tab.context.clear_cookies(name="lpcommunity")
    come_in(tab, persona)
    return tab


def test_w1_a_page_of_one_person_does_nothing_for_the_next(writer, windows, check_page):
    """Two people at one browser: the page of the first is still open when the second has come in."""
    page = writer(DESKTOP)
    open_page(page)
    tab = _instead(page, "hull-lead")
    windows.pages.append(tab)
    body = words_of_a_run("Whose is this")
    with page.expect_response("**/drafts") as saved:
        _write(page, body)
        page.keyboard.press("Tab")  # it saves at once
    assert saved.value.status == 403
    expect(page.locator("[data-autosave-status]")).to_contain_text("Somebody else is signed in in this browser now.")
    # It takes no token of theirs, even from an address that both can open.
    # Its own names the first one and is refused at once: so try it with one that says nothing.
    put = "token => { for (const one of document.getElementsByName('csrf_token')) one.value = token; }"
    own = page.locator("form[data-autosave] input[name=csrf_token]").input_value()
    page.evaluate(put, "unreadable")
    page.evaluate("history.replaceState(null, '', '/home')")
    with page.expect_response("**/home"):
        page.get_by_role("button", name="Preview").click()
    page.wait_for_timeout(500)
    assert page.locator("form[data-autosave] input[name=csrf_token]").input_value() == "unreadable"
    page.evaluate(put, own)
    for press in ("Post the update", "Keep as a draft"):
        page.wait_for_timeout(1_100)  # a second within which a click is taken for a double click
        page.get_by_role("button", name=press).click()
        expect(_note(page)).to_contain_text("Somebody else is signed in in this browser now.")
        expect(_note(page)).to_contain_text("A copy is sealed in this browser, which only you can open")
        expect(page.get_by_label("What happened?")).to_have_value(body)
    check_page(page)
    # Throwing away one's own words throws away nobody else's.
    _sealed(page)
    with tab.expect_response("**/sealing-keys"):
        tab.goto("/partnerships/hull/updates/new")
    tab.route("**/drafts", lambda route: route.abort("internetdisconnected"))
    tab.get_by_label("What happened?").fill("Never mind")
    _sealed(tab, 2)
    tab.get_by_role("button", name="Sign out").click()
    dialog = tab.get_by_role("dialog", name="You have words that are not sent")
    expect(dialog).to_contain_text("Never mind")
    expect(dialog).not_to_contain_text(body)
    _throw_away_and_sign_out(dialog)
    tab.wait_for_url(re.compile("/sign-in"))
    _sealed(tab)
    expect(page.get_by_label("What happened?")).to_have_value(body)
    # The first one again: everything is theirs.
    come_in(tab, "bedford-member")
    tab.unroute_all()
    tab.goto("/drafts")
    expect(tab.get_by_text(body).first).to_be_visible()
    assert _posted(tab, body) == 0


def test_w1_words_are_never_sealed_for_somebody_else(writer, windows):
    """The first request for keys failed; the next one goes with the cookie of whoever came in meanwhile."""
    page = writer(DESKTOP)
    page.route("**/sealing-keys", lambda route: route.abort("internetdisconnected"))
    page.goto(NEW)
    page.wait_for_load_state("networkidle")
    page.unroute_all()
    tab = _instead(page, "hull-lead")
    windows.pages.append(tab)
    with page.expect_response("**/sealing-keys") as asked:
        page.get_by_label("What happened?").fill(words_of_a_run("Not for you"))
        page.keyboard.press("Tab")
    assert asked.value.status == 403
    # Even with a token and an answer of the other one.
    other = tab.locator("input[name=csrf_token]").first.input_value()
    page.evaluate("token => { for (const one of document.getElementsByName('csrf_token')) one.value = token; }", other)
    with page.expect_response("**/sealing-keys") as asked:
        page.evaluate("dispatchEvent(new Event('online'))")
    assert asked.value.status == 409
    page.wait_for_timeout(1_500)
    _sealed(page, 0)
    tab.goto("/home")
    assert tab.get_by_text("You have words that are not sent").count() == 0


@pytest.mark.parametrize("leave", ["address bar", "back"])
@pytest.mark.parametrize(
    ("path", "label", "button"),
    [
        (NEW, "What happened?", "Post the update"),
        ("/partnerships/bedford/check-ins/new", "What moved, in a sentence?", "Check in"),
        ("/partnerships/bedford/actions/new", "What is to be done?", "Write it down"),
    ],
)
def test_what_was_refused_is_a_draft_and_not_called_kept_in_this_browser_alone(writer, path, label, button, leave):
    """As a phone types it: with a space at the end, which the server takes away."""
    page = writer()
    open_page(page, path)
    words = words_of_a_run("Fourteen rang back")
    page.get_by_label(label).fill(f"{words}  ")
    page.get_by_role("button", name=button).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_text("not sent. Only you can see it.")).to_be_visible()
    if leave == "back":
        go_back(page)
    page.goto("/drafts")
    expect(page.get_by_text(f"“{words}”")).to_have_count(1)
    page.wait_for_timeout(1_000)
    expect(page.locator(".lp-kept-words")).to_have_count(0)
    _sealed(page, 0)


def test_what_was_only_chosen_is_never_offered(writer):
    page = writer()
    open_page(page)
    page.get_by_label("Off track").check()
    page.get_by_role("button", name="Post the update").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    go_offline(page)
    page.get_by_label("Needs attention").check()
    page.wait_for_timeout(1_500)
    go_online(page)
    page.goto("/drafts")
    page.wait_for_timeout(1_000)
    expect(page.locator(".lp-kept-words")).to_have_count(0)
    _sealed(page, 0)
