"""The life of a request: begun by an entry, answered, closed, opened again; and who was asked."""

import pytest
from flask import current_app
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Missing, Refused
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.help_requests.askings import thought_of
from lpcommunity.help_requests.commands import (
    answer_request,
    ask_person,
    close_request,
    look_for_people,
    open_request,
    say_not_now,
)
from lpcommunity.help_requests.help_given import given_by_person, given_by_place
from lpcommunity.help_requests.models import HelpAsking, HelpRequest
from lpcommunity.help_requests.queries import wanted
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.queries import inbox
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.storage import session
from lpcommunity.updates.commands import edit_update
from tests.factories import belongs, person, reading, think_of, update
from tests.harness.visitor import Visitor
from tests.help_requests.world import BUS, asks, asks_instead, request_of, work, world


@pytest.fixture
def w(begin_with):
    return begin_with(world)


def _events(name: str) -> int:
    return session().scalar(select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name == name)) or 0


def _says(card: str) -> str:
    return next((one for one in ("Asks for help", "Help found") if one in card), "")


def _open(who) -> list[int]:
    return [one.entry_id for one in wanted(reading(who)).lines]


def test_what_an_entry_asks_for_is_a_request_from_then_on(w):
    asking, silent = asks(w.grace, w.hull), update(w.grace, w.hull)
    assert session().query(HelpRequest).count() == 1
    assert (request_of(asking).state, request_of(asking).question) == (
        "open",
        "How do you promise a bus operator something in writing?",
    )
    asks_instead(w.grace, silent, "And this?")
    assert request_of(silent).state == "open"
    assert _events("HelpRequested") == 2
    assert _open(w.samira) == [silent.id, asking.id]


def test_its_cards_say_how_it_stands_whatever_becomes_of_its_words(w):
    """To whoever reads the entry, wherever they belong; a request that is open beside it goes on asking."""
    made, other = asks(w.grace, w.hull), asks(w.martin, w.hull, "And rooms?")
    path = f"/partnerships/{w.hull.slug}"

    def said() -> set[tuple[str, ...]]:
        found = set()
        for who in (w.grace, w.owen, w.samira, w.priya):
            cards = Visitor(current_app, who).text(path).split("data-entry-id=")[1:]
            found.add(
                tuple(_says(next(card for card in cards if card.startswith(f'"{one.id}"'))) for one in (made, other))
            )
        return found

    assert said() == {("Asks for help", "Asks for help")}
    answer_request(reading(w.grace), made, "A letter.", w.samira.id)
    assert said() == {("Help found", "Asks for help")}
    session().refresh(made)
    content = Content.written(made.title, {"body": "We wrote, and rang."})
    edit_update(reading(w.grace), made, content, made.version, standing="on-track", help_wanted=BUS)
    assert said() == {("Help found", "Asks for help")}
    close_request(reading(w.grace), made)
    assert said() == {("", "Asks for help")}
    open_request(reading(w.grace), made)
    assert said() == {("Asks for help", "Asks for help")}


def test_a_page_for_everybody_that_is_kept_says_it_at_once(w):
    asking = ((w.grace, w.hull), (w.samira, w.keele))
    made, other = (asks(who, where, audience="public") for who, where in asking)
    anybody = Visitor(current_app, None)

    def said() -> list[str]:
        cards = anybody.text("/public").split("data-entry-id=")[1:]
        return [_says(next(card for card in cards if card.startswith(f'"{one.id}"'))) for one in (made, other)]

    assert said() == said() == ["Asks for help", "Asks for help"]
    answer_request(reading(w.grace), made, "A letter.", w.samira.id)
    assert said() == ["Help found", "Asks for help"]


def test_taken_out_of_the_entry_it_is_closed_quietly_and_put_back_it_is_open(w):
    made = asks(w.grace, w.hull)
    answer_request(reading(w.grace), made, "A letter of two lines.", w.samira.id)
    events = session().scalar(select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name.like("Help%")))
    asks_instead(w.grace, made, "")
    assert (request_of(made).state, request_of(made).question) == ("closed", "")
    assert session().scalar(
        select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name.like("Help%"))
    ) == events  # fmt: skip
    assert given_by_person(reading(w.peter), w.samira.id) is None
    asks_instead(w.grace, made, "Once more?")
    assert (request_of(made).state, request_of(made).words, request_of(made).helper_id) == ("open", "", None)


def test_a_changed_question_stays_as_it_stands(w):
    made = asks(w.grace, w.hull)
    answer_request(reading(w.grace), made, "A letter.")
    asks_instead(w.grace, made, "Put better?")
    assert (request_of(made).state, request_of(made).question) == ("answered", "Put better?")


