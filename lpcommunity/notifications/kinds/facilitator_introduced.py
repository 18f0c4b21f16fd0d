"""Somebody comes to facilitate. Told by name to those who had confided something there, before anything of it opens."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_confided
from lpcommunity.notifications.recipients import AUTHOR, Recipient, person_with_id
from lpcommunity.openings import queries
from lpcommunity.openings.commands import GRACE, note_told
from lpcommunity.openings.domain_events import FacilitatorIntroduced
from lpcommunity.openings.queries import Term
from lpcommunity.outbox import EventMeta
from lpcommunity.reviews.prospects import waits_for_first_answer
from lpcommunity.storage import now
from lpcommunity.web.humanize import day

CONFIDED = "/confided"


def news(event: FacilitatorIntroduced, _meta: EventMeta) -> News | None:
    """The author, unless the term has ended meanwhile."""
    found = queries.introduced(event.introduction_id)
    if found is None or found[1].ended_at is not None:
        return None
    author_id, term = found
    return News([Recipient(author_id, AUTHOR)], partnership_id=term.place_id, actor_id=term.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} comes to facilitate ", line.place_link, ". ", Link("Say what they may read", CONFIDED)]


def letters(event: FacilitatorIntroduced, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with what happens if nothing is said."""
    found = queries.introduced(event.introduction_id)
    author = person_with_id(found[0]) if found is not None else None
    if found is None or author is None:
        return
    term, waits = found[1], waits_for_first_answer(event.introduction_id)
    yield Letter(
        to=author.email,
        person_id=author.person_id,
        greets=author.first_name,
        subject=f"{term.facilitator} facilitates {term.place} from {day(term.began_at)}",
        lines=[
            f"{term.facilitator} facilitates {term.place} from {day(term.began_at)}.",
            _what_came_before(author.person_id, term),
            *([_what_waits(term)] if waits else []),
        ],
        button=(f"Say what {term.first_name} may read", absolute_url(CONFIDED)),
        after=[
            f"If you do nothing, {'everything else' if waits else 'it'} stays closed.",
            f"Nobody is told of a no. Of a yes, {term.first_name} is told.",
        ],
        about_id=event.introduction_id,
    )


def _what_came_before(author_id: int, term: Term) -> str:
    """Whoever no longer belongs there confides nothing more."""
    author = reader_of(author_id)
    if isinstance(author, Reader) and term.place_id in author.places:
        return (
            f"{term.first_name} can read what you confide from then on. What came before stays closed to"
            f" {term.first_name} until you say yes."
        )
    return f"What you confided there stays closed to {term.first_name} until you say yes."


def _what_waits(term: Term) -> str:
    """The day is the earliest: three days count from when this is sent, which may be later than it is written."""
    soon = now() + GRACE
    when = (
        f"on {day(term.began_at)}, the first day,"
        if term.began_at > soon
        else (f"three days after this e-mail, on {day(soon)} at the earliest,")
    )
    return (
        f"What still waits for its first answer opens to {term.first_name} {when} so that somebody can answer it."
        " Say no or take it back before, and it does not."
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """The term has not ended, and it is its author who gets it."""
    found = queries.introduced(event.about_id or 0)
    return found is not None and found[1].ended_at is None and isinstance(reader, Reader) and found[0] == reader.id


def sent(event: MailWritten) -> None:
    """From now on three days count."""
    note_told(event.about_id or 0)


TYPE = NotificationType(
    key="facilitator-introduced",
    in_app=InApp(event=FacilitatorIntroduced, news=news, sign="eye", words=words, because=because_confided),
    by_mail=ByMail(
        event=FacilitatorIntroduced,
        letters=letters,
        why="We always tell you this before anything that you confided opens to somebody.",
        still_meant=still_meant,
        choice=None,
        sent=sent,
    ),
)
