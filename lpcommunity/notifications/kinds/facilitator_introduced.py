"""Somebody comes to facilitate. Told by name to those who had confided something there, before anything of it opens."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_confided
from lpcommunity.notifications.recipients import AUTHOR, Recipient, person_with_id
from lpcommunity.openings import queries
from lpcommunity.openings.commands import note_told
from lpcommunity.openings.domain_events import FacilitatorIntroduced
from lpcommunity.outbox import EventMeta
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
    term = found[1]
    yield Letter(
        to=author.email,
        person_id=author.person_id,
        greets=author.first_name,
        subject=f"{term.facilitator} facilitates {term.place} from {day(term.began_at)}",
        lines=[
            f"{term.facilitator} facilitates {term.place} from {day(term.began_at)}.",
            (
                f"{term.first_name} can read what you confide from then on. What came before stays closed to"
                f" {term.first_name} until you say yes."
            ),
            (
                f"What still waits for its first answer opens to {term.first_name} in three days, so that somebody can"
                " answer it. You can take it back before."
            ),
        ],
        button=(f"Say what {term.first_name} may read", absolute_url(CONFIDED)),
        after=["If you do nothing, everything else stays closed. Nobody is told what you decide."],
        about_id=event.introduction_id,
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
