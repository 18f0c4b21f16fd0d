"""Limits on how often one may try, kept in the database so that they hold across processes and restarts."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from lpcommunity.access.models import Attempt
from lpcommunity.storage import now, session


def key_of(kind: str, *parts: str) -> str:
    """A key for counting. Parts (addresses, e-mail) are hashed, so that the table tells nothing about anybody."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
    return f"{kind}:{digest}"


def count(key: str, within: timedelta) -> int:
    """How many attempts there were within this time."""
    query = select(func.count()).select_from(Attempt).where(Attempt.key == key, Attempt.at > now() - within)
    return session().scalar(query) or 0


def refused_until(key: str, most: int, within: timedelta) -> datetime | None:
    """When the next attempt may be made, where there were this many within this time; None where it may be made now."""
    moment = now()
    query = select(Attempt.at).where(Attempt.key == key, Attempt.at > moment - within)
    oldest = session().scalar(query.order_by(Attempt.at.desc()).offset(most - 1).limit(1))
    return None if oldest is None else oldest + within


def add(key: str) -> int:
    """Count one more attempt. Call within a command. Returns its id, to undo it. Old ones go by retention.rules."""
    attempt = Attempt(key=key, at=now())
    session().add(attempt)
    session().flush()
    return attempt.id


def undo(attempt_ids: Iterable[int]) -> None:
    """Count these no longer: what was tried was right after all. Call within a command."""
    session().execute(delete(Attempt).where(Attempt.id.in_(list(attempt_ids))))


def forget(key: str) -> None:
    """Begin again at nought, as after a right password. Call within a command."""
    session().execute(delete(Attempt).where(Attempt.key == key))
