"""The demonstration is loaded once, lately, and never into or beside a real programme."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Conflict
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import add_person
from lpcommunity.attachments.models import Attachment
from lpcommunity.demo import commands, personas, queries
from lpcommunity.demo.models import DemoMark
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.models import Entry
from lpcommunity.notifications.models import Notification
from lpcommunity.outbox.models import Delivery
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Programme
from lpcommunity.reflections.models import Reflection
from lpcommunity.storage import now, session, today
from tests.factories import reading

PASSWORD = "walk and talk on tuesdays"


def test_it_is_loaded_once_lately_and_told_to_everyone(app):
    commands.load(PASSWORD)
    newest = session().scalar(select(func.max(Entry.published_at)))
    assert timedelta(0) < now() - newest < timedelta(days=9)
    programme = session().scalars(select(Programme).where(Programme.predecessor_id.is_not(None))).one()
    assert programme.starts_on <= today() <= programme.ends_on
    waiting = session().scalars(select(Reflection).where(Reflection.review_state == "waiting")).all()
    assert len(waiting) >= 5
    assert max(now() - reflection.waiting_since for reflection in waiting) > timedelta(days=14)
    assert session().scalar(select(func.count()).select_from(Attachment)) == 8 + 3  # pictures, documents
    people = session().scalars(select(Person)).all()
    assert all(person.made_by_demo and person.password_hash for person in people)
    assert {offer.key for offer in queries.offers()} == set(personas.PERSONAS)
    # What is left for the worker is mail, and little of it: what is older than two weeks is no news.
    left = session().scalars(select(Delivery.subscriber).where(Delivery.done_at.is_(None))).all()
    assert set(left) == {"mail-sender", "letter-sender"}
    assert len(left) < 40
    _personas_find_something_to_do()
    with pytest.raises(Conflict):
        commands.load(PASSWORD)
    assert session().scalar(select(func.count()).select_from(DemoMark)) == 1


def _personas_find_something_to_do():
    """What each finds at home: an answer, a draft, a queue, and a little that is unread."""
    unread = dict(
        session()
        .execute(
            select(Person.email, func.count())
            .join(Notification, Notification.person_id == Person.id)
            .where(Notification.read_at.is_(None))
            .group_by(Person.email)
        )
        .all()
    )
    assert max(unread.values()) <= 20
    for key in ("bedford-member", "hull-lead", "facilitator"):
        assert unread[f"{key}@demo.example"] >= 1
    for key in ("bedford-member", "hull-lead"):
        person = queries.account_of(key)
        answered = select(Reflection).where(Reflection.author_id == person.id, Reflection.review_state == "answered")
        assert len(session().scalars(answered).all()) == 1
        unfinished = select(Draft).where(Draft.person_id == person.id, Draft.spent_at.is_(None))
        assert len(session().scalars(unfinished).all()) == 1
    facilitator = queries.account_of("facilitator")
    places = reading(facilitator).facilitates
    waiting = select(Reflection).where(Reflection.review_state == "waiting", Reflection.partnership_id.in_(places))
    assert len(session().scalars(waiting).all()) == 3


def test_it_is_not_loaded_beside_real_people(app):
    add_person(OPERATOR, email="real@council.example", name="Real")
    with pytest.raises(Conflict, match="a real programme"):
        commands.load(PASSWORD)
    assert not queries.is_loaded()


def test_an_account_that_the_loader_did_not_make_is_no_persona(app):
    add_person(OPERATOR, email="hull-lead@demo.example", name="Somebody")
    assert queries.account_of("hull-lead") is None
    assert queries.offers() == []


def test_those_without_a_password_are_given_one_and_nobody_else(app):
    add_person(OPERATOR, email="hull-lead@demo.example", name="Grace", made_by_demo=True)
    add_person(OPERATOR, email="real@council.example", name="Real")
    assert queries.lacks_passwords()
    commands.give_password("a hash")
    assert not queries.lacks_passwords()
    hashes = dict(session().execute(select(Person.email, Person.password_hash)).all())
    assert hashes == {"hull-lead@demo.example": "a hash", "real@council.example": None}
