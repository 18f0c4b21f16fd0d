"""Tickets: what a writing form carries so that nothing written in it is lost or posted twice.

A ticket is signed and names the person, the form (a uuid, unique for each form that is opened), what is written
(`subject`, see drafts.models.Draft) and where to carry on (`path`). So words that arrive when nobody is signed in
any more still find their owner, and a second click finds what the first one posted (`Entry.ticket` is the uuid).

    <input type="hidden" name="ticket" value="{{ ticket }}">     ticket = tickets.issue(person, subject, path)
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lpcommunity.people.models import Person
from lpcommunity.storage import now

GOOD_FOR = timedelta(days=30)
LONGEST = 2000


@dataclass(frozen=True)
class Ticket:
    """What a ticket says once its signature was found good."""

    person_id: int
    uuid: str
    subject: str
    path: str

    @property
    def address(self) -> str:
        """Where to carry on with what was written under this ticket."""
        return f"{self.path}{'&' if '?' in self.path else '?'}draft={self.uuid}"


def fresh_uuid() -> str:
    """The name of a form that is opened for the first time."""
    return str(uuid4())


def issue(person: Person, subject: str, path: str, uuid: str | None = None) -> str:
    """A signed ticket for a form of this person; with a uuid, for a form that is opened again."""
    return str(_signer().dumps([person.id, uuid or fresh_uuid(), subject, path, int(now().timestamp())]))


def read(text: str | None) -> Ticket | None:
    """What this ticket says, or None for one that is missing, forged, broken or older than thirty days."""
    if not text or len(text) > LONGEST:
        return None
    try:
        said: Any = _signer().loads(text)
        person_id, uuid, subject, path, issued = said
        ticket = Ticket(int(person_id), str(UUID(str(uuid))), str(subject), str(path))
    except (BadSignature, ValueError, TypeError):
        return None
    return ticket if now().timestamp() - issued < GOOD_FOR.total_seconds() else None


def of(person: Person, text: str | None) -> Ticket | None:
    """The ticket, if it is good and this person's own."""
    ticket = read(text)
    return ticket if ticket is not None and ticket.person_id == person.id else None


def uuid_of(person: Person, text: str | None) -> str:
    """The uuid to post under: the ticket's, or a fresh one where a form came without a good ticket of its own."""
    ticket = of(person, text)
    return ticket.uuid if ticket else fresh_uuid()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="drafts.ticket")
