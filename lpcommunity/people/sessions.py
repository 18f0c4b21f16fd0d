"""Signed-in browsers: rows on the server, so that a session can end anywhere at once.

Figures from PROMISES section 3: 12 hours idle, 14 days in all, touched at most every five minutes in a short
transaction of its own. The cookie carries a random key; the table keeps its hash only.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from lpcommunity.access import audit
from lpcommunity.people.models import Person, SignInSession
from lpcommunity.storage import now, session, transactional

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=5)
CONFIRMED_FOR = timedelta(minutes=30)  # what is sensitive asks for the password again after this


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transactional
def start(person: Person, browser: str) -> str:
    """Sign this person in on a new browser and return the key for its cookie. Always a new one."""
    key = secrets.token_urlsafe(32)
    moment = now()
    row = SignInSession(
        key_hash=_hash(key),
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


def find(key: str) -> SignInSession | None:
    """The session of this key if it still counts, with its person: one query."""
    row = session().scalar(select(SignInSession).where(SignInSession.key_hash == _hash(key)))
    if row is None or row.ended_at is not None or row.person.disabled_at is not None:
        return None
    moment = now()
    if moment - row.seen_at > IDLE or moment - row.started_at > LONGEST:
        return None
    return row


def wants_touch(row: SignInSession) -> bool:
    """Whether it is time to note that this session is in use."""
    return now() - row.seen_at > TOUCH_EVERY


@transactional
def touch(session_id: int) -> None:
    """Note that this session is in use just now."""
    session().execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now()))


@transactional
def end(actor: Person, row: SignInSession, because: str) -> None:
    """End one session of one's own."""
    if row.person_id == actor.id and row.ended_at is None:
        row.ended_at = now()
        row.ended_because = because
        audit.note("signed-out", actor_id=actor.id, subject_kind="session", subject_id=row.id, because=because)


def end_all(person_id: int, because: str, but: int | None = None) -> None:
    """End every session of a person, but perhaps the one they sit at. Within a command."""
    query = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    if but is not None:
        query = query.where(SignInSession.id != but)
    session().execute(query.values(ended_at=now(), ended_because=because))
