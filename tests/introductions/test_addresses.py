"""Whoever was introduced lets the other have their e-mail address: nobody else reads it, and nothing carries it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from lpcommunity import worker
from lpcommunity.access import Missing
from lpcommunity.access.reader import OPERATOR
from lpcommunity.introductions.commands import introduce, share_address
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.introductions.queries import introduction
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds import address_shared
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import main_of


@dataclass
class World:
    """Fay introduced Siân and Owen, and Siân and Ada; Eve belongs to the place of all of them."""

    fay: Person
    siân: Person
    owen: Person
    ada: Person
    eve: Person
    first: PeopleIntroduction
    second: PeopleIntroduction


def _world() -> World:
    hull, keele = make.place("Hull"), make.place("Keele")
    fay, siân, owen, ada, eve = (make.person(f"{name} Person") for name in ("Fay", "Siân", "Owen", "Ada", "Eve"))
    for person, where, role in ((fay, hull, "facilitator"), (siân, hull, "lead"), (owen, keele, "member")):
        make.belongs(person, where, role)
    make.belongs(ada, keele)
    make.belongs(eve, hull, "lead")
    make.belongs(eve, keele)
    both = [introduce(reading(fay), siân, other, "Buses.", str(uuid4())) for other in (owen, ada)]
    return World(fay, siân, owen, ada, eve, *both)


@pytest.fixture
def w(begin_with):
    return begin_with(_world)


@pytest.fixture
def page(app):
    def read(who: Person, of: PeopleIntroduction) -> str:
        return main_of(Visitor(app, who).text(f"/introductions/{of.id}"))

    return read


def _everything(app: Any, who: Person) -> str:
    pages = ("/home", "/notifications", "/people", f"/people/{who.id}")
    return "".join(main_of(Visitor(app, who).text(one)) for one in pages)


def _tell(app: Any) -> None:
    worker.run(app, until_empty=True)
    session().expire_all()


def _told() -> list[int]:
    rows = select(Notification.person_id).where(Notification.type == "address-shared")
    return list(session().scalars(rows.order_by(Notification.id)))


def _mails() -> list[Mail]:
    return list(session().scalars(select(Mail).where(Mail.kind == "address-shared")))


def test_the_other_of_the_two_reads_it_on_their_page_and_is_told(app, w, page):
    siân, owen = Visitor(app, w.siân), Visitor(app, w.owen)
    text = siân.text(f"/introductions/{w.first.id}")
    assert "Let Owen have my e-mail address" in text
    assert "It cannot be taken back" in text
    assert "@" not in main_of(text)
    act = f"/introductions/{w.first.id}/address"
    for _ in range(2):
        answer = siân.post(act)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/introductions/{w.first.id}#next")
    assert f'href="mailto:{w.siân.email}"' in page(w.owen, w.first)
    assert "Let Siân have my e-mail address, too" not in page(w.owen, w.first)
    assert "@" not in page(w.siân, w.first) + page(w.fay, w.first) + page(w.ada, w.second) + page(w.siân, w.second)
    assert "Let Owen have" not in page(w.siân, w.first)
    assert "Let Ada have" in page(w.siân, w.second), "of each introduction anew"
    assert session().scalar(select(func.count()).where(OutboxEvent.name == "AddressShared")) == 1
    _tell(app)
    _tell(app)
    assert _told() == [w.owen.id]
    [mail] = _mails()
    assert (mail.to, mail.subject) == (w.owen.email, "Siân Person lets you have an e-mail address")
    elsewhere = [_everything(app, who) for who in (w.owen, w.fay, w.ada, w.eve)]
    for said in (mail.subject + mail.text + mail.html, *elsewhere):
        assert w.siân.email not in said
    assert f"/introductions/{w.first.id}#next" in owen.text("/notifications")
    assert owen.post(act).status_code == 303
    assert f'href="mailto:{w.owen.email}"' in page(w.siân, w.first)
    assert "@" not in page(w.fay, w.first)


def test_nobody_else_gives_it_and_absent_is_as_not_theirs(app, w):
    for who in (w.fay, w.eve, w.ada):
        with pytest.raises(Missing):
            share_address(reading(who), w.first.id)
        for number in (w.first.id, 999_999):
            assert Visitor(app, who).post(f"/introductions/{number}/address").status_code == 404
    assert Visitor(app, None).post(f"/introductions/{w.first.id}/address").status_code == 303
    session().expire_all()
    row = session().get_one(PeopleIntroduction, w.first.id)
    assert (row.one_shared_at, row.other_shared_at) == (None, None)


@transactional
def _close(person: Person) -> None:
    session().execute(update(Person).where(Person.id == person.id).values(disabled_at=now()))


def _leave(person: Person) -> None:
    for seat in session().scalars(select(Membership).where(Membership.person_id == person.id)):
        memberships.end_membership(OPERATOR, seat)


@pytest.mark.parametrize("gone", [_close, _leave])
@pytest.mark.parametrize("who", ["siân", "owen"])
def test_it_goes_with_the_account_or_the_community_of_either(app, w, who, gone):
    share_address(reading(w.siân), w.first.id)
    assert introduction(reading(w.owen), w.first.id).address == w.siân.email
    event = MailWritten(1, w.first.id)
    assert address_shared.still_meant(event, reading(w.owen))
    assert not address_shared.still_meant(event, reading(w.siân)), "who gave it has none"
    gone(getattr(w, who))
    assert not address_shared.still_meant(event, reading(w.owen))
    if hasattr(reading(w.owen), "id"):
        assert introduction(reading(w.owen), w.first.id).address is None
    if hasattr(reading(w.siân), "id"):
        with pytest.raises(Missing):
            share_address(reading(w.siân), w.first.id)
    _tell(app)
    assert (_told(), _mails()) == ([], [])


def test_the_introducer_is_told_nothing_by_the_statement_either(w):
    share_address(reading(w.siân), w.first.id)
    share_address(reading(w.owen), w.first.id)
    line = introduction(reading(w.fay), w.first.id)
    assert (line.shared_at, line.address) == (None, None)
    assert introduction(reading(w.siân), w.first.id).address == w.owen.email
    assert introduction(reading(w.owen), w.first.id).address == w.siân.email
