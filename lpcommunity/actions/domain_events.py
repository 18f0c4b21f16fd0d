"""What happens to actions. Ids and days only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionUndertaken:
    """Somebody wrote down what is to be done, by whom and by when."""

    action_id: int
    actor_id: int


@dataclass(frozen=True)
class ActionGiven:
    """Somebody was named as the owner of an action, by another. `handover_id`: as it was noted."""

    action_id: int
    actor_id: int | None
    owner_id: int
    handover_id: int


@dataclass(frozen=True)
class ActionDeclined:
    """Its owner gave an action back, with a word."""

    action_id: int
    actor_id: int | None
    handover_id: int


@dataclass(frozen=True)
class ActionReported:
    """Its owner, or who speaks for them, said what came of an action."""

    action_id: int
    actor_id: int | None


@dataclass(frozen=True)
class ActionDueSoon:
    """The day of an action is a week away. `due_on`: as it stood when this was planned (ISO)."""

    action_id: int
    due_on: str


@dataclass(frozen=True)
class ActionLate:
    """The day of an action is past. `due_on`: as it stood when this was planned (ISO)."""

    action_id: int
    due_on: str


@dataclass(frozen=True)
class OwnerLeft:
    """Somebody who owned open actions of a place belongs to it no longer."""

    person_id: int
    partnership_id: int


@dataclass(frozen=True)
class WordsAsked:
    """The author of an action asks whose words it holds whether more people may read them."""

    action_id: int
    actor_id: int


@dataclass(frozen=True)
class WordsGiven:
    """Whose words an action holds said that more people may read them."""

    action_id: int
    actor_id: int


@dataclass(frozen=True)
class ActionForPartner:
    """Somebody without an account was named as the owner of an action."""

    action_id: int
    partner_owner_id: int


@dataclass(frozen=True)
class PartnerForgotten:
    """Somebody without an account said that their address is to be forgotten."""

    partner_owner_id: int


@dataclass(frozen=True)
class PartnerLinkEnded:
    """Thirty days have passed since the report of somebody without an account."""

    partner_owner_id: int
