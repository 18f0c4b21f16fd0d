"""Told of invitations: the invited by e-mail, the inviter in the app."""

from lpcommunity.invitations.domain_events import InvitationClaimed, PersonInvited
from lpcommunity.invitations.role_text import role_phrase
from lpcommunity.invitations.tokens import invitation_token
from lpcommunity.notifications import notification_types
from lpcommunity.notifications.inbox import notify
from lpcommunity.notifications.mail import letters
from lpcommunity.notifications.mail.queue import enqueue
from lpcommunity.notifications.queries import invitation_of, person_of
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.web import external_url
from lpcommunity.web.humanize import day


@subscribe(PersonInvited)
def mail_invitation(event: PersonInvited, meta: EventMeta) -> None:
    """The way in, for whoever is invited."""
    invitation = invitation_of(event.invitation_id)
    if invitation is None or invitation.claimed_at is not None or invitation.withdrawn_at is not None:
        return
    inviter = person_of(invitation.inviter_id)
    place = invitation.partnership.name if invitation.partnership is not None else ""
    letter = letters.invitation(
        inviter.name if inviter is not None else "",
        place,
        role_phrase(invitation.role, place or None),
        day(invitation.expires_at),
        external_url("invitations.show", token=invitation_token(invitation)),
        name=invitation.name,
    )
    enqueue(letter, meta, to=invitation.email, about_id=invitation.id)


@subscribe(InvitationClaimed)
def notify_inviter(event: InvitationClaimed, meta: EventMeta) -> None:
    """Whoever invited hears that the invitation was accepted."""
    invitation = invitation_of(event.invitation_id)
    if invitation is not None and invitation.inviter_id is not None:
        reasons = {invitation.inviter_id: "inviter"}
        place = invitation.partnership_id
        notify(meta, notification_types.JOINED, reasons, partnership_id=place, actor_id=event.person_id)
