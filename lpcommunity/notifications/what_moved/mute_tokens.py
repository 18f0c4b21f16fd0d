"""The link that leaves one place out of somebody's letters: signed, for one person and place, good for ever."""

from itsdangerous import BadSignature

from lpcommunity.web.signatures import serializer

SALT = "mute-place"


def sign(person_id: int, partnership_id: int) -> str:
    """The token of this person and place."""
    return str(serializer(SALT).dumps([person_id, partnership_id]))


def read(token: str) -> tuple[int, int] | None:
    """Whom and which place a token is for; None for one that we did not make."""
    try:
        person_id, partnership_id = serializer(SALT).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    both = isinstance(person_id, int) and isinstance(partnership_id, int)
    return (person_id, partnership_id) if both else None
