"""The ways in which something is not done. The web layer turns each into a page.

Whoever refuses names a code and a field of the domain. The sentence on screen is another's business: refusal_catalogue.
"""

from lpcommunity.access.refusal_catalogue import sentence

# A name, or the way to one of several: ("moves", 0, "says"), ("replies", 12).
Field = str | tuple[str | int, ...]


class Refused(Exception):
    """The actor may not do or see this. Shown as 404: what one may not see does not exist."""


class Missing(Refused):
    """There is no such thing, or none for this actor; the two are not told apart."""


class CodedRefusal(Exception):
    """Refused for a reason that people are told: a code such as "name-missing", and the values its sentence names.

    A code means one thing, and stays: programs may rely on it. As a string it is the sentence that people read.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return sentence(self.code, self.values)


class Conflict(CodedRefusal):
    """Somebody else was there first. Nothing is lost; shown as 409 with both texts or a plain reason."""

    @staticmethod
    def because(other: CodedRefusal) -> "Conflict":
        """The same reason, where it is nothing that the actor typed."""
        return Conflict(other.code, **other.values)


class Invalid(CodedRefusal):
    """What was typed cannot be taken. Shown as 422 beside the field, with everything typed kept."""

    def __init__(self, field: Field, code: str, /, **values: object) -> None:
        super().__init__(code, **values)
        self.field = field

    @property
    def path(self) -> tuple[str | int, ...]:
        """The way to the field, also where that is a single name."""
        return (self.field,) if isinstance(self.field, str) else self.field


def require(allowed: bool) -> None:
    """Go on only if allowed. Raises Refused."""
    if not allowed:
        raise Refused
