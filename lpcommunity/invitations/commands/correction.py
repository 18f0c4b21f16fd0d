"""Putting right an invitation that is on the way to a wrong address, or promises a wrong role."""

from sqlalchemy import select

from lpcommunity.access import Conflict, require
from lpcommunity.access.rate_limits import noting_refusals
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.invitations import policy
from lpcommunity.invitations.commands.issuance import A_MOMENT, invite, withdraw
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.terms import Term
from lpcommunity.people import email_addresses
from lpcommunity.storage import now, session, transactional


@noting_refusals
@transactional
def correct(actor: Reader | Operator, invitation: Invitation, email: str, role: str, name: str) -> Invitation:
    """Send it to this address and into this role instead: what was sent opens nothing any more. Another spelling of
    the name alone is put right where it stands, and nothing is sent. The days stay; a double click is one.

    Raises Invalid for what cannot be invited so, Conflict when it was accepted or withdrawn meanwhile.
    """
    require(policy.can_manage(actor, invitation))
    session().execute(select(Invitation.id).where(Invitation.id == invitation.id).with_for_update())
    session().refresh(invitation)
    place = invitation.partnership
    if (corrected := _by_the_same_click(actor, invitation, email, role)) is not None:
        return corrected
    if invitation.claimed_at is not None:
        raise Conflict("invitation-accepted-meanwhile")
    if (email_addresses.lookup_form(email), role) == (invitation.email, invitation.role):
        invitation.name = name[:120]
        return invitation
    withdraw(actor, invitation)
    session().flush()
    term = Term(invitation.starts_on, invitation.ends_on)
    return invite(actor, email, role, place, name, starts_on=term.first_day, ends_on=term.ends_on)


def _by_the_same_click(actor: Reader | Operator, old: Invitation, email: str, role: str) -> Invitation | None:
    """What the first of two clicks sent instead of this one, a moment ago."""
    if old.withdrawn_at is None:
        return None
    found: Invitation | None = session().scalar(
        select(Invitation).where(
            Invitation.email == email_addresses.lookup_form(email),
            Invitation.role == role,
            Invitation.partnership_id == old.partnership_id,
            Invitation.inviter_id == actor.id,
            Invitation.withdrawn_at.is_(None),
            Invitation.invited_at > now() - A_MOMENT,
        )
    )
    if found is None:
        raise Conflict("invitation-withdrawn-meanwhile")
    return found
