"""What is said on screen when somebody's role in a place has changed."""

from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Membership
from lpcommunity.partnerships.queries import MembershipLine
from lpcommunity.storage import today
from lpcommunity.web.humanize import day

TOLD = "They are told in the app."


def what_they_are_now(name: str, place: str, before: MembershipLine | None, held: Membership) -> str:
    """What somebody is in this place now, or from which day on, and who is told. `before`: what they were."""
    coming = held.starts_on > today()
    if before is not None and before.id == held.id:
        return _as_before(name, before, held)
    if before is not None and before.role == "facilitator":
        became = f"{name} facilitates {place} no longer, and is {_role(held)} {_since(held)}."
        return f"{became} They are told in the app; those who confided something in {place} are told at once."
    if held.role == "facilitator":
        began = (
            f"{name} facilitates {place} {_since(held)}{_until(held)}." if coming else f"{name} belongs to {place} now."
        )
        return f"{began} They are told in the app; those who confided something in {place} are told by name."
    if coming:
        return f"{name} belongs to {place} {_since(held)}{_until(held)}. {TOLD}"
    if before is not None and before.role != held.role:
        return f"{name} is {_role(held)} of {place} now{_until(held)}, no longer {before.role}. {TOLD}"
    return f"{name} belongs to {place} now. {TOLD}"


def _as_before(name: str, before: MembershipLine, held: Membership) -> str:
    if (before.starts_on, before.ends_on) == (held.starts_on, held.ends_on):
        return f"{name} is {_role(held)} already{_until(held)}. Nothing has changed."
    first = "from" if held.starts_on > today() else "since"
    until = _until(held) or ", without a last day"
    return f"{name} is {_role(held)} {first} {day(held.starts_on)}{until}."


def _role(held: Membership) -> str:
    word = PARTNERSHIP_ROLES[held.role].lower()
    return word if held.role == "lead" else f"a {word}"


def _since(held: Membership) -> str:
    return f"from {day(held.starts_on)}" if held.starts_on > today() else "now"


def _until(held: Membership) -> str:
    return f", until {day(held.ends_on)}" if held.ends_on is not None else ""
