"""Reading invitations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.invitations import policy
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.policy import INVITATION
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current
from lpcommunity.people import email_addresses
from lpcommunity.people.terms import PERSON, ROLE_HOLDING, held
from lpcommunity.programmes.models import Programme
from lpcommunity.storage import Moment, Statement, now, session, today

MOST = 300  # the latest invitations that a list shows
MOST_COUNTED = 1000  # entries that the welcome counts

PLACE: FromClause = Partnership.__table__
INVITER, CLAIMER = PERSON.alias("inviter"), PERSON.alias("claimer")
HERE = bindparam("place", type_=Integer)
EMAILS = bindparam("emails", type_=String, expanding=True)
ONE = bindparam("person", type_=Integer)


def _into(place: bool, column: ColumnElement[int | None] = INVITATION.c.partnership_id) -> ColumnElement[bool]:
    """SQL over invitation: into the place `place`, or into a role in the whole installation."""
    return column == HERE if place else column.is_(None)


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
    starts_on: date | None
    ends_on: date | None
    counts: bool

    @property
    def state(self) -> str:
        """Accepted, expired, lapsed (whoever sent it may not invite any more), or waiting."""
        if self.claimed_at is not None:
            return "accepted"
        if self.expires_at <= now():
            return "expired"
        return "waiting" if self.counts else "lapsed"


def _invited(place: bool) -> Statement[Invited]:
    query = (
        select(
            INVITATION.c.id,
            INVITATION.c.email,
            INVITATION.c.name,
            INVITATION.c.role,
            INVITATION.c.sent_at,
            INVITATION.c.expires_at,
            INVITER.c.name.label("inviter"),
            INVITATION.c.claimed_at,
            CLAIMER.c.name.label("claimed_by"),
            INVITATION.c.claimed_by_id,
            INVITATION.c.starts_on,
            INVITATION.c.ends_on,
            policy.counts().label("counts"),
        )
        .select_from(
            INVITATION.outerjoin(INVITER, INVITER.c.id == INVITATION.c.inviter_id).outerjoin(
                CLAIMER, CLAIMER.c.id == INVITATION.c.claimed_by_id
            )
        )
        .where(_into(place), INVITATION.c.withdrawn_at.is_(None))
    )
    return Statement(query.order_by(INVITATION.c.sent_at.desc(), INVITATION.c.id.desc()).limit(MOST), Invited)


INVITED = {True: _invited(place=True), False: _invited(place=False)}

# Rows that a command works on.
INVITATION_WITH_ID = (
    select(Invitation)
    .options(joinedload(Invitation.inviter))
    .where(Invitation.id == bindparam("invitation", type_=Integer))
)


def _waiting(place: bool) -> Select[Any]:
    return select(Invitation).where(
        Invitation.email.in_(EMAILS),
        _into(place),
        Invitation.claimed_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > bindparam("now", type_=Moment),
    )


WAITING = {True: _waiting(place=True), False: _waiting(place=False)}


@dataclass(frozen=True)
class Held:
    """Somebody who belongs already, or will: `starts_on` says from when, in a place."""

    email: str
    name: str
    role: str
    starts_on: date | None

    @property
    def coming_on(self) -> date | None:
        """Their first day, where it has not come yet."""
        return self.starts_on if self.starts_on is not None and self.starts_on > today() else None


HELD = {
    True: Statement(
        select(PERSON.c.email, PERSON.c.name, MEMBERSHIP.c.role, MEMBERSHIP.c.starts_on)
        .select_from(PERSON.join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id))
        .where(MEMBERSHIP.c.partnership_id == HERE, or_(current(), coming()), PERSON.c.email.in_(EMAILS)),
        Held,
    ),
    False: Statement(
        select(PERSON.c.email, PERSON.c.name, ROLE_HOLDING.c.role, cast(null(), Date).label("starts_on"))
        .select_from(PERSON.join(ROLE_HOLDING, ROLE_HOLDING.c.person_id == PERSON.c.id))
        .where(held(), PERSON.c.email.in_(EMAILS)),
        Held,
    ),
}
ROLE_HERE: Statement[Any] = Statement(
    select(MEMBERSHIP.c.role).where(MEMBERSHIP.c.person_id == ONE, MEMBERSHIP.c.partnership_id == HERE, current())
)


@dataclass(frozen=True)
class RoleHere:
    """What somebody is: in a place, or, without one, in the whole installation."""

    role: str
    place: str | None


MOST_ROLES = 20
PLACES_OF = Statement(
    select(MEMBERSHIP.c.role, PLACE.c.name.label("place"))
    .select_from(PLACE.join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == PLACE.c.id))
    .where(MEMBERSHIP.c.person_id == ONE, current())
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_ROLES),
    RoleHere,
)
ROLES_OF = Statement(
    select(ROLE_HOLDING.c.role, cast(null(), String).label("place"))
    .where(ROLE_HOLDING.c.person_id == ONE, held())
    .order_by(ROLE_HOLDING.c.id)
    .limit(MOST_ROLES),
    RoleHere,
)


def roles_of(person_id: int) -> list[RoleHere]:
    """What this person is already, for themselves. Two queries."""
    return PLACES_OF.all(person=person_id, today=today()) + ROLES_OF.all(person=person_id)


def invited(partnership_id: int | None) -> list[Invited]:
    """Who is invited here, the newest first, so many at most; withdrawn ones are left out. One query."""
    return INVITED[partnership_id is not None].all(_place(partnership_id), today=today())


def invitation(invitation_id: int) -> Invitation:
    """One of them, with who sent it. Raises Missing."""
    found = session().scalar(INVITATION_WITH_ID, {"invitation": invitation_id})
    if found is None:
        raise Missing
    return found


def waiting_for(emails: Iterable[str], partnership_id: int | None) -> Sequence[Invitation]:
    """Invitations into this place that these addresses have not answered yet."""
    values = {"emails": list(emails), "now": now(), **_place(partnership_id)}
    found: Sequence[Invitation] = session().scalars(WAITING[partnership_id is not None], values).all()
    return found


def roles_held(emails: Iterable[str], partnership_id: int | None) -> Sequence[Held]:
    """Who of these addresses belongs here already, or will, and in which role."""
    wanted = [email_addresses.lookup_form(email) for email in emails]
    values = {"today": today(), **_place(partnership_id)} if partnership_id is not None else {}
    return HELD[partnership_id is not None].all(values, emails=wanted)


def role_here(person_id: int, partnership_id: int) -> str | None:
    """The role that this person has in a place just now."""
    role: str | None = ROLE_HERE.value(person=person_id, place=partnership_id, today=today())
    return role


def _place(partnership_id: int | None) -> dict[str, int]:
    return {} if partnership_id is None else {"place": partnership_id}


@dataclass(frozen=True)
class WelcomeFacts:
    """What somebody who came in just now finds: their place and role there, or their role in the whole installation."""

    place: str | None = None
    slug: str | None = None
    role: str | None = None
    shared: tuple[tuple[str, int], ...] = ()  # how many entries of each kind they may read, by the word of the kind
    has_programmes: bool = True


@dataclass(frozen=True)
class NewestPlace:
    """Where somebody came in last."""

    id: int
    name: str
    slug: str
    role: str


@dataclass(frozen=True)
class KindCount:
    """How many entries of a kind somebody may read."""

    kind: str
    number: int


NEWEST_PLACE = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug, MEMBERSHIP.c.role)
    .select_from(PLACE.join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == PLACE.c.id))
    .where(MEMBERSHIP.c.person_id == ONE, current())
    .order_by(MEMBERSHIP.c.created_at.desc(), MEMBERSHIP.c.id.desc())
    .limit(1),
    NewestPlace,
)
_latest = (
    select(ENTRY.c.kind)
    .where(ENTRY.c.partnership_id == HERE, ON_RECORD)
    .order_by(ENTRY.c.published_at.desc())
    .limit(MOST_COUNTED)
    .subquery("latest")
)
COUNTS = Statement(select(_latest.c.kind, func.count().label("number")).group_by(_latest.c.kind), KindCount)
NEWEST_ROLE: Statement[Any] = Statement(
    select(ROLE_HOLDING.c.role)
    .where(ROLE_HOLDING.c.person_id == ONE, held())
    .order_by(ROLE_HOLDING.c.started_at.desc(), ROLE_HOLDING.c.id.desc())
    .limit(1)
)
ANY_PROGRAMME: Statement[Any] = Statement(select(Programme.id).limit(1))


def beginning(person: Reader) -> WelcomeFacts:
    """Where this person begins: their newest place first. Three small queries at most."""
    place = NEWEST_PLACE.first(person=person.id, today=today())
    if place is not None:
        counts = {one.kind: one.number for one in COUNTS.all(reads(person), place=place.id)}
        shared = tuple((kind.word.lower(), counts[kind.key]) for kind in kinds() if counts.get(kind.key))
        return WelcomeFacts(place.name, place.slug, place.role, shared)
    return WelcomeFacts(role=NEWEST_ROLE.value(person=person.id), has_programmes=ANY_PROGRAMME.value() is not None)
