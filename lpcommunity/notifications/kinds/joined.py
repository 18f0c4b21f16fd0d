"""An invitation was accepted. Told to whoever sent it."""

from lpcommunity.invitations.domain_events import InvitationClaimed
from lpcommunity.invitations.models import Invitation
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import session


def news(event: InvitationClaimed, _meta: EventMeta) -> News | None:
    """The inviter; the operator's command line reads no notifications."""
    invitation = session().get(Invitation, event.invitation_id)
    if invitation is None or invitation.inviter_id is None:
        return None
    inviter = Recipient(invitation.inviter_id, "inviter")
    return News([inviter], partnership_id=invitation.partnership_id, actor_id=event.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says; an invitation into the whole installation has no place."""
    accepted = f"{line.actor} accepted your invitation"
    return [f"{accepted} to ", line.place_link] if line.place else [accepted]


TYPE = NotificationType(
    key="joined",
    in_app=InApp(
        event=InvitationClaimed, news=news, sign="check", words=words, because=lambda _: "Because you invited them"
    ),
)
