"""Affiliations: which partnerships a person belongs to today, which they facilitate, which roles they hold.

Everything about who may do or read
what (entries.policy and the policies of the features) is built on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, event, null, or_, select
from sqlalchemy.orm import Session

from lpcommunity.partnerships.models import MEMBER_ROLES, Membership
from lpcommunity.partnerships.terms import current
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.storage import db, session, today


@dataclass(frozen=True)
class Affiliations:
    """What a person may count as, on one day. For somebody signed out, everything is empty."""

    member_of: frozenset[int] = frozenset()  # partnerships, whatever the member's role
    leads: frozenset[int] = frozenset()  # partnerships where they are lead or deputy
    facilitates: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def places(self) -> frozenset[int]:
        """Partnerships they belong to in whatever way."""
        return self.member_of | self.facilitates

    @property
    def in_community(self) -> bool:
        """Whether they hold a current membership or role at all (PROMISES section 1: the community)."""
        return bool(self.member_of or self.facilitates or self.roles)

    @property
    def programme_team(self) -> bool:
        """Whether they run a programme."""
        return "programme-team" in self.roles


NO_AFFILIATIONS = Affiliations()


def affiliations_of(person: Person | None) -> Affiliations:
    """Where this person stands today. One small query the first time in a transaction, none after.

    Somebody signed out or with a disabled account stands nowhere.
    """
    if person is None or person.disabled_at is not None:
        return NO_AFFILIATIONS
    known: dict[Any, Affiliations] = session().info.setdefault("affiliations", {})
    key = (person.id, today())
    if key not in known:
        known[key] = _read(person.id)
    return known[key]


def _read(person_id: int) -> Affiliations:
    """One query, since it is asked on every page: memberships, and roles as rows without a place."""
    rows = session().execute(
        select(Membership.partnership_id, Membership.role)
        .where(Membership.person_id == person_id, current())
        .union_all(
            select(cast(null(), Integer), RoleHolding.role).where(
                RoleHolding.person_id == person_id, RoleHolding.ended_at.is_(None)
            )
        )
    )
    held: list[tuple[int | None, str]] = [(place, role) for place, role in rows]
    return Affiliations(
        member_of=frozenset(place for place, role in held if place is not None and role in MEMBER_ROLES),
        leads=frozenset(place for place, role in held if place is not None and role in {"lead", "deputy"}),
        facilitates=frozenset(place for place, role in held if place is not None and role == "facilitator"),
        roles=frozenset(role for place, role in held if place is None),
    )


def people_of(partnership_ids: Iterable[int], roles: Iterable[str]) -> ColumnElement[bool]:
    """SQL over Person: belongs today to one of these partnerships in one of these roles, and can sign in."""
    return and_(
        Person.disabled_at.is_(None),
        Person.id.in_(
            select(Membership.person_id).where(
                Membership.partnership_id.in_(list(partnership_ids)), Membership.role.in_(list(roles)), current()
            )
        ),
    )


def community() -> ColumnElement[bool]:
    """SQL over Person: everyone in the community today."""
    return and_(
        Person.disabled_at.is_(None),
        or_(
            Person.id.in_(select(Membership.person_id).where(current())),
            Person.id.in_(select(RoleHolding.person_id).where(RoleHolding.ended_at.is_(None))),
        ),
    )


def _forget(changed: Session, *_: object) -> None:
    changed.info.pop("affiliations", None)


# What was read in one transaction must not outlive it, nor a change within it.
for moment in ("after_transaction_end", "after_flush", "after_bulk_update"):
    if moment == "after_bulk_update":
        event.listen(db.session, moment, lambda context: _forget(context.session))
    else:
        event.listen(db.session, moment, _forget)
