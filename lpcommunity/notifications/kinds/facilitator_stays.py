"""A last day of which authors were told is taken away or moved. Told to those whose confided words reach them."""

from collections.abc import Iterator
from datetime import date

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds.facilitator_introduced import CONFIDED
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_confided
from lpcommunity.notifications.recipients import AUTHOR, Recipient, person_with_id
from lpcommunity.openings import queries
from lpcommunity.openings.queries import Term
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.domain_events import FacilitatorStays
from lpcommunity.web.humanize import day


def _staying(event: FacilitatorStays) -> Term | None:
    """The term, if it still goes on after that day."""
    term = queries.term(event.membership_id)
    if term is None or term.ended_at is not None:
        return None
    return term if term.ends_on is None or term.ends_on > date.fromisoformat(event.last_day) else None


def news(event: FacilitatorStays, _meta: EventMeta) -> News | None:
    """The authors."""
    term = _staying(event)
    if term is None:
        return None
    told = [Recipient(author_id, AUTHOR) for author_id in queries.authors_reached(event.membership_id)]
    return News(told, partnership_id=term.place_id, actor_id=term.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} stays, and goes on facilitating ", line.place_link]


def letters(event: FacilitatorStays, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with the day that no longer counts."""
    term = _staying(event)
    for author_id in queries.authors_reached(event.membership_id) if term is not None else ():
        author = person_with_id(author_id)
        if author is None or term is None:
            continue
        until = f" until {day(term.ends_on)}" if term.ends_on is not None else ""
        yield Letter(
            to=author.email,
            person_id=author.person_id,
            greets=author.first_name,
            subject=f"{term.facilitator} stays: more time in {term.place}",
            lines=[
                (
                    f"{term.first_name} stays: {term.facilitator} was to facilitate {term.place} until"
                    f" {day(date.fromisoformat(event.last_day))}, and now goes on{until}."
                ),
                f"What you confided stays open to {term.first_name} as before. There is nothing to do.",
            ],
            button=("What you confided", absolute_url(CONFIDED)),
            about_id=event.membership_id,
        )


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """The term has not ended meanwhile."""
    term = queries.term(event.about_id or 0)
    return term is not None and term.ended_at is None


TYPE = NotificationType(
    key="facilitator-stays",
    in_app=InApp(event=FacilitatorStays, news=news, sign="eye", words=words, because=because_confided),
    by_mail=ByMail(
        event=FacilitatorStays,
        letters=letters,
        why="You get this because you confided something to the facilitators there.",
        still_meant=still_meant,
        choice=Choice(
            says="A facilitator I confided in stays after all", offered_to=lambda reader: bool(reader.member_of)
        ),
    ),
)