def test_open_answered_closed_and_open_again_and_twice_is_once(w):
    made, grace = asks(w.grace, w.hull), reading(w.grace)
    for _ in range(2):
        answer_request(grace, made, " A letter of two lines. ", w.samira.id)
    assert (request_of(made).state, request_of(made).words) == ("answered", "A letter of two lines.")
    assert request_of(made).helping_place_id == w.keele.id
    assert _events("HelpFound") == 1
    assert _open(w.samira) == []
    for _ in range(2):
        close_request(grace, made)
    assert (request_of(made).state, request_of(made).words) == ("closed", "A letter of two lines.")
    assert _events("HelpRequestClosed") == 1
    for _ in range(2):
        open_request(grace, made)
    assert (request_of(made).state, request_of(made).words, request_of(made).helping_place_id) == ("open", "", None)
    assert _events("HelpRequested") == 2


def test_its_author_and_whoever_leads_the_place_decide_and_nobody_else(w):
    deputy = person("Deputy")
    belongs(deputy, w.hull, "deputy")
    made = asks(w.martin, w.hull)
    for who in (w.martin, w.grace, deputy):
        close_request(reading(who), made)
        open_request(reading(who), made)
    for who in (w.owen, w.samira, w.peter, w.callum, w.priya, w.nobody):
        for act in (close_request, open_request, look_for_people):
            with pytest.raises(Refused):
                act(reading(who), made)
        with pytest.raises(Refused):
            answer_request(reading(who), made, "Mine.")
        with pytest.raises(Refused):
            ask_person(reading(who), made, w.samira.id)
    confided = asks(w.martin, w.hull, audience="facilitators")
    with pytest.raises(Refused):
        close_request(reading(w.grace), confided)  # leads the place, and may not read it


def test_who_has_left_decides_no_longer(w):
    leaver = person("Leaver")
    membership = belongs(leaver, w.hull)
    made = asks(leaver, w.hull)
    memberships.end_membership(reading(w.grace), membership)
    with pytest.raises(Refused):
        close_request(reading(leaver), made)


@pytest.mark.parametrize("words", ["", "   ", "x" * 501])
def test_what_helped_is_a_sentence(w, words):
    with pytest.raises(Invalid):
        answer_request(reading(w.grace), asks(w.grace, w.hull), words)


def test_nobody_is_named_who_could_not_read_it_or_who_asked(w):
    made, grace = asks(w.martin, w.hull), reading(w.grace)
    for who in (w.callum, w.nobody, w.martin, w.grace):
        with pytest.raises(Invalid):
            answer_request(grace, made, "They did.", who.id)
    with pytest.raises(Invalid):
        answer_request(grace, made, "They did.", 999_999)
    here = asks(w.martin, w.hull, audience="partnership")
    with pytest.raises(Invalid):
        answer_request(grace, here, "They did.", w.samira.id)
    answer_request(grace, here, "They did.", w.owen.id)
    assert request_of(here).helping_place_id is None  # he belongs to the place that asked as well


def test_whoever_helped_is_told_and_it_counts_for_who_may_read_it(app, w):
    openly, here = asks(w.grace, w.hull), asks(w.grace, w.hull, audience="partnership", question="Among us?")
    answer_request(reading(w.grace), openly, "A letter.", w.samira.id)
    answer_request(reading(w.grace), here, "He asked.", w.owen.id)
    work(app)
    [line] = [one for one in inbox(reading(w.samira)).lines if one.type.key == "helped"]
    assert (line.actor, line.entry_id) == ("Grace Oyelaran", openly.id)
    given = given_by_person(reading(w.peter), w.samira.id)
    assert (given.times, given.places, given.sectors) == (1, (("Hull", w.hull.slug),), 1)
    assert given_by_place(reading(w.priya), w.keele.id).times == 1
    assert given_by_place(reading(w.priya), w.hull.id) is None
    assert given_by_person(reading(w.martin), w.owen.id).times == 1
    assert given_by_person(reading(w.peter), w.owen.id) is None  # said where he may not read it
    change_entry_audience(reading(w.grace), openly, "me")
    assert given_by_person(reading(w.peter), w.samira.id) is None
    assert given_by_place(reading(w.priya), w.keele.id) is None


def test_whoever_is_no_longer_said_to_have_helped_is_not_told(app, w):
    made = asks(w.grace, w.hull)
    answer_request(reading(w.grace), made, "A letter.", w.samira.id)
    answer_request(reading(w.grace), made, "A letter.", w.peter.id)
    work(app)
    told = {who.id: [one.type.key for one in inbox(reading(who)).lines] for who in (w.samira, w.peter)}
    assert ("helped" in told[w.samira.id], "helped" in told[w.peter.id]) == (False, True)


