"""Inbox, choices, unsubscribing and the mailbox, as a browser meets them."""

import re

import pytest

from lpcommunity.notifications import commands, queries
from tests.factories import reading
from tests.notifications.conftest import answer, browsing, reflect
from tests.notifications.test_updates import post


@pytest.fixture
def browser(app):
    """`browser(person)`: somebody signed in; `browser(None)`: nobody."""

    return lambda person: browsing(app, person)


def found(pattern: str, page) -> str:
    match = re.search(pattern, page.text)
    assert match is not None, pattern
    return match[1]


def token(page) -> str:
    return found(r'name="csrf_token" value="([^"]+)"', page)


def test_the_inbox_says_what_happened_and_why(world, work, browser):
    reflection = reflect(world.ann, world.hull)
    answer(world.owen, reflection)
    work()
    page = browser(world.ann).get("/notifications")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "Dr Owen Pritchard answered your reflection" in page.text
    assert f'href="/reflections/{reflection.id}"' in page.text
    assert "Because you wrote it" in page.text


def test_an_empty_inbox_says_what_will_be_here(world, browser):
    page = browser(world.cora).get("/notifications")
    assert "Nothing here yet" in page.text
    assert "Mark all as read" not in page.text


def test_looking_changes_nothing_and_buttons_do(world, work, browser):
    for title in ("One", "Two", "Three"):
        reflect(world.ann, world.hull, title=title)
    work()
    owen = browser(world.owen)
    page = owen.get("/notifications")
    owen.get("/notifications")
    assert queries.unread_count(reading(world.owen)) == 3
    line = queries.inbox(reading(world.owen)).lines[0]
    answered = owen.post(f"/notifications/{line.id}/reading", data={"csrf_token": token(page)})
    assert (answered.status_code, answered.location) == (303, f"/notifications#told-{line.id}")
    assert f'id="told-{line.id}" tabindex="-1"' in owen.get("/notifications").text  # so that it can have the focus
    assert queries.unread_count(reading(world.owen)) == 2
    reflect(world.ann, world.hull, title="Meanwhile")
    work()
    owen.post("/notifications/reading", data={"csrf_token": token(page), "up_to": str(line.id)})
    assert queries.unread_count(reading(world.owen)) == 1
    owen.post("/notifications/reading", data={"csrf_token": token(page)})
    assert queries.unread_count(reading(world.owen)) == 0


def test_nobody_reads_the_inbox_of_another(world, work, browser):
    reflect(world.ann, world.hull)
    work()
    line = queries.inbox(reading(world.owen)).lines[0]
    cora = browser(world.cora)
    page = cora.get("/account/notifications")
    assert cora.post(f"/notifications/{line.id}/reading", data={"csrf_token": token(page)}).status_code == 404
    assert queries.unread_count(reading(world.owen)) == 1
    assert "forty firms" not in cora.get("/notifications").text
    post(world.ann, world.hull)  # what Cora may read as well, and is not told of
    work()
    assert queries.unread_count(reading(world.owen)) == 2
    assert queries.unread_count(reading(world.cora)) == 0
    assert "Nothing here yet" in cora.get("/notifications").text
    signed_out = browser(None).get("/notifications")
    assert (signed_out.status_code, signed_out.location) == (303, "/sign-in?next=%2Fnotifications")


@pytest.mark.parametrize("before", ["", "0", "x", "99999999999", "-1", "²"])
def test_a_broken_cursor_is_no_error(world, browser, before):
    assert browser(world.ann).get(f"/notifications?before={before}").status_code == 200


def test_more_is_one_click_away(world, work, browser):
    for n in range(21):
        reflect(world.ann, world.hull, title=f"Reflection number {n}")
    work()
    owen = browser(world.owen)
    first = owen.get("/notifications")
    more = found(r'rel="next" href="([^"]+)"', first)
    second = owen.get(more)
    assert "Reflection number 20" in first.text
    assert "Reflection number 0<" in second.text
    assert 'rel="next"' not in second.text


def test_a_page_of_the_inbox_costs_a_fixed_number_of_queries(world, work, browser, count_queries):
    for n in range(3):
        reflect(world.ann, world.hull, title=f"Reflection {n}")
    work()
    owen = browser(world.owen)
    with count_queries() as few:
        owen.get("/notifications")
    for n in range(17):
        reflect(world.ann, world.hull, title=f"Reflection {n}")
    work()
    with count_queries() as many:
        owen.get("/notifications")
    assert len(few) == len(many) <= 8, many


