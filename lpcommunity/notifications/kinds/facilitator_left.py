"""A facilitator's term was ended. Told at once to those whose confided words reached them."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds.facilitator_introduced import CONFIDED
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.prospect_text import TAKE_BACK, goes_on
from lpcommunity.notifications.reasons import because_confided
from lpcommunity.notifications.recipients import AUTHOR, NEVER_BEGAN, Recipient, person_with_id
from lpcommunity.openings import queries
from lpcommunity.openings.queries import Term
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.domain_events import MembershipEnded
from lpcommunity.reviews.prospects import prospects
from lpcommunity.storage import today

GOES_ON_WAITING = (
    "What waits for an answer goes on waiting."
    " When somebody else comes, we tell you who it is before they read any of it."
)


def _concerned(event: MembershipEnded, term: Term) -> list[int]:
    """Those whose words reached them; of a term that never began, those who were told that somebody comes."""
    return queries.told_of(event.membership_id) if term.never_began else queries.authors_reached(event.membership_id)


def news(event: MembershipEnded, _meta: EventMeta) -> News | None:
    """The authors, where it was a facilitator's."""
    term = queries.term(event.membership_id)
    if term is None:
        return None
    reason = NEVER_BEGAN if term.never_began else AUTHOR
    told = [Recipient(author_id, reason) for author_id in _concerned(event, term)]
    return News(told, partnership_id=term.place_id, actor_id=term.person_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    if line.reason == NEVER_BEGAN:
        return [f"{line.actor} does not come to facilitate ", line.place_link, " after all"]
    return [f"{line.actor} no longer facilitates ", line.place_link, ". ", Link("What you confided", CONFIDED)]


def letters(event: MembershipEnded, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with what becomes of what waits."""
    term = queries.term(event.membership_id)
    for author_id in _concerned(event, term) if term is not None else ():
        author = person_with_id(author_id)
        if author is None or term is None:
            continue
        yield _never_came(event, author, term) if term.never_began else _gone(event, author, term)


def _never_came(event: MembershipEnded, author: Recipient, term: Term) -> Letter:
    return Letter(
        to=author.email,
        person_id=author.person_id,
        greets=author.first_name,
        subject=f"{term.facilitator} does not come to facilitate {term.place}",
        lines=[
            f"{term.facilitator} does not come to facilitate {term.place} after all.",
            f"Nothing that you confided opens to {term.first_name}. There is nothing to do.",
        ],
        button=("What you confided", absolute_url(CONFIDED)),
        about_id=event.membership_id,
    )


def _gone(event: MembershipEnded, author: Recipient, term: Term) -> Letter:
    found = prospects(author.person_id, term.place_id, term.person_id, today())
    lines = [
        f"{term.facilitator} no longer facilitates {term.place}.",
        f"What you confided is closed to {term.first_name} from now on.",
    ]
    if found.waits:
        lines.append(goes_on(found) or f"{GOES_ON_WAITING} {TAKE_BACK}")
    return Letter(
        to=author.email,
        person_id=author.person_id,
        greets=author.first_name,
        subject=f"{term.facilitator} no longer facilitates {term.place}",
        lines=lines,
        button=("Take back what waits" if found.waits else "What you confided", absolute_url(CONFIDED)),
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
        choice=Choice(
            says="A facilitator I confided in has left",
            offered_to=lambda reader: bool(reader.member_of),
            in_letter=words,
        ),
    ),
)
