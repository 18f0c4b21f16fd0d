"""The ways in which something is not done. The web layer turns each into a page."""


class Refused(Exception):
    """The actor may not do or see this. Shown as 404: what one may not see does not exist."""


class Missing(Refused):
    """There is no such thing, or none for this actor; the two are not told apart."""


class Conflict(Exception):
    """Somebody else was there first. Nothing is lost; shown as 409 with both texts or a plain reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Invalid(Exception):
    """What was typed cannot be taken. Shown as 422 beside the field, with everything typed kept."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def require(allowed: bool) -> None:
    """Go on only if allowed. Raises Refused."""
    if not allowed:
        raise Refused
