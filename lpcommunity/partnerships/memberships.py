"""Commands: who belongs to a partnership, in which role, from and to when."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Integer, String, bindparam, func, select

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.partnerships.domain_events import (
    FacilitatorBegan,
    FacilitatorLeaving,
    MembershipBegan,
    MembershipEnded,
)
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Membership, Partnership
from lpcommunity.partnerships.policy import can_end, can_give
from lpcommunity.partnerships.terms import MEMBERSHIP, began, current, is_current
from lpcommunity.people.models import Person
from lpcommunity.storage import Statement, now, session, today, transactional
from lpcommunity.storage.clock import from_london

FORETOLD = timedelta(days=7)

# How many others belong to a place today in one of these roles.
OTHERS: Statement[Any] = Statement(
    select(func.count().label("number"))
    .select_from(MEMBERSHIP)
    .where(
        MEMBERSHIP.c.partnership_id == bindparam("place", type_=Integer),
        MEMBERSHIP.c.id != bindparam("but", type_=Integer),
        MEMBERSHIP.c.role.in_(bindparam("roles", type_=String, expanding=True)),
        current(),
    )
)
OPEN = select(Membership).where(
    Membership.partnership_id == bindparam("place", type_=Integer),
    Membership.person_id == bindparam("person", type_=Integer),
    Membership.ended_at.is_(None),
)


@transactional
def join(
    actor: Reader | Operator,
    partnership: Partnership,
    person: Person,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Let a person belong to a partnership in a role, both days included (default: from today, open).

    Somebody who belongs already in another role changes to this one; in the same role, the days change.
    Raises Invalid for impossible days, or when the last lead would become something else.
    """
    require(can_give(actor, partnership.id, role))
    return admit(actor, partnership, person, role, starts_on, ends_on)


def admit(
    actor: Reader | Operator,
    partnership: Partnership,
    person: Person,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """The same for a caller that has checked the right itself (a claimed invitation). Within a command."""
    if role not in PARTNERSHIP_ROLES:
        raise Invalid("role", "role-unknown")
    starts = starts_on or today()
    if ends_on is not None and ends_on < starts:
        raise Invalid("ends_on", "membership-days-reversed")
    _lock(partnership.id)
    held = _open_membership(partnership.id, person.id)
    if held is not None and held.role == role and is_current(held):
        held.starts_on, held.ends_on = min(held.starts_on, starts), ends_on
        _foretell_end(held)
        return held
    if held is not None:
        if role != "lead":
            _keep_a_lead(held)
        held.ended_at = now()
        session().flush()
    moment = now()
    membership = Membership(
        person_id=person.id,
        partnership_id=partnership.id,
        role=role,
        starts_on=starts,
        ends_on=ends_on,
        created_at=moment,
        began_at=began(starts, moment),
    )
    session().add(membership)
    session().flush()
    audit.note(
        "membership-began",
        actor_id=actor.id,
        subject_kind="person",
        subject_id=person.id,
        partnership_id=partnership.id,
        role=role,
    )
    outbox.record(MembershipBegan(membership.id, actor.id))
    if role == "facilitator" and membership.began_at > moment:
        outbox.record(FacilitatorBegan(membership.id), at=membership.began_at)
    _foretell_end(membership)
    return membership


@transactional
def end_membership(actor: Reader | Operator, membership: Membership, successor: Person | None = None) -> None:
    """End somebody's membership, at once: from now on they read nothing more of others.

    The last lead can't go without a successor, who must be a current member; `successor` becomes lead in the same
    step. Ending twice is once. Raises Invalid (field successor) where one is missing or does not belong.
    """
    require(can_end(actor, membership))
    _lock(membership.partnership_id)
    session().refresh(membership)
    if membership.ended_at is not None:
        return
    if successor is not None and membership.role == "lead":
        _promote(actor, membership, successor)
    else:
        _keep_a_lead(membership)
    membership.ended_at = now()
    audit.note(
        "membership-ended",
        actor_id=actor.id,
        subject_kind="person",
        subject_id=membership.person_id,
        partnership_id=membership.partnership_id,
        role=membership.role,
    )
    outbox.record(MembershipEnded(membership.id, actor.id))


def _foretell_end(membership: Membership) -> None:
    """A week before a facilitator's last day, it is told to those who have confided something."""
    last_day = membership.ends_on
    if membership.role == "facilitator" and last_day is not None:
        week_before = from_london(datetime.combine(last_day - FORETOLD, time()))
        outbox.record(FacilitatorLeaving(membership.id, last_day.isoformat()), at=week_before)


def _promote(actor: Reader | Operator, leaving: Membership, successor: Person) -> None:
    """Make the successor a lead. Somebody who leaves may name one, though they appoint nobody else."""
    held = _open_membership(leaving.partnership_id, successor.id)
    if held is None or not is_current(held) or held.role not in {"member", "deputy", "lead"} or held.id == leaving.id:
        raise Invalid("successor", "successor-no-member")
    if successor.disabled_at is not None:
        raise Invalid("successor", "successor-disabled", name=successor.name)
    if held.role != "lead":
        partnership = session().get_one(Partnership, leaving.partnership_id)
        admit(actor, partnership, successor, "lead")


def _keep_a_lead(membership: Membership) -> None:
    """A place never stays without a lead while others belong to it."""
    if membership.role != "lead" or not is_current(membership):
        return
    others = {"place": membership.partnership_id, "but": membership.id, "today": today()}
    if OTHERS.value(others, roles=["member", "deputy"]) and not OTHERS.value(others, roles=["lead"]):
        raise Invalid("successor", "last-lead")


def _lock(partnership_id: int) -> None:
    """One change of people at a time in a place: two last leads could otherwise leave together."""
    session().execute(select(Partnership.id).where(Partnership.id == partnership_id).with_for_update())


def _open_membership(partnership_id: int, person_id: int) -> Membership | None:
    return session().scalar(OPEN, {"place": partnership_id, "person": person_id})
