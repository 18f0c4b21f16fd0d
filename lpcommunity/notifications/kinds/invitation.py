"""Somebody is invited. Told to the address that the inviter typed, by e-mail: the way in."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.invitations.domain_events import PersonInvited
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.role_text import days_phrase, role_phrase
from lpcommunity.invitations.tokens import invitation_token
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.notification_types import ByMail, NotificationType
from lpcommunity.outbox import EventMeta
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session
from lpcommunity.web import external_url
from lpcommunity.web.humanize import day

ABOUT = (
    "lpcommunity is where local partnerships keep track of what they try, say what they make of it, "
    "and learn from one another."
)


def letters(event: PersonInvited, _meta: EventMeta) -> Iterator[Letter]:
    """To the invited. Names nobody where the operator invites, and no place for a role in the whole installation."""
    invitation = session().get(Invitation, event.invitation_id)
    if invitation is None or not _counts(invitation):
        return
    inviter = session().get(Person, invitation.inviter_id) if invitation.inviter_id is not None else None
    place = invitation.partnership.name if invitation.partnership is not None else ""
    where = f"{place} on lpcommunity" if place else "lpcommunity"
    who = f"{inviter.name} invites you" if inviter is not None else "You are invited"
    role = role_phrase(invitation.role, place or None) + days_phrase(invitation.starts_on, invitation.ends_on)
    yield Letter(
        to=invitation.email,
        greets=invitation.name,
        subject=f"{who} to join {where}",
        lines=[f"{who} to join {where}. You will be {role}.", ABOUT],
        button=("See the invitation", external_url("invitations.show", token=invitation_token(invitation))),
        after=[f"The link works until {day(invitation.expires_at)}, and once. Opening it accepts nothing yet."],
        about_id=invitation.id,
    )


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """It can still be accepted."""
    invitation = session().get(Invitation, event.about_id)
    return invitation is not None and _counts(invitation)


def _counts(invitation: Invitation) -> bool:
    return invitation.claimed_at is None and invitation.withdrawn_at is None and invitation.expires_at > now()


TYPE = NotificationType(
    key="invitation",
    by_mail=ByMail(
        event=PersonInvited,
        letters=letters,
        why="You get this because somebody typed your address to invite you.",
        still_meant=still_meant,
        choice=None,
        to_this_address=True,
    ),
)
