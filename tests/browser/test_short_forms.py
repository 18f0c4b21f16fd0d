"""What is typed into a short form (a reason, a note, a report) is kept as a long text is: after a reload or Back,
where the network or the session went; for its writer alone, and no longer than until it is taken.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browser_storage import COUNT, STORED, UPDATE, come_in, open_page, words_of_a_run, write
from tests.browser.network import go_offline, go_online
from tests.harness.windows import DESKTOP, PHONE

INTRODUCTION = "/people/{}/introduction"
KEPT = "Here is what was kept in this browser. It is saved as a draft now, and not sent."


def _sealed(page: Page, number: int = 1) -> None:
    """Wait until so many records are kept, and what was typed last is in them: a second after a key."""
    page.wait_for_timeout(1_100)
    for _ in range(75):
        if page.evaluate(COUNT) == number:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{page.evaluate(COUNT)} records, not {number}")


@pytest.fixture
def writer(windows):
    def open_(width=DESKTOP, persona="hull-lead", **options):
        page = windows.open(width, **options)
        come_in(page, persona)
        return page

    return open_


@pytest.fixture
def introduction(writer):
    """Where Amina is introduced."""
    page = writer(persona="hull-lead")
    page.goto("/people?q=Amina")
    page.get_by_role("link", name="Amina Rahman").click()
    address = page.get_by_role("link", name="Introduce them to somebody").get_attribute("href")
    page.close()
    return address


@pytest.fixture
def note(writer):
    """Where somebody's note about something that they keep stands."""
    page = writer(persona="hull-lead")
    page.goto("/public")
    page.locator("a[href^='/updates/']").first.click()
    keep = page.get_by_role("button", name="Keep this", exact=True)
    if keep.count():
        keep.click()
    page.get_by_role("link", name=re.compile("Add a note to yourself|Your note")).click()
    page.wait_for_url(re.compile(r"/bookmarks/\d+"))
    address = page.url
    page.close()
    return address


def _why(page: Page):
    return page.get_by_label("Why should they know each other?")


def _notice(page: Page):
    return page.get_by_role("region", name="You have words that are not sent")


def test_after_a_reload_and_back_the_words_stand_in_the_form(writer, introduction, check_widths):
    page = writer(PHONE)
    open_page(page, introduction)
    body = words_of_a_run("Both look for a bus")
    page.get_by_label("Introduce them to").fill("Charlotte")
    write(page, _why(page), body)
    assert body not in page.evaluate(STORED)
    page.reload()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(_why(page)).to_have_value(body)
    expect(page.get_by_label("Introduce them to")).to_have_value("Charlotte")
    check_widths(page)
    _sealed(page, 0)
    # More of it, and loaded anew once more: the same draft goes on.
    write(page, _why(page), f"{body} and a train")
    page.reload()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(_why(page)).to_have_value(f"{body} and a train")
    # Elsewhere, and Back.
    write(page, _why(page), f"{body} and a tram")
    page.get_by_role("link", name="Leave it").click()
    page.wait_for_url(re.compile(r"/people/\d+$"))
    page.wait_for_timeout(3_000)  # longer than a window has that was left
    assert _notice(page).count() == 0, "who left a form meant to"
    page.go_back()
    expect(_why(page)).to_have_value(f"{body} and a tram")
    page.goto("/drafts")
    expect(page.get_by_text(f"“{body} and a tram”")).to_have_count(1)
    expect(page.get_by_text(body)).to_have_count(1)
    page.get_by_role("link", name="Carry on").first.click()
    expect(_why(page)).to_have_value(f"{body} and a tram")
    # Sent, it is gone from here and from there.
    page.get_by_role("button", name="Introduce them").click()
    expect(page.get_by_role("radio", name="Charlotte Bebbington")).to_be_checked()
    expect(_why(page)).to_have_value(f"{body} and a tram")
    page.get_by_role("button", name="Introduce them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You introduced Amina Rahman and Charlotte Bebbington")
    _sealed(page, 0)
    page.goto("/drafts")
    expect(page.get_by_text(body)).to_have_count(0)
    page.goto(introduction)
    page.wait_for_timeout(1_000)
    expect(_why(page)).to_have_value("")
    assert _notice(page).count() == 0


