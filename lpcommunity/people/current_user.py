"""Whoever is at the other end of this request. For views only; everything below takes an `actor`."""

from flask import g
from flask_login import current_user

from lpcommunity.access import Refused
from lpcommunity.access.reader import VISITOR, Reader, Visitor, reader_of


def actor() -> Reader | Visitor:
    """The reader signed in, or VISITOR."""
    reader = getattr(current_user, "reader", None)
    return reader if isinstance(reader, Reader) else VISITOR


def me() -> Reader:
    """The reader signed in. Raises Refused when nobody is (access control lets nobody come that far)."""
    reader = actor()
    if not isinstance(reader, Reader):
        raise Refused
    return reader


def whom(person_id: int) -> Reader | Visitor:
    """Somebody else, for what a page shows of them: one query a request, however often it is asked."""
    known: dict[int, Reader | Visitor] = g.setdefault("people_shown", {})
    if person_id not in known:
        known[person_id] = reader_of(person_id)
    return known[person_id]
