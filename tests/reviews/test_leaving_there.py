"""An answer that invites: it waits for its author until they have replied, sent it again, or left it there."""

import re
from typing import Any

import pytest

from lpcommunity import worker
from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.queries import inbox
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.questions.pending_answers import pending_answers
from lpcommunity.reflections.commands import change_audience, submit, take_back
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.answers import answers_of
from lpcommunity.reviews.commands import MoveContent, leave_there, send_replies
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES
from lpcommunity.storage import session
from tests.factories import belongs, person, reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import main_of
from tests.reviews.world import World, answer, exchange, happened, new_key, world, written

ASKS = MoveContent("challenging", "", "", "Who needed it?")
ASKS_MORE = MoveContent("catalytic", "", "", "What did you notice?")
SUPPORTS = MoveContent("supportive", "", "", "That took courage.")
LEAVES = "leaves it there"


@pytest.fixture
def w(app) -> World:
    return world()


@pytest.fixture
def at(app) -> Any:
    return lambda who: Visitor(app, who)


@pytest.fixture
def reflection(w) -> Reflection:
    return written(w)


def _reply(w: World, reflection: Reflection, *numbers: int) -> None:
    moves = exchange(reflection).rounds[-1].moves
    send_replies(reading(w.amina), reflection, new_key(), {moves[n].id: "The board." for n in numbers})


def _waits(w: World) -> list[tuple[str, int]]:
    return [(one.who, one.questions) for one in pending_answers(reading(w.amina))]


def test_who_has_replied_to_all_that_was_asked_is_asked_no_more(w, reflection, at):
    answer(w.owen, reflection, INVITES, ASKS, ASKS_MORE, SUPPORTS)
    home, path = at(w.amina), f"/reflections/{reflection.id}"
    assert "has asked you two questions" in home.text("/home")
    _reply(w, reflection, 0)
    assert "has asked you one question" in home.text("/home")
    assert "You replied" not in home.text(path)
    _reply(w, reflection, 1)
    page = main_of(home.text("/home"))
    assert "has answered you" not in page
    assert "Read and answer" not in page
    assert "You replied" in home.text(path)
    assert "Your turn" not in home.text(path)
    assert "Amina replied" in at(w.owen).text(path)


def test_an_answer_that_asks_nothing_waits_until_there_is_a_reply(w, reflection, at):
    answer(w.owen, reflection, INVITES, SUPPORTS)
    assert "has answered you" in at(w.amina).text("/home")
    _reply(w, reflection, 0)
    assert _waits(w) == []
    assert "You have replied." in at(w.amina).text(f"/reflections/{reflection.id}")
    assert "Amina has replied." in at(w.owen).text(f"/reflections/{reflection.id}")


def test_its_author_leaves_it_there(w, reflection, at):
    answer(w.owen, reflection, INVITES, ASKS)
    amina, owen, path = at(w.amina), at(w.owen), f"/reflections/{reflection.id}"
    assert "I leave it there" in amina.text(path)
    for _ in range(2):
        assert amina.post(f"{path}/leaving-there").status_code == 303
    assert happened().count("LeftThere") == 1
    assert _waits(w) == []
    page = main_of(amina.text(path))
    assert "You leave it there." in page
    assert "You left it there" in page
    assert f"{path}/leaving-there" not in page
    assert f"{path}/response" in page, "they may still reply"
    assert f"{path}/submission" in page or f"{path}/edit" in page
    page = main_of(owen.text(path))
    assert "Amina leaves it there for now" in page
    assert "Amina left it there" in page
    assert LEAVES in owen.text("/reviews/answers")


@pytest.mark.parametrize("audience", ["facilitators", "partnership", "public"])
def test_nobody_but_its_facilitators_learns_of_it(w, at, audience):
    ruth = person("Ruth")
    belongs(ruth, w.hull, "facilitator")
    reflection, path = written(w, audience), "/reflections"
    answer(w.owen, reflection, INVITES, ASKS)
    before = {who: _pages(at(who), w, reflection) for who in (w.colin, None)}
    leave_there(reading(w.amina), reflection)
    assert {who: _pages(at(who), w, reflection) for who in (w.colin, None)} == before
    assert LEAVES in at(ruth).text(f"{path}/{reflection.id}"), "every facilitator reads the exchange"
    for who in (w.owen, w.colin, ruth, person(role="programme-team")):
        assert at(who).post(f"{path}/{reflection.id}/leaving-there").status_code == 404
        with pytest.raises(Refused):
            leave_there(reading(who), reflection)


