"""A reflection waits where there is no facilitator. Told to the programme team, who cannot read it: where, no more."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications import recipients
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_programme_team
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.models import Partnership
from lpcommunity.reflections.domain_events import FacilitatorMissing
from lpcommunity.storage import session


def news(event: FacilitatorMissing, _meta: EventMeta) -> News:
    """The programme team."""
    return News(recipients.programme_team(), partnership_id=event.partnership_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return ["Somebody in ", line.place_link, " sent a reflection, and there was no facilitator"]


def letters(event: FacilitatorMissing, _meta: EventMeta) -> Iterator[Letter]:
    """The programme team, unless a facilitator has come meanwhile."""
    place = session().get(Partnership, event.partnership_id)
    if place is None or recipients.facilitators(place.id):
        return
    for person in recipients.programme_team():
        yield Letter(
            to=person.email,
            person_id=person.person_id,
            greets=person.first_name,
            subject=f"{place.name} has no facilitator, and a reflection is waiting",
            lines=[
                f"Somebody in {place.name} has sent a reflection to their facilitators, and at present there is none.",
                "It waits for whoever comes.",
            ],
            button=(f"Go to {place.name}", absolute_url(f"/partnerships/{place.slug}")),
            about_id=place.id,
        )


def still_meant(_event: MailWritten, reader: Reader | Visitor) -> bool:
    """They still run a programme."""
    return reader.programme_team


TYPE = NotificationType(
    key="facilitator-missing",
    in_app=InApp(event=FacilitatorMissing, news=news, sign="talk", words=words, because=because_programme_team),
    by_mail=ByMail(
        event=FacilitatorMissing,
        letters=letters,
        why="You get this because you are on the programme team.",
        still_meant=still_meant,
        choice=Choice(
            says="A reflection is waiting where there is no facilitator",
            offered_to=lambda reader: reader.programme_team,
        ),
    ),
)