def test_what_was_refused_goes_on_and_is_offered_once(writer, introduction):
    page = writer()
    open_page(page, introduction)
    body = words_of_a_run("Refused")
    _why(page).fill(body)
    page.get_by_role("button", name="Introduce them").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the name of somebody")
    expect(_why(page)).to_have_value(body)
    _sealed(page, 1)
    page.wait_for_timeout(1_500)
    _sealed(page, 1)
    assert _notice(page).count() == 0
    page.goto(introduction)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(_why(page)).to_have_value(body)
    page.get_by_label("Introduce them to").fill("Nobody of that name")
    page.get_by_role("button", name="Introduce them").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("We found nobody of that name")
    _sealed(page)
    page.goto(introduction)
    expect(page.get_by_label("Introduce them to")).to_have_value("Nobody of that name")
    page.goto("/drafts")
    expect(page.get_by_text(f"“{body}”")).to_have_count(1)


def test_after_the_session_ended_carry_on_opens_the_form_with_the_words_in_it(writer, introduction):
    page = writer()
    open_page(page, introduction)
    body = words_of_a_run("After the session ended")
    page.get_by_label("Introduce them to").fill("Charlotte")
    _why(page).fill(body)
    page.context.clear_cookies(name="lpcommunity")
    page.get_by_role("button", name="Introduce them").click()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_text("Your text is kept.")).to_be_visible()
    page.locator('form[action="/demo/sign-in"] button[value="hull-lead"]').click()
    expect(page.get_by_text("Here it is again.")).to_be_visible()
    page.get_by_role("link", name="Carry on").click()
    expect(_why(page)).to_have_value(body)
    expect(page.get_by_label("Introduce them to")).to_have_value("Charlotte")
    assert _notice(page).count() == 0, "they are here"
    _sealed(page, 0)


def test_no_network_the_page_stays_and_waits_for_its_button(writer, introduction, check_page):
    page = writer(PHONE)
    open_page(page, introduction)
    body = words_of_a_run("In a tunnel")
    _why(page).fill(body)
    go_offline(page)
    button = page.get_by_role("button", name="Introduce them")
    button.click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("press the button again when it is back")
    expect(said).to_contain_text("A copy is sealed in this browser, which only you can open.")
    expect(_why(page)).to_have_value(body)
    check_page(page)
    go_online(page)
    page.wait_for_timeout(1_500)
    assert introduction in page.url, "nothing is sent by itself"
    # Whoever closes it believes that it was sent: it is spoken of everywhere.
    again = page.context.new_page()
    page.close()
    again.goto("/home")
    expect(_notice(again)).to_contain_text(body)
    again.get_by_role("button", name="Carry on").click()
    expect(_why(again)).to_have_value(body)
    again.close()


