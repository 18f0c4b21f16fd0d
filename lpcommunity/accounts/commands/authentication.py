"""Signing in, and giving the password again: counted, and equal in answer and effort whoever it is.

Each is two or three short transactions with the slow hash between them. A refusal is a returned result, so that
what it counts is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lpcommunity.access import audit, rate_limits, throttle
from lpcommunity.access.reader import Reader
from lpcommunity.accounts import passwords, sessions
from lpcommunity.people import email_addresses, queries
from lpcommunity.people.models import Person
from lpcommunity.storage import session, transactional

WITHIN = timedelta(minutes=5)
PER_ACCOUNT_AND_ADDRESS = 10
PER_ADDRESS = 200  # a whole council sits behind one
PER_KNOWN_DEVICE = 50  # a browser where this person signed in before: others cannot use this up

Outcome = Literal["signed-in", "wrong", "too-many"]


@dataclass(frozen=True)
class TrustedDevice:
    """A browser that carries a signed mark of having signed in as this person before (accounts.trusted_devices)."""

    person_id: int
    mark: str


@dataclass(frozen=True)
class SignIn:
    """What came of it. With "signed-in", `key` belongs into the cookie of this browser; with "too-many", `until` is
    when it may be tried again.
    """

    outcome: Outcome
    key: str = ""
    person_id: int | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Confirmation:
    """The same for somebody who is in and gave the password again: the key of their session is a new one, too."""

    outcome: Outcome
    key: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class _Attempt:
    """One attempt that may go on: counted as failed until it is known to be right."""

    attempt_ids: tuple[int, ...]
    person_id: int | None
    password_hash: str | None


def sign_in(
    email: str,
    password: str,
    *,
    address: str,
    browser: str = "",
    devices: tuple[TrustedDevice, ...] = (),
    instead_of: str | None = None,
) -> SignIn:
    """Sign in with e-mail and password from this network address. Never says why it did not work."""
    begun = _begin(email, address, devices)
    if isinstance(begun, datetime):
        return SignIn("too-many", until=begun)
    if not passwords.matches(password, begun.password_hash):
        _failed(begun.person_id)
        return SignIn("wrong")
    assert begun.person_id is not None
    assert begun.password_hash is not None
    renewed = passwords.hashed(password) if passwords.is_outdated(begun.password_hash) else None
    return _succeeded(begun, renewed, browser, instead_of)


@transactional
def _begin(email: str, address: str, devices: tuple[TrustedDevice, ...]) -> _Attempt | datetime:
    """Count this attempt; when there were too many, say until when. The same for addresses that nobody has."""
    person = queries.by_email(email)
    known = next((device for device in devices if person is not None and device.person_id == person.id), None)
    if known is not None:
        limits = {throttle.key_of("sign-in-device", str(known.person_id), known.mark): PER_KNOWN_DEVICE}
    else:
        limits = {
            throttle.key_of("sign-in", email_addresses.lookup_form(email), address): PER_ACCOUNT_AND_ADDRESS,
            throttle.key_of("sign-in-address", address): PER_ADDRESS,
        }
    refused = _refused_until("sign-in", limits, None)
    if refused is not None:
        return refused
    ids = tuple(throttle.add(key) for key in limits)
    if person is None or person.disabled_at is not None:
        return _Attempt(ids, None if person is None else person.id, None)
    return _Attempt(ids, person.id, person.password_hash)


def _refused_until(name: str, limits: dict[str, int], actor_id: int | None) -> datetime | None:
    """Until when one of these limits refuses; its first refusal leaves a row that says who tried, not who was tried."""
    untils = {key: throttle.refused_until(key, most, WITHIN) for key, most in limits.items()}
    reached = {key: until for key, until in untils.items() if until is not None}
    for key in reached:
        rate_limits.note_refusal(name, key, WITHIN, actor_id)
    return max(reached.values(), default=None)


@transactional
def _failed(person_id: int | None) -> None:
    audit.note("sign-in-failed", actor_id=None, subject_kind="person", subject_id=person_id)


@transactional
def _succeeded(begun: _Attempt, renewed: str | None, browser: str, instead_of: str | None) -> SignIn:
    """Begin the session, unless the account was closed or its password changed while the hash was computed."""
    person = session().get_one(Person, begun.person_id)
    queries.lock(person)
    if person.disabled_at is not None or person.password_hash != begun.password_hash:
        return SignIn("wrong")
    throttle.undo(begun.attempt_ids)
    if renewed is not None:
        person.password_hash = renewed
    return SignIn("signed-in", sessions.start(person, browser, instead_of), person.id)


def confirm_password(actor: Reader, session_id: int, key: str, password: str) -> Confirmation:
    """Give one's password again before something sensitive; what is sensitive is open for half an hour then.

    `key`: of the session, as the browser came with it. It is another one afterwards.
    """
    begun = _begin_confirming(actor)
    if isinstance(begun, datetime):
        return Confirmation("too-many", until=begun)
    if not passwords.matches(password, begun.password_hash):
        _failed(begun.person_id)
        return Confirmation("wrong")
    return Confirmation("signed-in", _confirmed(session_id, key, begun))


@transactional
def _begin_confirming(actor: Reader) -> _Attempt | datetime:
    key = throttle.key_of("confirm", str(actor.id))
    refused = _refused_until("confirm-password", {key: PER_ACCOUNT_AND_ADDRESS}, actor.id)
    if refused is not None:
        return refused
    return _Attempt((throttle.add(key),), actor.id, queries.person(actor.id).password_hash)


@transactional
def _confirmed(session_id: int, key: str, begun: _Attempt) -> str:
    throttle.undo(begun.attempt_ids)
    renewed = sessions.confirm(session_id, key)
    audit.note("password-confirmed", actor_id=begun.person_id, subject_kind="session", subject_id=session_id)
    return renewed
