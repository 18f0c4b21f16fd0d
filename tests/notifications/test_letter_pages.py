"""The links at the foot of a letter: one click ends it, one mutes a place; a link alone does nothing."""

import re

import pytest

from lpcommunity.following.commands import follow
from lpcommunity.notifications import queries
from lpcommunity.notifications.mail import unsubscribe_tokens
from lpcommunity.notifications.what_moved import choices, mute_tokens
from lpcommunity.notifications.what_moved.choices import KEY
from tests.factories import reading
from tests.notifications.conftest import browsing


@pytest.fixture
def browser(app):
    return lambda person: browsing(app, person)


def token(page) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


def test_one_click_ends_the_letter_and_a_scanner_does_not(world, browser):
    path = f"/unsubscribe/{unsubscribe_tokens.sign(world.ann.id, KEY)}"
    scanner = browser(None)
    assert "Stop these e-mails?" in scanner.get(path).text
    assert queries.kinds_off(world.ann.id) == set()
    done = scanner.post(path, data={"List-Unsubscribe": "One-Click"})  # by the mail program: no page, no cookie
    assert done.status_code == 200
    assert queries.kinds_off(world.ann.id) == {KEY}
    assert re.search(r'value="never"[^>]* checked', browser(world.ann).get("/account/notifications").text)
    page = scanner.get(path)
    scanner.post(f"{path}/undoing", data={"csrf_token": token(page)})
    assert queries.kinds_off(world.ann.id) == set()
    assert choices.wishes(world.ann.id).how == "weekly"
    assert choices.wishes(world.ben.id).how == "weekly"


def test_one_click_mutes_a_place_and_the_account_undoes_it(world, browser):
    follow(reading(world.ann), partnership=world.leeds)
    path = f"/muting/{mute_tokens.sign(world.ann.id, world.leeds.id)}"
    someone = browser(None)
    page = someone.get(path)
    assert "No more from Leeds in the letter?" in page.text
    assert not choices.is_muted(world.ann.id, world.leeds.id)
    assert someone.post(path).status_code != 303 or not choices.is_muted(world.ann.id, world.leeds.id)  # no form token
    done = someone.post(path, data={"csrf_token": token(page)})
    assert (done.status_code, done.location) == (303, path)
    assert choices.is_muted(world.ann.id, world.leeds.id)
    assert not choices.is_muted(world.ann.id, world.hull.id)
    assert not choices.is_muted(world.ben.id, world.leeds.id)
    ann = browser(world.ann)
    page = ann.get("/account/notifications")
    assert "Put it back in the letter" in page.text
    undo = f"/account/notifications/muted/{world.leeds.slug}/undoing"
    browser(world.ben).post(undo, data={"csrf_token": token(browser(world.ben).get("/account/notifications"))})
    assert choices.is_muted(world.ann.id, world.leeds.id)
    assert ann.post(undo, data={"csrf_token": token(page)}).status_code == 303
    assert not choices.is_muted(world.ann.id, world.leeds.id)
    assert "Put it back in the letter" not in ann.get("/account/notifications").text


@pytest.mark.parametrize("made_up", ["abcdefgh", "WzEsMV0.AAAAAAAA", "0f4c9a52-7b1e-4c55-9d0e-0d5f1c0e9b11"])
def test_a_made_up_link_is_not_found(world, browser, made_up):
    assert browser(world.ann).get(f"/muting/{made_up}").status_code == 404
    other = unsubscribe_tokens.sign(world.ann.id, KEY)  # signed by us, for something else
    assert browser(world.ann).get(f"/muting/{other}").status_code == 404


def test_choosing_when_the_letter_comes_costs_nothing_else(world, browser, count_queries):
    ann = browser(world.ann)
    page = ann.get("/account/notifications")
    sent = ann.post("/account/notifications", data={"csrf_token": token(page), "letter": "daily", "weekday": "friday"})
    assert sent.status_code == 303
    assert (choices.wishes(world.ann.id).how, choices.wishes(world.ann.id).weekday) == ("daily", 4)
    assert queries.chosen_ways(world.ann.id) == {}
    with count_queries() as asked:
        ann.get("/account/notifications")
    assert len(asked) <= 6, asked