def test_the_words_are_their_writers_and_asked_about_on_signing_out(writer, windows, introduction):
    page = writer()
    page.goto("/public")
    page.locator("a[href^='/updates/']").first.click()
    page.get_by_role("link", name="Report").first.click()
    page.wait_for_url(re.compile("/reports/new"))
    report = page.url
    body = words_of_a_run("He said it of her")
    write(page, page.get_by_label("In your words"), body)
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="You have words that are not sent")
    expect(dialog).to_contain_text(body)
    dialog.get_by_role("button", name="Keep sealed in this browser and sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    assert body not in page.evaluate(STORED)
    assert "reports" not in page.evaluate(STORED)
    # Somebody else at this browser.
    come_in(page, "bedford-member")
    for path in (report, "/drafts", introduction):
        page.goto(path)
        page.wait_for_timeout(600)
        assert page.get_by_text(body).count() == 0
        assert _notice(page).count() == 0
    page.context.clear_cookies(name="lpcommunity")
    # Their writer: nothing is said on another report's page.
    come_in(page, "hull-lead")
    page.goto("/home")
    page.wait_for_timeout(600)
    assert _notice(page).count() == 0
    page.goto("/drafts")
    expect(_notice(page)).to_contain_text(body)
    page.goto(report)
    expect(page.get_by_label("In your words")).to_have_value(body)
    page.goto("/drafts")
    page.get_by_role("button", name="Throw away").first.click()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Throw away for good").click()
    # Saved as a draft, and thrown away.
    open_page(page, report)
    page.get_by_label("In your words").fill(f"{body} twice")
    page.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Save as drafts and sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    _sealed(page, 0)
    come_in(page, "hull-lead")
    page.goto("/drafts")
    expect(page.get_by_text(f"“{body} twice”")).to_be_visible()


def test_two_windows_of_one_form_keep_both(writer, windows, introduction):
    page = writer()
    body = words_of_a_run("Twice")
    other = page.context.new_page()
    for one, words in ((page, f"{body} here"), (other, f"{body} there")):
        open_page(one, introduction)
        write(one, _why(one), words)
    _sealed(page, 2)
    page.reload()
    expect(_why(page)).to_have_value(f"{body} here")
    third = page.context.new_page()
    other.close()
    third.goto(introduction)
    expect(_why(third)).to_have_value(f"{body} there")
    third.close()


def test_a_note_that_is_as_it_was_is_not_kept_and_only_chosen_neither(writer, note):
    page, path = writer(PHONE), note
    page.goto(path)
    note = page.get_by_label("Your note")
    note.fill("x")
    note.fill("")
    page.wait_for_timeout(1_500)
    _sealed(page, 0)
    body = words_of_a_run("Ask them about the van")
    write(page, note, body)
    page.goto(path)
    expect(note).to_have_value(body)
    page.get_by_role("button", name="Save your note").click()
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    _sealed(page, 0)
    page.goto(path)
    write(page, note, f"{body}, and the key")
    note.fill(body)
    _sealed(page, 0)
    page.goto("/account/profile")
    page.get_by_label("Keep my job title from the community").click()
    _sealed(page, 0)
    page.goto(path)
    page.wait_for_timeout(1_000)
    expect(page.get_by_label("Your note")).to_have_value(body)
    assert page.get_by_text(KEPT).count() == 0


@pytest.mark.parametrize("asked", [False, True])
def test_a_note_stays_where_there_is_no_network_and_goes_when_its_button_is_pressed_again(writer, note, asked):
    page = writer(PHONE)
    open_page(page, note)
    body = words_of_a_run("In a tunnel")
    page.get_by_label("Your note").fill(body)
    if asked:  # by the server: whoever has no script that asks
        with page.expect_response("**/sealing-keys"):
            page.locator("button[value=let-go]").evaluate("""(one) => {
                delete one.dataset.asksOnce; one.form.sure.value = ""; one.click(); }""")
        expect(page.get_by_role("heading", level=1)).to_have_text("Let it go, and your note?")
        expect(page.get_by_label("Your note")).to_have_value(body)
        page.wait_for_load_state("networkidle")
    go_offline(page)
    button = page.get_by_role("button", name="Save your note")
    button.click()
    expect(page.locator(".lp-waiting")).to_contain_text("No connection, so we do not know whether this was sent.")
    expect(page.get_by_label("Your note")).to_have_value(body)
    go_online(page)
    page.wait_for_timeout(1_100)  # until a second click is none of a double one
    button.click()
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    page.goto(note)
    expect(page.get_by_label("Your note")).to_have_value(body)


def test_a_button_that_had_no_answer_is_not_pressed_by_another_one(writer, note):
    page = writer()
    open_page(page, note)
    body = words_of_a_run("Keep it after all")
    page.get_by_label("Your note").fill(body)
    page.route(note, lambda route: route.fulfill(status=204))  # the page stays
    with page.expect_request(note):
        page.locator("button[value=let-go]").evaluate("(one) => { delete one.dataset.asksOnce; one.click(); }")
    page.unroute(note)
    page.wait_for_timeout(1_200)
    page.get_by_role("button", name="Save your note").click()
    expect(page.get_by_text("Your note is kept.")).to_be_visible()


@pytest.mark.parametrize("button", ["save", "let-go"])
def test_a_note_after_the_session_ended_is_there_once_by_whatever_button(writer, note, button):
    page = writer(PHONE)
    open_page(page, note)
    body = words_of_a_run("Signed out meanwhile")
    page.get_by_label("Your note").fill(body)
    page.context.clear_cookies(name="lpcommunity")
    if button == "save":
        page.get_by_role("button", name="Save your note").click()
    else:
        page.locator("button[value=let-go]").evaluate("(one) => { delete one.dataset.asksOnce; one.click(); }")
    page.wait_for_url(re.compile("/sign-in"))
    page.locator('form[action="/demo/sign-in"] button[value="hull-lead"]').click()
    expect(page.get_by_text("Here it is again.")).to_be_visible()
    _sealed(page, 0)
    assert _notice(page).count() == 0, "the same words twice"


def test_what_closes_a_conversation_comes_back_where_it_is_folded(writer):
    page = writer(persona="bedford-member")
    page.goto("/partnerships/bedford/updates/new")
    page.get_by_label("What happened?").fill(words_of_a_run("Twelve came"))
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Post the update").click()
    page.wait_for_url(UPDATE)
    path = page.url
    page.get_by_label("Your comment").fill("And four more.")
    page.get_by_role("button", name="Post the comment").click()
    expect(page.get_by_text("Close this conversation")).to_be_visible()
    open_page(page, path)
    page.get_by_text("Close this conversation").click()
    body = words_of_a_run("We go on in Hull")
    reason = page.get_by_label("Why, in a few words")
    write(page, reason, body)
    page.reload()
    expect(reason).to_have_value(body)
    expect(reason).to_be_visible()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("The conversation is closed.")).to_be_visible()
    expect(page.get_by_text(body)).to_be_visible()
    _sealed(page, 0)


