"""Roles in the whole installation."""

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.people import policy, queries
from lpcommunity.people.domain_events import RoleEnded, RoleGranted
from lpcommunity.people.models import ROLES, Person, RoleHolding
from lpcommunity.storage import now, session, transactional


@transactional
def grant_role(actor: Reader | Operator, person: Person, role: str) -> None:
    """Give a person a role from now on. Giving it twice is once. Raises Invalid for a role that there is not."""
    if role not in ROLES:
        raise Invalid("role", "role-unknown")
    require(policy.can_give_role(actor, role))
    give_role(actor, person, role)


def give_role(actor: Reader | Operator, person: Person, role: str) -> None:
    """The same for a caller that has checked the right itself (a claimed invitation). Within a command."""
    queries.lock(person)
    if _open(person, role) is not None:
        return
    session().add(RoleHolding(person_id=person.id, role=role, started_at=now()))
    session().flush()
    audit.note("role-granted", actor_id=actor.id, subject_kind="person", subject_id=person.id, role=role)
    outbox.record(RoleGranted(person.id, role, actor.id))


@transactional
def end_role(actor: Reader | Operator, person: Person, role: str) -> None:
    """End a role at once. The last one of the programme team stays, or nobody could invite any more.

    Raises Invalid (field role) for that one.
    """
    require(policy.can_give_role(actor, role))
    holding = _open(person, role)
    if holding is None:
        return
    if role == "programme-team" and not _others_hold(role, person):
        raise Invalid("role", "last-of-programme-team")
    holding.ended_at = now()
    audit.note("role-ended", actor_id=actor.id, subject_kind="person", subject_id=person.id, role=role)
    outbox.record(RoleEnded(person.id, role, actor.id))


def _open(person: Person, role: str) -> RoleHolding | None:
    return session().scalar(
        select(RoleHolding).where(
            RoleHolding.person_id == person.id, RoleHolding.role == role, RoleHolding.ended_at.is_(None)
        )
    )


def _others_hold(role: str, person: Person) -> bool:
    others = (
        select(RoleHolding.id)
        .join(Person, Person.id == RoleHolding.person_id)
        .where(
            RoleHolding.role == role,
            RoleHolding.ended_at.is_(None),
            RoleHolding.person_id != person.id,
            Person.disabled_at.is_(None),
        )
        .limit(1)
    )
    return session().scalar(others) is not None
