"""What happens to invitations. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonInvited:
    """Somebody is invited, or the invitation is sent again; the mail carries invitations.tokens.invitation_token."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationClaimed:
    """Somebody came in by an invitation, or took on one more role by it."""

    invitation_id: int
    person_id: int
