"""Signing in below the web: what is counted, and that nobody learns who has an account."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access.models import Attempt, AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands, passwords
from lpcommunity.accounts.commands import authentication
from lpcommunity.accounts.commands.authentication import TrustedDevice
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, now, session, transactional
from tests import factories as make

RIGHT = "moss-lantern-quay-57"
AT = "192.0.2.7"


@pytest.fixture
def grace(app):
    return commands.add_person(OPERATOR, email="Grace@Hull.example", name="Grace Oyelaran", password=RIGHT)


def test_address_is_kept_in_one_spelling(grace):
    assert grace.email == "grace@hull.example"
    assert commands.sign_in(" GRACE@hull.example", RIGHT, address=AT).outcome == "signed-in"


def test_right_password_opens_a_session_and_counts_nothing(grace):
    done = commands.sign_in(grace.email, RIGHT, address=AT, browser="Firefox")
    found = make.session_of(done.key)
    assert found is not None
    assert found.person_id == grace.id
    assert session().scalar(select(func.count()).select_from(Attempt)) == 0


@pytest.mark.parametrize("case", ["wrong", "unknown", "disabled", "no password"])
def test_every_refusal_verifies_a_hash_and_leaves_the_same_trace(grace, monkeypatch, case):
    email, password = grace.email, RIGHT
    if case == "wrong":
        password = "not " + RIGHT
    elif case == "unknown":
        email = "nobody@hull.example"
    elif case == "disabled":
        commands.disable(OPERATOR, grace)
    else:
        email = commands.add_person(OPERATOR, email="new@hull.example", name="New").email
    verified = []
    right = passwords.matches

    def counted(*words):
        verified.append(words)
        return right(*words)

    monkeypatch.setattr(passwords, "matches", counted)
    assert commands.sign_in(email, password, address=AT) == authentication.SignIn("wrong")
    assert len(verified) == 1
    assert session().scalar(select(func.count()).select_from(Attempt)) == 2
    assert session().scalar(select(func.count()).where(AuditRecord.act == "sign-in-failed")) == 1


@pytest.mark.parametrize("email", ["grace@hull.example", "nobody@hull.example"])
def test_ten_wrong_ones_close_the_door_for_that_account_and_address_only(grace, email):
    for _ in range(10):
        assert commands.sign_in(email, "wrong wrong wrong", address=AT).outcome == "wrong"
    assert commands.sign_in(email, RIGHT, address=AT).outcome == "too-many"
    elsewhere = commands.sign_in(grace.email, RIGHT, address="192.0.2.8")
    assert elsewhere.outcome == "signed-in"


def test_a_throttled_sign_in_leaves_one_row_that_names_nobody(grace):
    for _ in range(14):
        commands.sign_in(grace.email, "wrong wrong wrong", address=AT)
    [row] = session().scalars(select(AuditRecord).where(AuditRecord.act == "refused-too-many"))
    assert (row.actor_id, row.subject_kind, row.subject_id) == (None, "limit", None)
    assert row.details == {"limit": "sign-in"}


def test_it_says_from_when_it_may_be_tried_again(grace):
    began = now()
    for n in range(10):
        with clock.at(began + timedelta(seconds=n)):
            commands.sign_in(grace.email, "wrong wrong wrong", address=AT)
    with clock.at(began + timedelta(minutes=2)):
        assert commands.sign_in(grace.email, RIGHT, address=AT).until == began + timedelta(minutes=5)
    with clock.at(began + timedelta(minutes=5)):
        assert commands.sign_in(grace.email, RIGHT, address=AT).outcome == "signed-in"


def test_a_known_device_is_not_locked_out_by_others(grace):
    for _ in range(10):
        commands.sign_in(grace.email, "wrong wrong wrong", address=AT)
    mine = (TrustedDevice(grace.id, "mark"),)
    assert commands.sign_in(grace.email, RIGHT, address=AT, devices=mine).outcome == "signed-in"
    another = (TrustedDevice(grace.id + 1, "mark"),)
    assert commands.sign_in(grace.email, RIGHT, address=AT, devices=another).outcome == "too-many"


def test_many_accounts_from_one_address_are_limited_more_loosely(grace, monkeypatch):
    monkeypatch.setattr(authentication, "PER_ADDRESS", 12)
    for n in range(12):
        assert commands.sign_in(f"p{n}@hull.example", "wrong", address=AT).outcome == "wrong"
    assert commands.sign_in(grace.email, RIGHT, address=AT).outcome == "too-many"


def test_older_hashes_are_renewed_at_sign_in(grace, monkeypatch):
    before = grace.password_hash
    monkeypatch.setattr(passwords, "is_outdated", lambda _: True)
    assert commands.sign_in(grace.email, RIGHT, address=AT).outcome == "signed-in"
    assert grace.password_hash != before
    assert commands.sign_in(grace.email, RIGHT, address=AT).outcome == "signed-in"


def test_the_session_before_ends(grace):
    first = commands.sign_in(grace.email, RIGHT, address=AT).key
    second = commands.sign_in(grace.email, RIGHT, address=AT, instead_of=first).key
    assert make.session_of(first) is None
    assert make.session_of(second) is not None


def test_closing_an_account_ends_every_session(grace):
    key = commands.sign_in(grace.email, RIGHT, address=AT).key
    commands.disable(OPERATOR, grace)
    assert make.session_of(key) is None
    commands.enable(OPERATOR, grace)
    assert make.session_of(key) is None


def test_a_password_changed_while_the_hash_was_computed_does_not_open_the_door(grace, monkeypatch):
    right = passwords.matches

    @transactional
    def change() -> None:
        session().get_one(Person, grace.id).password_hash = passwords.hashed("something else altogether")

    def slow(*args):
        fits = right(*args)
        change()
        return fits

    monkeypatch.setattr(passwords, "matches", slow)
    assert commands.sign_in(grace.email, RIGHT, address=AT).outcome == "wrong"
