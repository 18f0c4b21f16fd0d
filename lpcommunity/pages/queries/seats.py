"""Who leads and who facilitates places, and which of these seats somebody is invited to, or will come to."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Boolean, Integer, String, bindparam, cast, literal, literal_column, null, select, union_all

from lpcommunity.invitations.policy import INVITATION, counts
from lpcommunity.pages.queries.places import PLACES
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Moment, Statement, now, today

SEATS_OF_INTEREST = ("lead", "deputy", "facilitator")
MOST = 2_000  # of a page of places


@dataclass(frozen=True)
class Seat:
    """Somebody who holds a seat in a place; or that one is promised: to whom is not said.

    The address is for those who look after members (partnerships.policy.can_change_people).
    """

    place_id: int
    role: str
    promised: bool  # somebody is invited to it, or comes on a later day
    person_id: int | None
    name: str | None
    email: str | None


_held = (
    select(
        MEMBERSHIP.c.partnership_id.label("place_id"),
        MEMBERSHIP.c.role,
        literal(False, Boolean).label("promised"),
        PERSON.c.id.label("person_id"),
        PERSON.c.name,
        PERSON.c.email,
    )
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        MEMBERSHIP.c.partnership_id.in_(PLACES),
        MEMBERSHIP.c.role.in_(SEATS_OF_INTEREST),
        current(),
        can_sign_in(),
    )
    .order_by(MEMBERSHIP.c.starts_on, PERSON.c.sort_name, MEMBERSHIP.c.id)
    .limit(MOST)
)
_nobody = (
    literal(True, Boolean).label("promised"),
    cast(null(), Integer).label("person_id"),
    cast(null(), String).label("name"),
    cast(null(), String).label("email"),
)
_to_come = (
    select(MEMBERSHIP.c.partnership_id.label("place_id"), MEMBERSHIP.c.role, *_nobody)
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        MEMBERSHIP.c.partnership_id.in_(PLACES),
        MEMBERSHIP.c.role.in_(SEATS_OF_INTEREST),
        coming(),
        can_sign_in(),
    )
    .limit(MOST)
)
_invited = (
    select(INVITATION.c.partnership_id.label("place_id"), INVITATION.c.role, *_nobody)
    .where(
        INVITATION.c.partnership_id.in_(PLACES),
        INVITATION.c.role.in_([literal_column(f"'{role}'", String) for role in SEATS_OF_INTEREST]),
        INVITATION.c.claimed_at.is_(None),
        INVITATION.c.withdrawn_at.is_(None),
        INVITATION.c.expires_at > bindparam("now", type_=Moment),
        counts(),
    )
    .limit(MOST)
)
SEATS = Statement(
    union_all(
        select(_held.subquery("held")), select(_to_come.subquery("to_come")), select(_invited.subquery("invited"))
    ),
    Seat,
)


def seats(place_ids: Collection[int]) -> list[Seat]:
    """The seats of these places that somebody holds, or that are promised; who came first is first. One query."""
    return SEATS.all(places=sorted(place_ids), today=today(), now=now())
