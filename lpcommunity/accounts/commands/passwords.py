"""Changing one's password, and choosing a new one when it is forgotten.

Hashes are made by the caller-facing function before its transaction begins.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, rate_limits, throttle
from lpcommunity.access.reader import Reader
from lpcommunity.accounts import passwords, sessions
from lpcommunity.accounts.commands.authentication import Confirmation, confirm_password
from lpcommunity.accounts.domain_events import PasswordChanged, PasswordResetAsked
from lpcommunity.accounts.models import PasswordReset
from lpcommunity.people import email_addresses, queries
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional

RESET_LASTS = timedelta(hours=1)
RESETS_PER_ACCOUNT, RESETS_PER_ADDRESS = 3, 50  # an hour
AN_HOUR = timedelta(hours=1)


def choose_password(
    password: str, about: tuple[str, ...], person_id: int | None = None, field: str = "password"
) -> str:
    """The hash of a new password, for the person of this name and address, and this id where there is one already.
    Raises Invalid, with the reason, for one that would be guessed.
    """
    passwords.check(password, (*about, *passwords.names_around(person_id)), field)
    return passwords.hashed(password)


def change_password(actor: Reader, session_id: int, key: str, current: str, new: str) -> Confirmation:
    """Change one's own password, knowing the current one. Every other session ends, and this one has a new key.

    `key`: as for confirm_password. Raises Invalid (field new_password) for one that cannot be taken.
    """
    new_hash = choose_password(new, (actor.name, actor.email), actor.id, "new_password")
    given = confirm_password(actor, session_id, key, current)
    if given.outcome == "wrong" and passwords.matches(new, queries.person(actor.id).password_hash):
        return Confirmation("signed-in", sessions.confirm(session_id, key))  # it was changed by the first of two clicks
    if given.outcome != "signed-in":
        return given
    if passwords.normalised(current) == passwords.normalised(new):
        raise Invalid("new_password", "password-unchanged")
    _put(actor, new_hash, session_id)
    return given


@transactional
def _put(actor: Reader, new_hash: str, session_id: int) -> None:
    _set_password(queries.person(actor.id), new_hash, but=session_id)
    audit.note("password-changed", actor_id=actor.id, subject_kind="person", subject_id=actor.id)


def _set_password(person: Person, new_hash: str, but: int | None = None) -> None:
    """Within a command: the new password, no other session, no open link, and the owner is told."""
    person.password_hash = new_hash
    sessions.end_all(person.id, "password changed", but=but)
    session().execute(
        update(PasswordReset)
        .where(PasswordReset.person_id == person.id, PasswordReset.used_at.is_(None))
        .values(used_at=now())
    )
    outbox.record(PasswordChanged(person.id))


@dataclass(frozen=True)
class ResetAsked:
    """Whether the question was taken at all, and if not, until when. It says nothing on whether there is such an
    account.
    """

    taken: bool
    until: datetime | None = None


@transactional
def ask_password_reset(email: str, *, address: str) -> ResetAsked:
    """Ask for a link to choose a new password. The same whether or not the address is known."""
    by_address = throttle.key_of("reset-address", address)
    until = throttle.refused_until(by_address, RESETS_PER_ADDRESS, AN_HOUR)
    if until is not None:
        rate_limits.note_refusal("password-resets", by_address, AN_HOUR, None)
        return ResetAsked(taken=False, until=until)
    throttle.add(by_address)
    by_account = throttle.key_of("reset", email_addresses.lookup_form(email))
    asked_often = throttle.count(by_account, AN_HOUR) >= RESETS_PER_ACCOUNT
    throttle.add(by_account)
    person = queries.by_email(email)
    if person is None or person.disabled_at is not None or asked_often:
        known = None if person is None else person.id
        audit.note("password-reset-refused", actor_id=None, subject_kind="person", subject_id=known)
        return ResetAsked(taken=True)
    reset = PasswordReset(
        person_id=person.id, nonce=secrets.token_urlsafe(16), asked_at=now(), expires_at=now() + RESET_LASTS
    )
    session().add(reset)
    session().flush()
    audit.note("password-reset-asked", actor_id=None, subject_kind="person", subject_id=person.id)
    outbox.record(PasswordResetAsked(reset.id))
    return ResetAsked(taken=True)


def reset_password(reset: PasswordReset, password: str) -> Person:
    """Choose a new password by a link. Single use: of two at once, one wins. Every session ends.

    Raises Invalid (field password), or Conflict where the link counts no longer.
    """
    owner = session().get_one(Person, reset.person_id)
    new_hash = choose_password(password, (owner.name, owner.email), owner.id)
    return _use(reset.id, new_hash)


@transactional
def _use(reset_id: int, new_hash: str) -> Person:
    used = (
        update(PasswordReset)
        .where(PasswordReset.id == reset_id, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now())
        .values(used_at=now())
        .returning(PasswordReset.person_id)
    )
    person_id = session().scalar(used)
    person = None if person_id is None else session().get(Person, person_id)
    if person is None or person.disabled_at is not None:
        raise Conflict("reset-link-spent")
    _set_password(person, new_hash)
    audit.note("password-reset", actor_id=person.id, subject_kind="person", subject_id=person.id)
    return person
