"""Signed-in browsers: rows on the server, so that a session can end anywhere at once.

Figures from PROMISES section 3: 12 hours idle, 14 days in all, touched at most every five minutes in a short
transaction of its own. The cookie carries a random key; the table keeps its hash only.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from lpcommunity.access import Missing, Refused, audit, require
from lpcommunity.access.reader import Reader
from lpcommunity.accounts.models import SignInSession
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=5)
CONFIRMED_FOR = timedelta(minutes=30)  # what is sensitive asks for the password again after this
PREVIOUS_KEY_FOR = timedelta(minutes=1)  # a second click, or another tab, is under way with the key before


@dataclass(frozen=True)
class SessionLine:
    """A session that nobody has ended, as the door reads it."""

    id: int
    person_id: int
    has_password: bool
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    by_previous_key: bool = False  # the key was changed a moment ago, and this request came with the one before


def hash_of(key: str) -> str:
    """What the table keeps of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


@transactional
def start(person: Person, browser: str, instead_of: str | None = None) -> str:
    """Sign this person in and return the key for the cookie of this browser. Always a new one.

    `instead_of` is the key of whoever sat at this browser before; that session ends. Raises Refused for a
    disabled account.
    """
    require(person.disabled_at is None)
    if instead_of is not None:
        _end_by_key(instead_of, "signed in again")
    key = secrets.token_urlsafe(32)
    moment = now()
    row = SignInSession(
        key_hash=hash_of(key),
        person_id=person.id,
        started_at=moment,
        seen_at=moment,
        confirmed_at=moment,
        browser=browser[:200],
    )
    session().add(row)
    session().flush()
    audit.note("signed-in", actor_id=person.id, subject_kind="session", subject_id=row.id)
    return key


def counts(line: SessionLine) -> bool:
    """Whether this session still counts: neither idle for too long nor too old."""
    moment = now()
    return moment - line.seen_at <= IDLE and moment - line.started_at <= LONGEST


def wants_touch(line: SessionLine) -> bool:
    """Whether it is time to note that this session is in use."""
    return now() - line.seen_at > TOUCH_EVERY


@transactional
def touch(session_id: int) -> None:
    """Note that this session is in use just now."""
    session().execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now()))


@transactional
def confirm(session_id: int, key: str) -> str:
    """Note that the password was given again just now, in this session. Returns its new key: whoever had got hold of
    the one before (or had planted it) has nothing of what is open now.

    Of two clicks at once, the second comes with the key before and is given the same new one. Raises Refused for any
    other key.
    """
    session().execute(select(SignInSession.id).where(SignInSession.id == session_id).with_for_update())
    row = session().get_one(SignInSession, session_id, populate_existing=True)
    came = hash_of(key)
    row.renewal_nonce = row.renewal_nonce or secrets.token_urlsafe(32)
    renewed = _next_key(key, row.renewal_nonce)
    if row.key_hash == came:
        row.key_hash, row.previous_key_hash, row.confirmed_at = hash_of(renewed), came, now()
    elif row.key_hash != hash_of(renewed):
        raise Refused
    return renewed


def _next_key(key: str, nonce: str) -> str:
    """The key that follows this one: always the same, and not to be guessed without the row of the session."""
    return base64.urlsafe_b64encode(hmac.digest(nonce.encode(), key.encode(), "sha256")).decode().rstrip("=")


def is_confirmed(line: SessionLine) -> bool:
    """Whether the password was given lately enough for what is sensitive, and with this very key."""
    return not line.by_previous_key and now() - line.confirmed_at <= CONFIRMED_FOR


@transactional
def end(actor: Reader, session_id: int, because: str) -> None:
    """End one session of one's own. Raises Missing for another's."""
    row = session().get(SignInSession, session_id)
    if row is None or row.person_id != actor.id:
        raise Missing
    if row.ended_at is None:
        row.ended_at = now()
        row.ended_because = because
        audit.note("signed-out", actor_id=actor.id, subject_kind="session", subject_id=row.id, because=because)


@transactional
def end_others(actor: Reader, but: int) -> None:
    """End every session of one's own but the one at hand."""
    end_all(actor.id, "ended elsewhere", but=but)
    audit.note("signed-out-elsewhere", actor_id=actor.id, subject_kind="person", subject_id=actor.id)


def _end_by_key(key: str, because: str) -> None:
    query = update(SignInSession).where(SignInSession.key_hash == hash_of(key), SignInSession.ended_at.is_(None))
    session().execute(query.values(ended_at=now(), ended_because=because))


def end_all(person_id: int, because: str, but: int | None = None) -> None:
    """End every session of a person, but perhaps the one they sit at. Within a command."""
    query = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    if but is not None:
        query = query.where(SignInSession.id != but)
    session().execute(query.values(ended_at=now(), ended_because=because))
