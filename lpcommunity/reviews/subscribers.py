"""What follows for exchanges when somebody comes to facilitate."""

from lpcommunity.openings.domain_events import IntroductionSettled
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.reviews.unanswered import open_what_waits


@subscribe(IntroductionSettled, "reviews.open-what-waits")
def open_to_whoever_came(event: IntroductionSettled, _meta: EventMeta) -> None:
    """What waits without an answer opens three days after its author was told."""
    open_what_waits(event.introduction_id)
