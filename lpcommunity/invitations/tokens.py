"""The link in an invitation. Works wherever there is an application context: the worker writes the mails."""

from lpcommunity.accounts.tokens import read, sign
from lpcommunity.invitations.models import Invitation
from lpcommunity.storage import session

PURPOSE = "invitation"


def invitation_token(invitation: Invitation) -> str:
    """What stands in `/invitations/<token>`. Sending an invitation again sends the same."""
    return sign(PURPOSE, invitation.id, invitation.nonce)


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this token is for, whether or not it still counts; None for any other text."""
    signed = read(PURPOSE, token)
    found = None if signed is None else session().get(Invitation, signed[0])
    return found if found is not None and signed is not None and found.nonce == signed[1] else None
