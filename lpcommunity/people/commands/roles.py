"""Roles in the whole installation."""

from collections.abc import Sequence

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader, at_command_line
from lpcommunity.people import policy, queries
from lpcommunity.people.domain_events import RoleEnded, RoleGranted
from lpcommunity.people.models import ROLES, Person, RoleHolding
from lpcommunity.people.policy import KEPT
from lpcommunity.storage import now, session, transactional


@transactional
def grant_role(actor: Reader | Operator, person: Person, role: str) -> None:
    """Give a person a role from now on. Giving it twice is once.

    Raises Invalid: `role` for one that there is not, `person` where somebody would give it to themselves.
    """
    if role not in ROLES:
        raise Invalid("role", "role-unknown")
    require(policy.can_give_role(actor, role))
    give_role(actor, person, role)


def give_role(actor: Reader | Operator, person: Person, role: str) -> None:
    """The same for a caller that has checked the right itself (a claimed invitation). Within a command."""
    if actor.id == person.id and not policy.can_take_role(actor, role):
        raise Invalid("person", "role-for-oneself")
    queries.lock(person)
    if _open(person, role) is not None:
        return
    session().add(RoleHolding(person_id=person.id, role=role, started_at=now()))
    session().flush()
    _note(actor, "role-granted", person, role)
    outbox.record(RoleGranted(person.id, role, actor.id))


@transactional
def end_role(actor: Reader | Operator, person: Person, role: str) -> None:
    """End a role at once. The last one of the programme team stays, or nobody could invite any more; and so does the
    last administrator, or nobody could make another.

    Raises Invalid (field role) for those.
    """
    require(policy.can_give_role(actor, role))
    _hold([role])
    holding = _open(person, role)
    if holding is None:
        return
    _check_others_hold(role, person, "role")
    holding.ended_at = now()
    _note(actor, "role-ended", person, role)
    outbox.record(RoleEnded(person.id, role, actor.id))


def keep_holders(person: Person) -> None:
    """Say no where closing this account would leave the programme team or the administrators without anybody.

    Within a command. Raises Invalid (person).
    """
    _hold(KEPT)
    for role in KEPT:
        if _open(person, role) is not None:
            _check_others_hold(role, person, "person")


def _hold(roles: Sequence[str]) -> None:
    """One ending at a time: the last two could otherwise end each other."""
    open_ones = select(RoleHolding.id).where(RoleHolding.role.in_(roles), RoleHolding.ended_at.is_(None))
    session().execute(open_ones.order_by(RoleHolding.id).with_for_update())


def _check_others_hold(role: str, person: Person, field: str) -> None:
    if policy.is_last_in(person, role):
        if role == "administrator":
            raise Invalid(field, "last-administrator")
        raise Invalid(field, "last-of-programme-team")


def _open(person: Person, role: str) -> RoleHolding | None:
    return session().scalar(
        select(RoleHolding).where(
            RoleHolding.person_id == person.id, RoleHolding.role == role, RoleHolding.ended_at.is_(None)
        )
    )


def _note(actor: Reader | Operator, act: str, person: Person, role: str) -> None:
    audit.note(
        act,
        actor_id=actor.id,
        subject_kind="person",
        subject_id=person.id,
        role=role,
        **at_command_line(actor),
    )
