"""What happens between facilitators who come or go and those who have confided something. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FacilitatorIntroduced:
    """An author is to be told who facilitates, and from when."""

    introduction_id: int


@dataclass(frozen=True)
class IntroductionSettled:
    """An author was told the name three days ago, in the app and by e-mail."""

    introduction_id: int


@dataclass(frozen=True)
class ExchangeOpened:
    """What was confided before a facilitator began is open to them now."""

    entry_id: int
    membership_id: int
