"""Two people act at the same moment: one wins, and what the other wrote is kept."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from lpcommunity.drafts import queries as drafts
from lpcommunity.people.models import Person
from lpcommunity.reflections.commands import take_back
from lpcommunity.reflections.models import ANSWERED, NONE, Reflection, Submission
from lpcommunity.reviews.commands import TakenBack, send_replies, send_review
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, Reply, Review
from lpcommunity.storage import db, session
from tests.factories import belongs, person, reading
from tests.harness.races import pressed
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form
from tests.reviews.test_commands import SUPPORT
from tests.reviews.world import answer, exchange, happened, new_key, world, written


def at_once(app, *acts: Callable[[], object]) -> list[object]:
    """What came of acts that begin at the same moment, each with a session of its own."""
    came: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(n: int, act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                came[n] = act()
            except Exception as error:  # noqa: BLE001  (the test looks at it)
                came[n] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return came


@pytest.mark.parametrize("turn", range(4))
def test_taking_back_and_answering_at_the_same_moment(app, turn):
    w = world()
    reflection = written(w)
    entry_id, owen_id, amina_id = reflection.id, w.owen.id, w.amina.id

    def answering():
        return send_review(
            reading(session().get_one(Person, owen_id)),
            session().get_one(Reflection, entry_id),
            new_key(),
            INVITES,
            [SUPPORT],
            1,
        )

    def taking():
        return take_back(reading(session().get_one(Person, amina_id)), session().get_one(Reflection, entry_id))

    acts = [answering, taking] if turn % 2 else [taking, answering]
    lost = [one for one in at_once(app, *acts) if isinstance(one, Exception)]
    assert len(lost) == 1, lost
    session().expire_all()
    answers = session().scalar(select(func.count()).select_from(Review))
    if isinstance(lost[0], TakenBack):
        assert (reflection.review_state, reflection.state, answers) == (NONE, "draft", 0)
    else:
        assert (reflection.review_state, reflection.state, answers) == (ANSWERED, "published", 1)


def test_whoever_comes_second_gets_their_words_back(app):
    w = world()
    reflection = written(w)
    form = Form(Visitor(app, w.owen), f"/reflections/{reflection.id}/review")
    amina = Visitor(app, w.amina)
    assert amina.post(f"/reflections/{reflection.id}/taking-back").status_code == 303
    late = form.send(**{"moves-0-kind": "catalytic", "moves-0-says": "Take your time.", "outcome": INVITES})
    assert late.status_code == 409
    assert "Take your time." in late.get_data(as_text=True)
    assert [draft.fields["moves-0-says"] for draft in drafts.all_of(reading(w.owen))] == [["Take your time."]]


def test_two_facilitators_at_the_same_moment(app):
    w = world()
    ruth = person("Ruth Adeyemi")
    belongs(ruth, w.hull, "facilitator")
    reflection = written(w)
    entry_id, ids = reflection.id, (w.owen.id, ruth.id)

    def answering(who: int) -> Callable[[], object]:
        return lambda: answer(session().get_one(Person, who), session().get_one(Reflection, entry_id), INVITES, SUPPORT)

    came = at_once(app, *(answering(who) for who in ids))
    assert not any(isinstance(one, Exception) for one in came), came
    assert session().scalar(select(func.count()).select_from(Review)) == 2


def test_a_double_click_on_an_answer_and_on_a_reply(app):
    w = world()
    reflection = written(w)
    entry_id, owen_id, amina_id, one = reflection.id, w.owen.id, w.amina.id, new_key()

    def clicking():
        return send_review(
            reading(session().get_one(Person, owen_id)),
            session().get_one(Reflection, entry_id),
            one,
            INVITES,
            [SUPPORT],
            1,
        )

    came = at_once(app, *[clicking] * 5)
    assert not any(isinstance(one, Exception) for one in came), came
    assert session().scalar(select(func.count()).select_from(Review)) == 1
    move_id, two = exchange(reflection).rounds[0].moves[0].id, new_key()

    def replying():
        send_replies(
            reading(session().get_one(Person, amina_id)),
            session().get_one(Reflection, entry_id),
            two,
            {move_id: "Yes."},
        )

    came = at_once(app, *[replying] * 5)
    assert not any(isinstance(one, Exception) for one in came), came
    assert session().scalar(select(func.count()).select_from(Reply)) == 1


@pytest.mark.parametrize("outcome", [INVITES, ACKNOWLEDGES])
def test_every_button_of_an_exchange_pressed_often_at_once_leads_to_the_same_page(app, outcome):
    w = world()
    reflection = written(w, submit=False, audience="partnership")
    path = f"/reflections/{reflection.id}"
    amina, owen = Visitor(app, w.amina), Visitor(app, w.owen)
    assert set(pressed(Form(amina, f"{path}/submission"), 3, audience="community")) == {303}
    said = {"moves-0-kind": "catalytic", "moves-0-says": "Take your time.", "outcome": outcome}
    assert set(pressed(Form(owen, f"{path}/review"), 3, **said)) == {303}
    reply = Form(amina, path)
    reply.path = f"{path}/response"
    words = {name: "Yes." for name in reply.fields if name.startswith("reply")}
    assert set(pressed(reply, 3, **words)) == {303}
    counts = [session().scalar(select(func.count()).select_from(table)) for table in (Submission, Review, Reply)]
    assert counts == [1, 1, 1]
    assert len(happened()) == len(set(happened())), happened()
