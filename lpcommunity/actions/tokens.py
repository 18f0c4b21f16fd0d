"""The link by which somebody without an account sees an action of theirs, and reports back."""

from lpcommunity.accounts.tokens import read, sign
from lpcommunity.actions.models import PartnerOwner
from lpcommunity.storage import session

PURPOSE = "action-of-partner"


def partner_token(partner: PartnerOwner) -> str:
    """What stands in `/actions/report/<token>`. It is the same in every mail about the action."""
    return sign(PURPOSE, partner.id, partner.nonce)


def partner_of(token: str) -> PartnerOwner | None:
    """Whom this token is for, whether or not it still counts; None for any other text."""
    signed = read(PURPOSE, token)
    found = None if signed is None else session().get(PartnerOwner, signed[0])
    return found if found is not None and signed is not None and found.nonce == signed[1] else None
