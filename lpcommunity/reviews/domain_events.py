"""What happens in an exchange. Ids only."""

from dataclasses import dataclass

from lpcommunity.reflections.domain_events import FacilitatorMissing

__all__ = ["FacilitatorMissing", "LeftThere", "ReplySent", "ReviewSent"]


@dataclass(frozen=True)
class ReviewSent:
    """A facilitator has answered a reflection."""

    review_id: int
    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class ReplySent:
    """The author has replied to one or more moves; `idempotency_key` names the replies that were sent together."""

    entry_id: int
    actor_id: int
    idempotency_key: str


@dataclass(frozen=True)
class LeftThere:
    """The author leaves it there: they go on with no answer that they have by now."""

    entry_id: int
    actor_id: int
