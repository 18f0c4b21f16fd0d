"""Somebody is asked whether they can help. Told to them once, if they may read the request when they are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY
from lpcommunity.entries.queries import PLACE
from lpcommunity.help_requests.domain_events import PersonAskedToHelp
from lpcommunity.help_requests.policy import ASKING, IS_OPEN, REQUEST, can_be_asked
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient, person_with_id
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import Statement, session

ASKED = "asked-to-help"
OPENLY = ("partnership", "community", "public")  # of what is for fewer, an e-mail says no word: mailboxes are read


@dataclass(frozen=True)
class Asked:
    """What decides whether somebody is told that they were asked, and what the e-mail says."""

    entry_id: int
    kind: str
    person_id: int
    partnership_id: int | None
    place: str | None
    audience: str
    question: str
    declined_at: datetime | None


ASKED_OF = Statement(
    select(
        REQUEST.c.entry_id,
        ENTRY.c.kind,
        ASKING.c.person_id,
        ENTRY.c.partnership_id,
        PLACE.c.name.label("place"),
        ENTRY.c.audience,
        REQUEST.c.question,
        ASKING.c.declined_at,
    )
    .select_from(
        ASKING.join(REQUEST, REQUEST.c.id == ASKING.c.request_id)
        .join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
        .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    )
    .where(ASKING.c.id == bindparam("asking", type_=Integer), IS_OPEN),
    Asked,
)


def _told(asking_id: int, reader: Reader | Visitor | None = None) -> Asked | None:
    """What somebody was asked, if it is still looked for, they can still be asked and have not said “not now”."""
    asked = ASKED_OF.first(asking=asking_id)
    if asked is None or asked.declined_at is not None:
        return None
    entry, whom = session().get_one(Entry, asked.entry_id), reader or reader_of(asked.person_id)
    return asked if can_be_asked(whom, entry) else None


def news(event: PersonAskedToHelp, _meta: EventMeta) -> News | None:
    """Whoever is asked."""
    asked = _told(event.asking_id)
    if asked is None:
        return None
    return News([Recipient(asked.person_id, ASKED)], asked.entry_id, asked.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} asks whether you can help: ", line.entry_link]


def because(_line: Line) -> str:
    """Why they."""
    return "Because of what you can help with, or wrote. “Not now” is an answer that nobody learns of"


def letters(event: PersonAskedToHelp, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with the question and the way to say “not now”, which is on the page that it leads to."""
    asked, asker, whom = _told(event.asking_id), person_with_id(event.actor_id), person_with_id(event.person_id)
    if asked is None or whom is None:
        return
    who = asker.name if asker is not None else "Somebody"
    of = f" of {asked.place}" if asked.place else ""
    yield Letter(
        to=whom.email,
        person_id=whom.person_id,
        greets=whom.first_name,
        subject=f"{who} asks whether you can help",
        lines=[
            f"{who}{of} would like help with something, and thought of you."
            if asker is not None
            else "Somebody would like help with something, and thought of you.",
            f"“{asked.question}”"
            if asked.audience in OPENLY
            else "It is for few people, so this e-mail does not say what it is.",
            "A sentence from your own experience is enough.",
        ],
        button=("See the request", absolute_url(f"{kind_of(asked.kind).path(asked.entry_id)}#request")),
        after=[
            "You can say “not now” there. Nobody learns that you did, and you are not asked about this again.",
        ],
        about_id=event.asking_id,
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """Whether it is still looked for, theirs to read, and not passed over."""
    return _told(event.about_id or 0, reader) is not None


TYPE = NotificationType(
    key="help-asked",
    in_app=InApp(event=PersonAskedToHelp, news=news, sign="question", words=words, because=because),
    by_mail=ByMail(
        event=PersonAskedToHelp,
        letters=letters,
        why="You get this because somebody asked you for help. Nobody is asked for the same twice.",
        still_meant=still_meant,
        choice=Choice(says="Somebody asks whether I can help", offered_to=lambda reader: reader.in_community),
    ),
)
