"""Somebody introduces two people to each other. Each is told once, if all three are there when they are told."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.introductions import queries
from lpcommunity.introductions.domain_events import PeopleIntroduced
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.introductions.policy import can_introduce
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient, person_with_id
from lpcommunity.outbox import EventMeta

ONE, OTHER = "introduced-one", "introduced-other"  # which of the two one is: the line names the other


def _told(introduction_id: int) -> PeopleIntroduction | None:
    """The introduction, if it could be made today: nobody is told of whom they cannot see."""
    made = queries.row(introduction_id)
    if made is None:
        return None
    by, one, other = (reader_of(person) for person in (made.introducer_id, made.one_id, made.other_id))
    return made if isinstance(by, Reader) and can_introduce(by, one, other) else None


def news(event: PeopleIntroduced, _meta: EventMeta) -> News | None:
    """The two, each of the other. Why stands on the page that the line leads to, which the three alone open."""
    made = _told(event.introduction_id)
    one, other = person_with_id(event.one_id), person_with_id(event.other_id)
    if made is None or one is None or other is None:
        return None
    facts = {"introduction": made.id, ONE: other.name, OTHER: one.name}
    return News(
        [Recipient(one.person_id, ONE), Recipient(other.person_id, OTHER)], actor_id=event.actor_id, facts=facts
    )


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    whom = line.facts.get(line.reason, "somebody")
    return [
        f"{line.actor} introduces you to {whom}. ",
        Link("Read why", f"/introductions/{line.facts['introduction']}"),
    ]


def because(_line: Line) -> str:
    """Why they."""
    return "Only the three of you can read it"


def letters(event: PeopleIntroduced, _meta: EventMeta) -> Iterator[Letter]:
    """The same, one to each. Mailboxes are read by others: why is not in it."""
    people = [person_with_id(one) for one in (event.actor_id, event.one_id, event.other_id)]
    by, one, other = people
    if _told(event.introduction_id) is None or by is None or one is None or other is None:
        return
    for to, whom in ((one, other), (other, one)):
        yield Letter(
            to=to.email,
            person_id=to.person_id,
            greets=to.first_name,
            subject=f"{by.name} introduces you to {whom.name}",
            lines=[
                f"{by.name} thinks that you and {whom.name} should know each other, and wrote both of you why.",
                "Only the three of you can read it, so it is not in this e-mail.",
            ],
            button=("Read why", absolute_url(f"/introductions/{event.introduction_id}")),
            after=[
                f"Who {whom.first_name} is: {absolute_url(f'/people/{whom.person_id}')}",
                "You need not answer, and nobody is told whether you do.",
            ],
            about_id=event.introduction_id,
        )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """Whether all three are still there, and it is one of the two who gets it."""
    made = _told(event.about_id or 0)
    return made is not None and isinstance(reader, Reader) and reader.id in (made.one_id, made.other_id)


TYPE = NotificationType(
    key="introduced",
    in_app=InApp(event=PeopleIntroduced, news=news, sign="person", words=words, because=because),
    by_mail=ByMail(
        event=PeopleIntroduced,
        letters=letters,
        why="You get this because somebody who knows you introduces you to somebody else.",
        still_meant=still_meant,
        choice=Choice(
            says="Somebody introduces me to somebody", offered_to=lambda reader: reader.in_community, in_letter=words
        ),
    ),
)
