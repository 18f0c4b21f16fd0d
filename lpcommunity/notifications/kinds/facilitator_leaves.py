"""A facilitator's last day is a week away. Told to those whose confided words reach them."""

from collections.abc import Iterator
from datetime import date

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds.facilitator_introduced import CONFIDED
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.prospect_text import TAKE_BACK, goes_on
from lpcommunity.notifications.reasons import because_confided
from lpcommunity.notifications.recipients import AUTHOR, Recipient, person_with_id
from lpcommunity.openings import queries
from lpcommunity.openings.queries import Term
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.domain_events import FacilitatorLeaving
from lpcommunity.reviews.prospects import prospects
from lpcommunity.storage import today
from lpcommunity.web.humanize import day


def _planned(event: FacilitatorLeaving) -> Term | None:
    """The term, if it still ends on that day, and has not yet."""
    term = queries.term(event.membership_id)
    if term is None or term.ended_at is not None or term.ends_on is None:
        return None
    return term if term.ends_on == date.fromisoformat(event.last_day) and term.ends_on >= today() else None


def news(event: FacilitatorLeaving, _meta: EventMeta) -> News | None:
    """The authors."""
    term = _planned(event)
    if term is None:
        return None
    told = [Recipient(author_id, AUTHOR) for author_id in queries.authors_reached(event.membership_id)]
    return News(told, partnership_id=term.place_id, actor_id=term.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} will soon no longer facilitate ", line.place_link, ". ", Link("What you confided", CONFIDED)]


def letters(event: FacilitatorLeaving, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with the day."""
    term = _planned(event)
    for author_id in queries.authors_reached(event.membership_id) if term is not None else ():
        author = person_with_id(author_id)
        if author is None or term is None or term.ends_on is None:
            continue
        yield Letter(
            to=author.email,
            person_id=author.person_id,
            greets=author.first_name,
            subject=f"{term.facilitator} facilitates {term.place} until {day(term.ends_on)}",
            lines=[
                (
                    f"{term.facilitator} facilitates {term.place} until {day(term.ends_on)}."
                    " After that day, what you confided is closed to them."
                ),
                *_what_waits(author_id, term, term.ends_on),
            ],
            button=("What you confided", absolute_url(CONFIDED)),
            about_id=event.membership_id,
        )


def _what_waits(author_id: int, term: Term, last_day: date) -> list[str]:
    found = prospects(author_id, term.place_id, term.person_id, last_day)
    if not found.waits:
        return []
    return [goes_on(found) or f"What waits for an answer goes on waiting for whoever facilitates then. {TAKE_BACK}"]


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """The term has not ended before, and its last day is not taken away."""
    term = queries.term(event.about_id or 0)
    return term is not None and term.ended_at is None and term.ends_on is not None


TYPE = NotificationType(
    key="facilitator-leaves",
    in_app=InApp(event=FacilitatorLeaving, news=news, sign="eye", words=words, because=because_confided),
    by_mail=ByMail(
        event=FacilitatorLeaving,
        letters=letters,
        why="You get this because you confided something to the facilitators there.",
        still_meant=still_meant,
        choice=Choice(
            says="A facilitator I confided in is about to leave", offered_to=lambda reader: bool(reader.member_of)
        ),
    ),
)
