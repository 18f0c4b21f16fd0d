"""The secret in the address of a feed of one's own: signed, so that nobody can guess one, nor make one from a copy of
the database; and bound to a row, so that its owner can end it.
"""

from itsdangerous import BadSignature

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.feeds import policy, queries
from lpcommunity.web.signatures import serializer

SALT = "feed-address"


def token_of(reader: Reader) -> str | None:
    """The secret part of this person's address; None where they have none."""
    nonce = queries.nonce_of(reader.id)
    return str(serializer(SALT).dumps([reader.id, nonce])) if nonce else None


def reader_with(token: str) -> Reader:
    """Whose feed this is, as things stand now. Raises Missing for one that was ended or never made, for a closed
    account, and for who is in the community no more: all alike.
    """
    try:
        person_id, nonce = serializer(SALT).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise Missing from None
    reader = reader_of(person_id)
    if not isinstance(reader, Reader) or not policy.can_have_feed(reader) or queries.nonce_of(reader.id) != nonce:
        raise Missing
    return reader
