"""A text was reported, or its author did something about it. Told to whoever decides on it, without a word of it."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.moderation.commands import case_row
from lpcommunity.moderation.deciders import handlers
from lpcommunity.moderation.domain_events import ReportWaits
from lpcommunity.moderation.policy import has_queue
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient, person_with_id
from lpcommunity.outbox import EventMeta

DECIDES = "decides"


def _who(case_id: int) -> list[int]:
    """Those who decide on it, as long as it waits."""
    case = case_row(case_id)
    return handlers(case) if case is not None and case.waiting_since is not None else []


def news(event: ReportWaits, _meta: EventMeta) -> News:
    """Whoever decides."""
    facts = {"case": event.case_id, "again": event.again}
    return News([Recipient(one, DECIDES) for one in _who(event.case_id)], facts=facts)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    what = (
        "The author of a reported text did something about it. " if line.facts.get("again") else "A text was reported. "
    )
    return [what, Link("Look at it, and decide", f"/moderation/{line.facts.get('case')}")]


def because(_line: Line) -> str:
    """Why they."""
    return "Because you can decide on it"


def letters(event: ReportWaits, _meta: EventMeta) -> Iterator[Letter]:
    """The same by e-mail."""
    for one in _who(event.case_id):
        person = person_with_id(one)
        if person is not None:
            yield Letter(
                to=person.email,
                person_id=person.person_id,
                greets=person.first_name,
                subject="A reported text waits for you",
                lines=[
                    "The author of a reported text changed it, or answered. Please look once more."
                    if event.again
                    else "Somebody asked to have a text looked at. Please read what they sent, and decide.",
                    "This e-mail does not say what it is.",
                ],
                button=("See the report", absolute_url(f"/moderation/{event.case_id}")),
                about_id=event.case_id,
            )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """It still waits, and for them."""
    return isinstance(reader, Reader) and reader.id in _who(event.about_id or 0)


TYPE = NotificationType(
    key="report-waits",
    in_app=InApp(event=ReportWaits, news=news, sign="flag", words=words, because=because),
    by_mail=ByMail(
        event=ReportWaits,
        letters=letters,
        why="You get this because you can decide on what is reported.",
        still_meant=still_meant,
        choice=Choice(says="A reported text waits for me", offered_to=has_queue),
    ),
)