def test_without_scripts_a_form_is_as_it_was(writer, introduction):
    page = writer(scripts=False)
    page.goto(introduction)
    body = words_of_a_run("Without scripts")
    _why(page).fill(body)
    page.get_by_role("button", name="Introduce them").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the name of somebody")
    expect(_why(page)).to_have_value(body)


def test_only_pages_with_such_a_form_load_more(writer):
    page = writer()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/home", "/bookmarks", "/people", "/notifications"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert not [url for url in asked if re.search("short-forms|/chunk-|sealing-keys|idb|notice-", url)]


@pytest.mark.parametrize("name", ["Charlotte", ""])
def test_what_is_typed_after_an_error_comes_back_when_the_page_is_loaded_anew(writer, introduction, name):
    page, body = writer(PHONE), words_of_a_run("After the error")
    open_page(page, introduction)
    page.get_by_label("Introduce them to").fill(name)
    page.get_by_role("button", name="Introduce them").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.wait_for_timeout(1_500)
    for words in (body, f"{body}, and more"):
        write(page, _why(page), words)
        page.reload()
        expect(_why(page)).to_have_value(words)
        expect(page.get_by_label("Introduce them to")).to_have_value(name)
        expect(page.locator(".govuk-error-summary")).to_have_count(0)


def test_after_an_error_and_success_back_leads_to_a_page(writer, note):
    page, body = writer(PHONE), words_of_a_run("Shorter")
    open_page(page, note)
    box, save = page.get_by_label("Your note"), page.get_by_role("button", name="Save your note")
    box.fill("x " * 600)
    save.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    _sealed(page)
    write(page, box, body)
    page.reload()
    expect(box).to_have_value(body)
    box.fill("x " * 600)
    save.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    _sealed(page)
    box.fill(body)
    save.click()
    page.wait_for_url("**/bookmarks**")
    expect(page.get_by_text(body).first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your note")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
