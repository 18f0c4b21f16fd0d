"""A facilitator's term was ended. Told at once to those whose confided words reached them."""

from collections.abc import Iterator

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
from lpcommunity.partnerships.domain_events import MembershipEnded


def _concerned(event: MembershipEnded, term: Term) -> list[int]:
    """Those whose words reached them; of a term that never began, those who were told that somebody comes."""
    return queries.told_of(event.membership_id) if term.never_began else queries.authors_reached(event.membership_id)


def news(event: MembershipEnded, _meta: EventMeta) -> News | None:
    """The authors, where it was a facilitator's."""
    term = queries.term(event.membership_id)
    if term is None:
        return None
    told = [Recipient(author_id, AUTHOR) for author_id in _concerned(event, term)]
    return News(told, partnership_id=term.place_id, actor_id=term.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} no longer facilitates ", line.place_link, ". ", Link("What you confided", CONFIDED)]


def letters(event: MembershipEnded, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with what becomes of what waits."""
    term = queries.term(event.membership_id)
    for author_id in _concerned(event, term) if term is not None else ():
        author = person_with_id(author_id)
        if author is None or term is None:
            continue
        yield Letter(
            to=author.email,
            person_id=author.person_id,
            greets=author.first_name,
            subject=f"{term.facilitator} no longer facilitates {term.place}",
            lines=[
                f"{term.facilitator} no longer facilitates {term.place}.",
                f"What you confided is closed to {term.first_name} from now on.",
                (
                    "What waits for an answer goes on waiting. When somebody else comes, we tell you who it is before"
                    " they read any of it. You can take it back."
                ),
            ],
            button=("Take back what waits", absolute_url(CONFIDED)),
            about_id=event.membership_id,
        )


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """The term is over: nothing makes it undone."""
    return queries.term(event.about_id or 0) is not None


TYPE = NotificationType(
    key="facilitator-left",
    in_app=InApp(event=MembershipEnded, news=news, sign="eye", words=words, because=because_confided),
    by_mail=ByMail(
        event=MembershipEnded,
        letters=letters,
        why="You get this because you confided something to the facilitators there.",
        still_meant=still_meant,
        choice=Choice(says="A facilitator I confided in has left", offered_to=lambda reader: bool(reader.member_of)),
    ),
)
