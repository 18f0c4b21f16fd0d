"""The link that turns one kind of e-mail off: signed, for one person and kind, good for ever."""

from itsdangerous import BadSignature

from lpcommunity.web.signatures import serializer

SALT = "unsubscribe"


def sign(person_id: int, kind: str) -> str:
    """The token of this person and kind."""
    return str(serializer(SALT).dumps([person_id, kind]))


def read(token: str) -> tuple[int, str] | None:
    """Whom and what a token is for; None for one that we did not make."""
    try:
        person_id, kind = serializer(SALT).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (person_id, kind) if isinstance(person_id, int) and isinstance(kind, str) else None
