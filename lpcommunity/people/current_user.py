"""Whoever is at the other end of this request. For views only; everything below takes an `actor`."""

from flask_login import current_user

from lpcommunity.access import Refused
from lpcommunity.access.reader import VISITOR, Reader, Visitor


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
