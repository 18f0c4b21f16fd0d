"""A text was reported, and nobody can decide on it. Told to the programme team, who give that role: no more."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.moderation.commands import case_row
from lpcommunity.moderation.deciders import handlers
from lpcommunity.moderation.domain_events import ModeratorMissing
from lpcommunity.notifications import recipients
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_programme_team
from lpcommunity.outbox import EventMeta


def _still(case_id: int) -> bool:
    """Whether it waits, and nobody has come meanwhile who decides."""
    case = case_row(case_id)
    return case is not None and case.waiting_since is not None and not handlers(case)


def news(event: ModeratorMissing, _meta: EventMeta) -> News | None:
    """The programme team: also whoever reported it, or wrote it, since it tells neither."""
    return News(recipients.programme_team()) if _still(event.case_id) else None


def words(_line: Line) -> list[str | Link]:
    """What the line says."""
    return ["A text was reported, and no moderator can look at it. ", Link("Invite one", "/invitations")]


def letters(event: ModeratorMissing, _meta: EventMeta) -> Iterator[Letter]:
    """The same by e-mail."""
    for person in recipients.programme_team() if _still(event.case_id) else []:
        yield Letter(
            to=person.email,
            person_id=person.person_id,
            greets=person.first_name,
            subject="A moderator is needed",
            lines=[
                "Somebody reported a text, and at present there is no moderator who can look at it.",
                "The role is given by an invitation; nobody gives it to themselves.",
                "What was reported is not shown to you: it waits for whoever comes.",
            ],
            button=("Invite a moderator", absolute_url("/invitations")),
            about_id=event.case_id,
        )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """They run a programme, and nobody has come."""
    return reader.programme_team and _still(event.about_id or 0)


TYPE = NotificationType(
    key="moderator-missing",
    in_app=InApp(event=ModeratorMissing, news=news, sign="flag", words=words, because=because_programme_team),
    by_mail=ByMail(
        event=ModeratorMissing,
        letters=letters,
        why="You get this because you are on the programme team.",
        still_meant=still_meant,
        choice=Choice(
            says="A text was reported, and there is no moderator",
            offered_to=lambda reader: reader.programme_team,
        ),
    ),
)
