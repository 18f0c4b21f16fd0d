"""Reading invitations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import on_record_for
from lpcommunity.invitations.models import Invitation
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.partnerships.terms import current_today
from lpcommunity.people import email_addresses
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.programmes.models import Programme
from lpcommunity.storage import now, session

MOST = 300


@dataclass(frozen=True)
class Invited:
    """A line in the list of who is invited."""

    id: int
    email: str
    name: str
    role: str
    sent_at: datetime
    expires_at: datetime
    inviter: str | None
    claimed_at: datetime | None
    claimed_by: str | None
    claimed_by_id: int | None

    @property
    def state(self) -> str:
        """Accepted, waiting or expired."""
        if self.claimed_at is not None:
            return "accepted"
        return "waiting" if self.expires_at > now() else "expired"


def invited(partnership_id: int | None) -> list[Invited]:
    """Who is invited here, the newest first; withdrawn ones are left out. One query."""
    inviter, claimer = aliased(Person), aliased(Person)
    query = (
        select(
            Invitation.id,
            Invitation.email,
            Invitation.name,
            Invitation.role,
            Invitation.sent_at,
            Invitation.expires_at,
            inviter.name.label("inviter"),
            Invitation.claimed_at,
            claimer.name.label("claimed_by"),
            Invitation.claimed_by_id,
        )
        .outerjoin(inviter, inviter.id == Invitation.inviter_id)
        .outerjoin(claimer, claimer.id == Invitation.claimed_by_id)
        .where(Invitation.partnership_id == partnership_id, Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
        .limit(MOST)
    )
    return [Invited(**row._mapping) for row in session().execute(query)]


def invitation(invitation_id: int) -> Invitation:
    """One of them, with who sent it. Raises Missing."""
    query = select(Invitation).options(joinedload(Invitation.inviter)).where(Invitation.id == invitation_id)
    found = session().scalar(query)
    if found is None:
        raise Missing
    return found


def claimer_of(found: Invitation) -> Person | None:
    """Who claimed it."""
    return None if found.claimed_by_id is None else session().get(Person, found.claimed_by_id)


def waiting_for(emails: Iterable[str], partnership_id: int | None) -> Sequence[Invitation]:
    """Invitations into this place that these addresses have not answered yet."""
    query = select(Invitation).where(
        Invitation.email.in_(list(emails)),
        Invitation.partnership_id == partnership_id,
        Invitation.claimed_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now(),
    )
    return session().scalars(query).all()


def roles_held(emails: Iterable[str], partnership_id: int | None) -> Sequence[Any]:
    """E-mail, name and current role here of those who belong already."""
    wanted = [email_addresses.lookup_form(email) for email in emails]
    query = select(Person.email, Person.name, RoleHolding.role).join(RoleHolding, RoleHolding.person_id == Person.id)
    if partnership_id is not None:
        query = select(Person.email, Person.name, Membership.role).join(Membership, Membership.person_id == Person.id)
        query = query.where(Membership.partnership_id == partnership_id, current_today())
    else:
        query = query.where(RoleHolding.ended_at.is_(None))
    return session().execute(query.where(Person.email.in_(wanted))).all()


def role_here(person: Person, partnership_id: int) -> str | None:
    """The role that this person has in a place just now."""
    query = select(Membership.role).where(
        Membership.person_id == person.id, Membership.partnership_id == partnership_id, current_today()
    )
    return session().scalar(query)


@dataclass(frozen=True)
class WelcomeFacts:
    """What somebody who came in just now finds: their place and role there, or their role in the whole installation."""

    place: str | None = None
    slug: str | None = None
    role: str | None = None
    shared: tuple[tuple[str, int], ...] = ()  # how many entries of each kind they may read, by the word of the kind
    has_programmes: bool = True


def beginning(person: Reader) -> WelcomeFacts:
    """Where this person begins: their newest place first. Three small queries at most."""
    newest = (
        select(Partnership.id, Partnership.name, Partnership.slug, Membership.role)
        .join(Membership, Membership.partnership_id == Partnership.id)
        .where(Membership.person_id == person.id, current_today())
        .order_by(Membership.created_at.desc(), Membership.id.desc())
        .limit(1)
    )
    place = session().execute(newest).first()
    if place is not None:
        counted = select(Entry.kind, func.count()).where(Entry.partnership_id == place.id, on_record_for(person))
        counts = {row[0]: row[1] for row in session().execute(counted.group_by(Entry.kind))}
        shared = tuple((kind.word.lower(), counts[kind.key]) for kind in kinds() if counts.get(kind.key))
        return WelcomeFacts(place.name, place.slug, place.role, shared)
    held = select(RoleHolding.role).where(RoleHolding.person_id == person.id, RoleHolding.ended_at.is_(None))
    role = session().scalar(held.order_by(RoleHolding.started_at.desc(), RoleHolding.id.desc()).limit(1))
    return WelcomeFacts(role=role, has_programmes=session().scalar(select(Programme.id).limit(1)) is not None)