def test_withdrawn_it_leaves_the_board(w):
    made = asks(w.grace, w.hull)
    withdraw_entry(reading(w.grace), made)
    assert _open(w.samira) == []
    with pytest.raises(Refused):
        close_request(reading(w.grace), made)


def test_somebody_is_asked_once_and_told_once(app, w):
    made = asks(w.martin, w.hull)
    for _ in range(2):
        think_of(made, w.samira.id)
        ask_person(reading(w.martin), made, w.samira.id)
    think_of(made, w.samira.id)
    ask_person(reading(w.grace), made, w.samira.id)
    work(app)
    lines = [one for one in inbox(reading(w.samira)).lines if one.type.key == "help-asked"]
    assert [(one.actor, one.entry_id) for one in lines] == [("Martin Shaw", made.id)]
    [mail] = session().scalars(select(Mail).where(Mail.kind == "help-asked"))
    assert mail.to == w.samira.email
    assert "promise a bus operator" in mail.text
    assert "not now" in mail.text
    assert mail.sent_at is not None
    say_not_now(reading(w.samira), made)
    close_request(reading(w.martin), made)
    open_request(reading(w.martin), made)
    think_of(made, w.samira.id)
    ask_person(reading(w.martin), made, w.samira.id)
    work(app)
    assert session().scalar(select(func.count()).select_from(Mail).where(Mail.kind == "help-asked")) == 1


def test_only_who_may_read_it_is_asked_and_that_is_looked_at_again_when_they_are_told(app, w):
    made = asks(w.grace, w.hull)
    here = asks(w.grace, w.hull, audience="partnership")
    for entry, who in ((made, w.callum), (made, w.nobody), (here, w.samira), (made, w.grace)):
        think_of(entry, who.id)
        with pytest.raises(Missing):
            ask_person(reading(w.grace), entry, who.id)
    with pytest.raises(Missing):
        ask_person(reading(w.grace), made, 999_999)
    think_of(made, w.samira.id)
    ask_person(reading(w.grace), made, w.samira.id)
    think_of(made, w.priya.id)
    ask_person(reading(w.grace), made, w.priya.id)
    change_entry_audience(reading(w.grace), made, "partnership")
    work(app)
    for who in (w.samira, w.priya):
        assert [one for one in inbox(reading(who)).lines if one.type.key == "help-asked"] == []
    assert session().scalar(select(func.count()).select_from(Mail).where(Mail.kind == "help-asked")) == 0


def test_an_e_mail_says_no_word_of_what_is_for_few(app, w):
    made = asks(w.martin, w.hull, audience="facilitators", question="Between us?")
    think_of(made, w.owen.id)
    ask_person(reading(w.martin), made, w.owen.id)
    work(app)
    [mail] = session().scalars(select(Mail).where(Mail.kind == "help-asked"))
    assert "Between us" not in mail.subject + mail.text + mail.html


def test_nobody_learns_who_said_not_now(app, w):
    """The page of whoever asked is the same to the letter, whoever was asked and passed; so are events and mails."""
    made = asks(w.grace, w.hull)
    for who in (w.samira, w.peter):
        think_of(made, who.id)
        ask_person(reading(w.grace), made, who.id)
    work(app)
    seen = [thought_of(reading(who), [made.id]) for who in (w.grace, w.martin)]
    events, mails = session().query(OutboxEvent).count(), session().query(Mail).count()
    say_not_now(reading(w.samira), made)
    work(app)
    assert [thought_of(reading(who), [made.id]) for who in (w.grace, w.martin)] == seen
    assert (session().query(OutboxEvent).count(), session().query(Mail).count()) == (events, mails)
    assert session().query(HelpAsking).filter_by(person_id=w.samira.id).one().declined_at is not None


def test_not_now_is_said_by_whoever_was_asked(w):
    made = asks(w.grace, w.hull)
    think_of(made, w.samira.id)
    ask_person(reading(w.grace), made, w.samira.id)
    for who in (w.peter, w.grace, w.priya):
        with pytest.raises(Missing):
            say_not_now(reading(who), made)


def test_who_passed_before_they_were_told_gets_no_mail(app, w):
    made = asks(w.grace, w.hull)
    think_of(made, w.samira.id)
    ask_person(reading(w.grace), made, w.samira.id)
    say_not_now(reading(w.samira), made)
    work(app)
    assert session().scalar(select(func.count()).select_from(Mail).where(Mail.kind == "help-asked")) == 0


def test_nobody_is_asked_about_what_is_not_looked_for(w):
    made = asks(w.grace, w.hull)
    close_request(reading(w.grace), made)
    for act in (
        lambda: ask_person(reading(w.grace), made, w.samira.id),
        lambda: look_for_people(reading(w.grace), made),
    ):
        with pytest.raises(Invalid):
            act()
