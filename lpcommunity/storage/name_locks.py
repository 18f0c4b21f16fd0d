"""Locks on names: for what has no row yet that could be locked."""

import hashlib

from sqlalchemy import BigInteger, bindparam, func, select

from lpcommunity.storage.database import session

_LOCK = select(func.pg_advisory_xact_lock(bindparam("number", type_=BigInteger)))


def hold(name: str) -> None:
    """Whoever else holds this name waits until this command has ended. SQLite lets in one that writes anyway.

    Hold names before rows, and call it within a command only.
    """
    connection = session().connection()
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        connection.execute(_LOCK, {"number": number})
