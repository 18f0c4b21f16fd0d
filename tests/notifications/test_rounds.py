"""An e-mail speaks of one round of a reflection. What became of that round meanwhile is asked before it is sent."""

import pytest

from lpcommunity import outbox
from lpcommunity.access.reader import OPERATOR
from lpcommunity.outbox import commands as outbox_commands
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.domain_events import ReflectionSubmitted
from lpcommunity.storage import session, transactional
from tests import factories
from tests.factories import reading
from tests.notifications.conftest import answer, reflect
from tests.notifications.post_office import PostOffice, free_port, open_office

happen = transactional(outbox.record)


@pytest.fixture
def closed(app, monkeypatch):
    """The mail server is away."""
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{free_port()}")


@pytest.fixture
def opened(app, monkeypatch, work):
    """`opened()`: the mail server is back; returns the subjects of what goes out."""

    def go():
        office = PostOffice()
        with open_office(office) as port:
            monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
            outbox_commands.retry_now("")
            work()
        return sorted(letter["Subject"] for letter in office.letters)

    return go


def submit_again(world, reflection):
    reflections.submit(reading(world.ann), reflection)


def test_what_waited_in_an_earlier_round_is_not_told_in_a_later_one(world, work, mails, closed, opened):
    reflection = reflect(world.ann, world.hull)
    work()
    answer(world.owen, reflection)
    submit_again(world, reflection)
    work()
    assert len(mails("reflection-waiting")) == 2  # one for each round, neither of them sent
    assert opened().count("A reflection from Hull is waiting for you") == 1
    first, second = mails("reflection-waiting")
    assert (first.failed_because, first.sent_at) == ("no longer meant for them", None)
    assert second.sent_at is not None


def test_an_answer_is_not_told_once_its_reader_asks_again(world, work, mails, closed, opened):
    reflection = reflect(world.ann, world.hull)
    answer(world.owen, reflection)
    work()
    submit_again(world, reflection)
    work()
    assert [subject for subject in opened() if "answered" in subject] == []
    (mail,) = mails("answered")
    assert mail.failed_because == "no longer meant for them"


def test_an_answer_to_this_round_is_told(world, work, mails, closed, opened):
    reflection = reflect(world.ann, world.hull)
    answer(world.owen, reflection)
    submit_again(world, reflection)
    answer(world.owen, reflection)
    work()
    assert [subject for subject in opened() if "answered" in subject] == [
        "Owen has answered “Why did forty firms never ring back?”"
    ]
    assert [mail.sent_at is not None for mail in mails("answered")] == [False, True]


def test_whoever_hears_late_of_an_earlier_round_tells_nobody(world, work, lines, mails):
    reflection = reflect(world.ann, world.hull)
    answer(world.owen, reflection)
    submit_again(world, reflection)
    work()
    assert [line for line in lines(world.owen) if line[0] == "reflection-waiting"] == [
        ("reflection-waiting", "facilitator")
    ]
    happen(ReflectionSubmitted(reflection.id, world.ann.id, 1))
    work()
    assert len(mails("reflection-waiting")) == 1
    assert len(lines(world.owen)) == 1


def test_whoever_facilitates_no_longer_is_not_asked_for_an_answer_to_what_they_still_read(
    world, work, mails, closed, opened
):
    reflect(world.ann, world.hull, "community")
    work()
    factories.belongs(world.owen, world.leeds)
    membership = session().query(Membership).filter_by(person_id=world.owen.id, role="facilitator").one()
    end_membership(OPERATOR, membership)
    assert "waiting" not in "".join(opened())
    assert mails("reflection-waiting")[0].failed_because == "no longer meant for them"
