"""How a role reads in a sentence: “You are a member of Hull”, “invites you to join the programme team”."""

from datetime import date

from lpcommunity.invitations.models import Invitation
from lpcommunity.web.humanize import day

WITH_ARTICLE = {
    "member": "a member",
    "lead": "a lead",
    "deputy": "a deputy lead",
    "facilitator": "a facilitator",
    "programme-team": "in the programme team",
    "evaluator": "an evaluator",
    "moderator": "a moderator",
    "administrator": "an administrator",
}


def role_phrase(role: str, place: str | None) -> str:
    """A member of Hull; a facilitator for Hull; in the programme team."""
    if place is None:
        return WITH_ARTICLE[role]
    return f"{WITH_ARTICLE[role]} {'for' if role == 'facilitator' else 'of'} {place}"


def invitation_phrase(invitation: Invitation) -> str:
    """What one is invited to join: a place, or the community as a whole."""
    return "lpcommunity" if invitation.partnership is None else invitation.partnership.name


def days_phrase(starts_on: date | None, ends_on: date | None) -> str:
    """From 1 December 2026 until 31 March 2027, as the end of a sentence; empty where neither is said."""
    first = f" from {day(starts_on)}" if starts_on is not None else ""
    last = f" until {day(ends_on)}" if ends_on is not None else ""
    return first + last
