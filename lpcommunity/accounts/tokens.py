"""Links that open something, signed: the database holds nothing that a thief of the database could use.

A link carries the id of its row and the row's nonce, signed with SECRET_KEY for one purpose. Works wherever there is
an application context: the worker writes the mails.
"""

from typing import TypeVar

from itsdangerous import BadData

from lpcommunity.accounts.models import EmailChange, PasswordReset
from lpcommunity.storage import session
from lpcommunity.web.signatures import serializer

Row = TypeVar("Row", PasswordReset, EmailChange)

LONGEST = 512


def reset_token(reset: PasswordReset) -> str:
    """What stands in `/reset-password/<token>`."""
    return sign("reset-password", reset.id, reset.nonce)


def reset_of(token: str) -> PasswordReset | None:
    """The reset that this token is for, whether or not it still counts; None for any other text."""
    return _row(PasswordReset, "reset-password", token)


def email_token(change: EmailChange) -> str:
    """What stands in `/confirm-email/<token>`."""
    return sign("confirm-email", change.id, change.nonce)


def change_of(token: str) -> EmailChange | None:
    """The change of address that this token is for, whether or not it still counts; None for any other text."""
    return _row(EmailChange, "confirm-email", token)


def sign(purpose: str, row_id: int, nonce: str) -> str:
    """A token for this row and purpose."""
    return str(serializer(_salt(purpose)).dumps([row_id, nonce]))


def read(purpose: str, token: str) -> tuple[int, str] | None:
    """The row's id and nonce that were signed for this purpose; None for whatever else somebody typed."""
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        row_id, nonce = serializer(_salt(purpose)).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return (row_id, nonce) if isinstance(row_id, int) and isinstance(nonce, str) else None


def _salt(purpose: str) -> str:
    return f"lpcommunity.{purpose}"


def _row(kind: type[Row], purpose: str, token: str) -> Row | None:
    signed = read(purpose, token)
    row = None if signed is None else session().get(kind, signed[0])
    return row if row is not None and signed is not None and row.nonce == signed[1] else None
