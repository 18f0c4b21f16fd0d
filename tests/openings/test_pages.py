"""What an author is asked, on one page and when they send it again; and what a facilitator sees of that."""

import re
from uuid import uuid4

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.policy import can_read
from lpcommunity.openings import queries
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.commands import change_audience, submit, take_back
from lpcommunity.reviews.commands import MoveContent, send_review
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.openings.conftest import reflect


@pytest.fixture
def closed(w):
    """Two exchanges that began before Priya came; one of them was answered, the other waits."""
    w.waits, w.answered = reflect(w.amina, w.hull, title="It waits"), reflect(w.amina, w.hull, title="It is answered")
    said = [MoveContent("supportive", "", "", "Well said.")]
    send_review(reading(w.owen), w.answered, str(uuid4()), "invites", said, w.answered.version)
    w.term = make.belongs(w.priya, w.hull, "facilitator")
    return w


def test_an_author_answers_for_all_of_theirs_on_one_page(closed):
    w, amina = closed, Visitor(closed.app, closed.amina)
    page = amina.text("/confided")
    assert "May Priya read what came before?" in page
    assert page.index("It waits") < page.index("It is answered"), "what waits comes first"
    sent = amina.post("/confided", {f"open-{w.waits.id}-{w.term.id}": "yes", f"open-{w.answered.id}-{w.term.id}": "no"})
    assert sent.status_code == 303
    assert (can_read(reading(w.priya), w.waits), can_read(reading(w.priya), w.answered)) == (True, False)
    again = amina.text("/confided")
    assert f'name="open-{w.answered.id}-{w.term.id}"' in again, "a no can still become a yes"
    assert f'name="open-{w.waits.id}-{w.term.id}"' not in again


def test_what_is_too_much_for_a_page_comes_when_the_rest_is_answered(closed, monkeypatch):
    w, amina = closed, Visitor(closed.app, closed.amina)
    monkeypatch.setattr(queries, "MOST", 1)
    field = {one.id: f'name="open-{one.id}-{w.term.id}"' for one in (w.waits, w.answered)}
    first = amina.text("/confided")
    [shown] = [key for key, name in field.items() if name in first]
    assert "There is more. It comes when you have answered these." in first
    amina.post("/confided", {f"open-{shown}-{w.term.id}": "no"})
    [following] = [key for key, name in field.items() if name in amina.text("/confided")]
    assert following != shown


def test_nobody_answers_for_another(closed):
    w = closed
    for who in (w.priya, w.owen, w.colin, w.team):
        visitor = Visitor(w.app, who)
        assert "It waits" not in visitor.text("/confided")
        visitor.post("/confided", {f"open-{w.waits.id}-{w.term.id}": "yes"})
    session().expire_all()
    assert not can_read(reading(w.priya), w.waits)


def test_who_has_confided_nothing_is_told_what_would_stand_there(w):
    assert "Nothing yet" in Visitor(w.app, w.colin).text("/confided")


def test_it_is_asked_again_when_one_of_them_is_sent_again(closed):
    w, amina = closed, Visitor(closed.app, closed.amina)
    assert f'href="/reflections/{w.answered.id}/submission"' in amina.text(f"/reflections/{w.answered.id}")
    page = amina.text(f"/reflections/{w.answered.id}/submission")
    assert "Priya Shah facilitates since" in page
    assert "Owen can read it, whatever you say here." in page
    sent = amina.post(f"/reflections/{w.answered.id}/submission", {f"open-{w.answered.id}-{w.term.id}": "yes"})
    assert sent.status_code == 303
    session().expire_all()
    assert w.answered.rounds == 2
    assert can_read_exchange(reading(w.priya), w.answered)


def test_who_says_nothing_sends_it_again_and_opens_nothing(closed):
    w, amina = closed, Visitor(closed.app, closed.amina)
    assert amina.post(f"/reflections/{w.answered.id}/submission").status_code == 303
    session().expire_all()
    assert w.answered.rounds == 2
    assert not can_read(reading(w.priya), w.answered)


def test_the_reflection_names_those_whom_it_reaches(closed):
    w = closed
    page = Visitor(w.app, w.amina).text(f"/reflections/{w.waits.id}")
    assert "Owen" in page
    assert "Priya" not in page


def test_the_queue_says_that_people_are_being_asked_and_not_who_or_how_many(closed, work):
    w = closed
    work()
    page = Visitor(w.app, w.priya).text("/reviews")
    assert "In Hull people are being asked whether you may read what they confided before you came." in page
    assert "Amina" not in page
    assert "being asked" not in Visitor(w.app, w.owen).text("/reviews")


def test_a_no_is_said_beside_what_waits_and_the_page_of_the_reflection_says_whom_it_waits_for(closed):
    w, amina = closed, Visitor(closed.app, closed.amina)
    amina.post("/confided", {f"open-{w.waits.id}-{w.term.id}": "no"})
    assert "You said no: it stays closed to Priya" in amina.text("/confided")
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.owen.id, partnership_id=w.hull.id).one())
    page = amina.text(f"/reflections/{w.waits.id}")
    assert "Priya Shah came to facilitate Hull after you sent it" in page
    assert "has no facilitator" not in page
    replying = amina.text(f"/reflections/{w.answered.id}")
    assert "is told of it here" not in replying, "Owen has gone"


def test_who_makes_it_for_the_facilitators_again_reads_whom_it_reaches(closed):
    w, amina = closed, Visitor(closed.app, closed.amina)
    change_audience(reading(w.amina), w.answered, "community")
    page = amina.text(f"/reflections/{w.answered.id}/audience")
    assert "Owen Pritchard. Nobody else in Hull" in page
    assert "Priya Shah" not in page
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.owen.id, partnership_id=w.hull.id).one())
    assert "Nobody who facilitates Hull now: they came later" in amina.text(f"/reflections/{w.answered.id}/audience")


def test_who_takes_it_back_is_told_who_reads_it_when_it_is_sent_again(closed):
    w, amina = closed, Visitor(closed.app, closed.amina)
    take_back(reading(w.amina), w.waits)
    assert "Then Owen and Priya can read it at once." in amina.text(f"/reflections/{w.waits.id}")


def test_that_it_was_taken_back_is_said_to_those_only_who_had_it_before_them(closed):
    w, owen = closed, Visitor(closed.app, closed.owen)
    form = re.search(r'name="signed_form" value="([^"]+)"', owen.text(f"/reflections/{w.waits.id}/review"))
    take_back(reading(w.amina), w.waits)
    path = f"/reflections/{w.waits.id}/review"
    assert owen.post(path).status_code == owen.post("/reflections/999999/review").status_code == 404
    assert owen.post(path, {"signed_form": form[1], "outcome": "invites", "moves-0-says": "And?"}).status_code == 409


def test_what_is_closed_is_as_if_it_were_not_there(closed):
    w, priya = closed, Visitor(closed.app, closed.priya)
    submit(reading(w.amina), w.answered)
    absent = priya.get("/reflections/999999")
    for path in (f"/reflections/{w.answered.id}", f"/reflections/{w.answered.id}/review"):
        assert priya.get(path).status_code == absent.status_code == 404