def _pages(visitor: Visitor, w: World, reflection: Reflection) -> list[str]:
    paths = (f"/reflections/{reflection.id}", f"/partnerships/{w.hull.slug}", "/home", "/reviews/answers")
    return [re.sub(r'value="[^"]{30,}"', "", main_of(visitor.get(path).get_data(as_text=True))) for path in paths]


def test_whoever_reads_the_exchange_no_more_is_told_nothing_of_it(w, reflection, at):
    answer(w.owen, reflection, INVITES, ASKS)
    leave_there(reading(w.amina), reflection)
    assert [one.left_there for one in answers_of(reading(w.owen))] == [True]
    change_audience(reading(w.amina), reflection, "me")
    assert [one.left_there for one in answers_of(reading(w.owen))] == [False]
    change_audience(reading(w.amina), reflection, "facilitators")
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.owen.id).one())
    assert LEAVES not in at(w.owen).text("/reviews/answers")


def test_replying_or_sending_again_takes_it_back(w, reflection, at):
    answer(w.owen, reflection, INVITES, ASKS, ASKS_MORE)
    leave_there(reading(w.amina), reflection)
    _reply(w, reflection, 0)
    assert reflection.left_there_at is None
    assert _waits(w) == [("Dr Owen Pritchard", 1)]
    leave_there(reading(w.amina), reflection)
    submit(reading(w.amina), reflection)
    assert LEAVES not in at(w.owen).text(f"/reflections/{reflection.id}")
    take_back(reading(w.amina), reflection)
    assert _waits(w) == [("Dr Owen Pritchard", 1)], "sending it again took that back"
    answer(w.owen, reflection, INVITES, ASKS)
    assert LEAVES not in at(w.owen).text(f"/reflections/{reflection.id}")


def test_what_is_answered_afterwards_waits_again_and_what_was_left_does_not(w, at):
    ruth = person("Ruth")
    belongs(ruth, w.hull, "facilitator")
    reflection = written(w)
    answer(w.owen, reflection, INVITES, ASKS)
    leave_there(reading(w.amina), reflection)
    answer(ruth, reflection, INVITES, ASKS_MORE)
    assert _waits(w) == [("Ruth", 1)]
    assert "I leave it there" in at(w.amina).text(f"/reflections/{reflection.id}")
    leave_there(reading(w.amina), reflection)
    assert _waits(w) == []
    assert happened().count("LeftThere") == 2


def test_there_is_nothing_to_leave_before_an_answer_or_after_an_acknowledgement(w, reflection, at):
    with pytest.raises(Refused):
        leave_there(reading(w.amina), reflection)
    answer(w.owen, reflection, ACKNOWLEDGES, SUPPORTS)
    with pytest.raises(Refused):
        leave_there(reading(w.amina), reflection)
    assert "I leave it there" not in at(w.amina).text(f"/reflections/{reflection.id}")


def test_who_answered_is_told_in_the_app_and_not_by_mail(app, w, reflection, at):
    ruth = person("Ruth")
    belongs(ruth, w.hull, "facilitator")
    answer(w.owen, reflection, INVITES, ASKS)
    worker.run(app, until_empty=True)
    mails = session().query(Mail).count()
    leave_there(reading(w.amina), reflection)
    worker.run(app, until_empty=True)
    assert inbox(reading(w.owen)).lines[0].type.key == "left-there"
    assert "Amina Rahman leaves it there for now" in at(w.owen).text("/notifications")
    assert "left-there" not in [line.type.key for line in inbox(reading(ruth)).lines]
    assert session().query(Mail).count() == mails
    leave_and_return = written(w)
    answer(w.owen, leave_and_return, INVITES, ASKS)
    leave_there(reading(w.amina), leave_and_return)
    _reply(w, leave_and_return, 0)
    worker.run(app, until_empty=True)
    assert [line.type.key for line in inbox(reading(w.owen)).lines].count("left-there") == 1


def test_who_answered_left_and_came_back_hears_nothing_more_of_what_no_longer_reaches_them(app, w, at):
    reflections = [written(w), written(w)]
    for reflection in reflections:
        answer(w.owen, reflection, INVITES, ASKS)
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.owen.id).one())
    belongs(w.owen, w.hull, "facilitator")
    for reflection in reflections:
        change_audience(reading(w.amina), reflection, "public")
    worker.run(app, until_empty=True)
    before = [line.type.key for line in inbox(reading(w.owen)).lines]
    leave_there(reading(w.amina), reflections[0])
    _reply(w, reflections[1], 0)
    worker.run(app, until_empty=True)
    assert [line.type.key for line in inbox(reading(w.owen)).lines] == before