def test_choices_are_kept(world, browser, work, mails):
    owen = browser(world.owen)
    page = owen.get("/account/notifications")
    kinds = re.findall(r'name="kind-([a-z-]+)" value="at-once"', page.text)
    assert len(kinds) == 13
    assert page.text.count(" checked") == len(kinds) + 1  # one in each row, and how often the letter comes
    for key in kinds:
        waits = key in {"address-shared", "answered", "exchange-opened", "introduced", "mentioned", "milestone-moved"}
        assert (f'name="kind-{key}" value="letter"' in page.text) == waits, key
    wanted = {"kind-answered": "letter", "kind-exchange-opened": "at-once"}
    never = {f"kind-{key}": "never" for key in kinds if f"kind-{key}" not in wanted}
    chosen = {**wanted, **never, "letter": "weekly", "weekday": "thursday"}
    kept = owen.post("/account/notifications", data={"csrf_token": token(page), **chosen})
    assert kept.status_code == 303
    again = owen.get("/account/notifications").text
    for name, value in chosen.items():
        assert re.search(rf'(name="{name}"|<option)[^>]* value="{value}"[^>]* (checked|selected)', again), name
    mine = {"action-given", "action-due-soon", "action-late"}
    without = {
        "reflection-waiting",
        "milestone-moved",
        "chance-missed",
        "mentioned",
        "help-asked",
        "introduced",
        "address-shared",
        "report-waits",
        *mine,
    }
    assert queries.kinds_off(world.owen.id) == without
    reflect(world.ann, world.hull)
    work()
    assert mails() == []
    one = owen.post("/account/notifications", data={"csrf_token": token(page), "kind-reflection-waiting": "at-once"})
    assert one.status_code == 303  # of what is not named all stays
    left = dict.fromkeys(without - {"reflection-waiting"}, "never")
    assert queries.chosen_ways(world.owen.id) == {"answered": "letter", **left}
    for wrong in ({"kind-reflection-waiting": "letter"}, {"letter": "hourly"}, {"weekday": "x"}):
        assert owen.post("/account/notifications", data={"csrf_token": token(page), **wrong}).status_code == 422


def test_a_link_alone_unsubscribes_nobody(world, work, browser, mails):
    reflect(world.ann, world.hull)
    work()
    path = mails()[0].unsubscribe_url.removeprefix("http://localhost")
    someone = browser(None)
    page = someone.get(path)
    assert page.status_code == 200
    assert "Stop these e-mails?" in page.text
    assert queries.kinds_off(world.owen.id) == set()
    done = someone.post(path, data={"csrf_token": token(page)})
    assert (done.status_code, done.location) == (303, path)
    page = someone.get(path)
    assert "You get no more of these e-mails" in page.text
    assert queries.kinds_off(world.owen.id) == {"reflection-waiting"}
    someone.post(f"{path}/undoing", data={"csrf_token": token(page)})
    assert queries.kinds_off(world.owen.id) == set()


def test_the_mail_program_s_own_button_works_without_a_browser(world, work, browser, mails):
    reflect(world.ann, world.hull)
    work()
    path = mails()[0].unsubscribe_url.removeprefix("http://localhost")
    for _ in range(2):
        done = browser(None).post(path, data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert queries.kinds_off(world.owen.id) == {"reflection-waiting"}


@pytest.mark.parametrize("path", ["/unsubscribe/abcdefgh", "/unsubscribe/WzEsImFuc3dlcmVkIl0.AAAAAAAA"])
def test_a_made_up_link_is_not_found(world, browser, path):
    for page in (browser(None).get(path), browser(None).post(path)):
        assert (page.status_code, page.location.split("?")[0]) == (303, "/sign-in")
    assert browser(world.ann).get(path).status_code == 404


def test_what_keeps_the_account_safe_cannot_be_turned_off(world):
    commands.choose_ways(reading(world.ann), {"password-reset": "never", "answered": "never"})
    assert "password-reset" not in queries.kinds_off(world.ann.id)


def test_the_mailbox_shows_what_was_sent(world, work, browser):
    reflect(world.ann, world.hull)
    work()
    page = browser(None).get("/mailbox")
    assert "A reflection from Hull is waiting for you" in page.text
    assert '<a href="http://localhost/reviews"' in page.text
    assert "<style>" not in page.text
    (mail,) = browser(None).get("/mailbox.json").json
    assert list(mail) == ["html", "id", "message_id", "sent_at", "subject", "text", "to"]
    assert mail["to"] == world.owen.email
    assert browser(None).get("/mailbox?to=nobody@example.org").status_code == 200


def test_the_mailbox_is_for_this_machine_only(world, browser):
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    for path in ("/mailbox", "/mailbox.json"):
        assert browser(None).get(path, environ_overrides=elsewhere).status_code == 303
        assert browser(world.ann).get(path, environ_overrides=elsewhere).status_code == 404
    for here in ("::1", "::ffff:127.0.0.1"):
        assert browser(None).get("/mailbox", environ_overrides={"REMOTE_ADDR": here}).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},  # a proxy that TRUSTED_PROXIES does not name
        {"headers": {"X-Real-IP": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"base_url": "http://community.example.org"},
        {"base_url": "http://localhost.evil.example"},  # whose name was made to lead here
    ],
    ids=str,
)
def test_whoever_comes_through_something_to_this_machine_is_from_elsewhere(world, browser, sent):
    for path in ("/mailbox", "/mailbox.json"):
        assert browser(world.ann).get(path, **sent).status_code != 200
        assert browser(None).get(path, **sent).status_code != 200
    assert browser(None).get("/mailbox", base_url="http://127.0.0.1:8000").status_code == 200


def test_a_service_that_others_can_reach_has_no_mailbox_to_show(world, database):
    app = database.make_app(PUBLIC_URL="https://community.example.org")
    assert app.test_client().get("/mailbox.json").status_code != 200


def test_there_is_no_mailbox_in_production(world, database):
    app = database.make_app(MAILBOX=False)
    for path in ("/mailbox", "/mailbox.json"):
        assert app.test_client().get(path).location.startswith("/sign-in")
