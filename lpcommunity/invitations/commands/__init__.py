"""What is done with invitations, one function for each intent."""

from lpcommunity.invitations.commands.acceptance import accept, claim
from lpcommunity.invitations.commands.correction import correct
from lpcommunity.invitations.commands.issuance import AT_ONCE, Unusable, invite, invite_all, send_again, withdraw

__all__ = ["AT_ONCE", "Unusable", "accept", "claim", "correct", "invite", "invite_all", "send_again", "withdraw"]
