"""How a role reads in a sentence: “You are a member of Hull”, “invites you to join the programme team”."""

from lpcommunity.invitations.models import Invitation

WITH_ARTICLE = {
    "member": "a member",
    "lead": "a lead",
    "deputy": "a deputy lead",
    "facilitator": "a facilitator",
    "programme-team": "in the programme team",
    "evaluator": "an evaluator",
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
