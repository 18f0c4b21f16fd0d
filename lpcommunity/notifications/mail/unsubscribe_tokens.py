"""The link that turns one kind of e-mail off: signed, for one person and kind, good for ever."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")


def sign(person_id: int, kind: str) -> str:
    """The token of this person and kind."""
    return str(_signer().dumps([person_id, kind]))


def read(token: str) -> tuple[int, str] | None:
    """Whom and what a token is for; None for one that we did not make."""
    try:
        person_id, kind = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (person_id, kind) if isinstance(person_id, int) and isinstance(kind, str) else None
