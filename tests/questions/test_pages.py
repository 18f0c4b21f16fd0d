"""Pages of questions that stay open: for whoever decides, and as others find them."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import begin_project
from lpcommunity.questions.commands import leave_open, point_to_answer
from lpcommunity.questions.models import Question
from lpcommunity.reflections.commands import write_reflection
from lpcommunity.reviews.answers import moves_of_latest_answer
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.storage import clock, now, session
from tests.factories import action, belongs, person, place, reading, update
from tests.harness.visitor import Visitor
from tests.harness.writing_form import main_of
from tests.reviews.world import WORDS, answer, new_key, world, written

ASKS = MoveContent("challenging", "", "", "Who needed it?")
SUPPORTS = MoveContent("supportive", "", "", "That took courage.")


@pytest.fixture
def w(app):
    with clock.at(now() - timedelta(days=21)):
        return world()


@pytest.fixture
def made(w):
    with clock.at(now() - timedelta(days=14)):
        reflection = written(w)
        answer(w.owen, reflection, "invites", ASKS, SUPPORTS)
    return reflection, moves_of_latest_answer(reflection.id)


@pytest.fixture
def at(app):
    return lambda who: Visitor(app, who)


def test_a_form_without_its_token_leaves_nothing_open(w, made, at):
    reflection, (first, _) = made
    amina = at(w.amina)
    assert amina.client.post(f"/moves/{first}/question", data={"state": "open"}).status_code == 422
    assert "Open</strong> since" not in amina.text(f"/reflections/{reflection.id}")


def test_leave_it_open_come_back_and_say_what_answers_it(app, w, made, at):
    reflection, (first, _) = made
    page, question = f"/reflections/{reflection.id}", f"/moves/{first}/question"
    amina, owen = at(w.amina), at(w.owen)
    assert main_of(amina.text(page)).count("Leave it open") == 1  # of the question, not of the support
    assert "Leave it open" not in owen.text(page)
    assert "You need not know yet" in amina.text(question)
    sent = amina.post(question, {"state": "open"})
    assert (sent.status_code, sent.location) == (303, f"{page}#m{first}")
    assert "Open</strong> since" in amina.text(page)
    assert "Amina carries it on" in owen.text(page)
    assert "Nothing has come since" in amina.text(question)
    assert "Who needed it?" in main_of(amina.text("/home"))
    came = update(w.colin, w.hull, "partnership")
    wrong = amina.post(question, {"state": "answered"})
    assert wrong.status_code == 422
    assert "Choose what answers it" in wrong.get_data(as_text=True)
    for elsewhere in ("update:999999", "nonsense", f"reflection:{reflection.id}"):
        refused = amina.post(question, {"state": "answered", "by": elsewhere})
        assert refused.status_code == 422
        assert "cannot answer this any more" in refused.get_data(as_text=True)
    done = amina.post(question, {"state": "answered", "by": f"update:{came.id}"})
    assert done.status_code == 303
    for reader in (amina, owen):
        text = main_of(reader.text(page))
        assert "Answered.</strong>" in text
        assert f'href="/updates/{came.id}"' in text
    for reader, whom in ((amina, "you"), (owen, "Amina")):
        assert f"Owen asked {whom} in" in main_of(reader.text(f"/updates/{came.id}"))
    for stranger in (w.colin, None):
        assert "Answers a question" not in at(stranger).get(f"/updates/{came.id}").get_data(as_text=True)
    assert "It is answered" in amina.text(question)
    assert amina.post(question, {"state": "open"}).status_code == 303
    assert "Answers a question" not in amina.text(f"/updates/{came.id}")
    assert "Say what answers it" in amina.text(page)


def test_what_answers_it_says_so_whatever_it_is(w, made, at):
    reflection, (first, _) = made
    done = action(w.amina, w.hull, "community")
    again = written(w, audience="facilitators")
    leave_open(reading(w.amina), reflection, first)
    for path, key in (
        (f"/actions/{done.id}", f"action:{done.id}"),
        (f"/reflections/{again.id}", f"reflection:{again.id}"),
    ):
        point_to_answer(reading(w.amina), reflection, first, key)
        for who in (w.amina, w.owen):
            assert "Who needed it?" in main_of(at(who).text(path)), path
        for who in (w.colin, person(), None):
            assert "Who needed it?" not in at(who).get(path).get_data(as_text=True), path


def test_the_page_of_a_place_tells_whoever_reads_the_exchange_and_nobody_else(w, made, at):
    reflection, (first, _) = made
    leave_open(reading(w.amina), reflection, first)
    hull = f"/partnerships/{w.hull.slug}"
    for who in (w.amina, w.owen):
        assert "Questions that stayed open" in at(who).text(hull)
    team = person(role="programme-team")
    for other in (w.colin, team, None):
        assert "stayed open" not in at(other).text(hull)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_question_of_somebody_else_is_not_there(w, made, at, method):
    _, (first, support) = made
    for who, move in ((w.owen, first), (w.colin, first), (w.amina, support), (w.amina, 999_999)):
        visitor = at(who)
        answered = getattr(visitor, method)(f"/moves/{move}/question")
        absent = getattr(visitor, method)("/moves/888888/question")
        assert (answered.status_code, answered.data.count(b"<h1")) == (404, absent.data.count(b"<h1"))
    signed_out = at(None).get(f"/moves/{first}/question")
    assert (signed_out.status_code, "/sign-in" in signed_out.location) == (303, True)


def test_opening_a_page_changes_nothing(w, made, at):
    _, (first, _) = made
    assert at(w.amina).get(f"/moves/{first}/question?state=open").status_code == 200
    assert session().query(Question).count() == 0


def _five_asked(programme):
    """Two places, three people, five questions."""
    people, places = [person() for _ in range(3)], [place(), place()]
    for here in places:
        begin_project(OPERATOR, here, programme, title="A project")
    for number in range(5):
        author, here, asker = people[number % 3], places[number % 2], person()
        belongs(author, here)
        belongs(asker, here, "facilitator")
        made = write_reflection(
            reading(author), here, new_key(), WORDS, cycle="driscoll", audience="facilitators", submit=True
        )
        answer(asker, made, "invites", ASKS)
        yield author, here, made


def test_the_programme_team_learns_how_long_questions_live_once_they_are_enough(app, at):
    programme = add_programme(OPERATOR, name="Programme", starts_on=None, ends_on=None)
    with clock.at(now() - timedelta(days=41, minutes=1)):
        team = person(role="programme-team")
        made = list(_five_asked(programme))
    desk = programme.desk_path
    for author, here, reflection in made:
        assert "left open lived" not in at(team).text(desk)
        found = update(author, here, "partnership")
        [move] = moves_of_latest_answer(reflection.id)
        point_to_answer(reading(author), reflection, move, f"update:{found.id}")
    said = "Questions that were left open lived 41 days, half of them longer"
    assert said in at(team).text(desk)
    author, _, reflection = made[0]
    leave_open(reading(author), reflection, moves_of_latest_answer(reflection.id)[0])
    assert said in at(team).text(desk)  # one person changes nothing
