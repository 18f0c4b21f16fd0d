"""Commands: who belongs to a partnership, in which role, from and to when."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import Integer, bindparam, select

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader, at_command_line
from lpcommunity.partnerships.domain_events import (
    FacilitatorBegan,
    FacilitatorLeaving,
    FacilitatorStays,
    MembershipBegan,
    MembershipEnded,
    MembershipLapsed,
)
from lpcommunity.partnerships.leads import ONE_DAY, first_day_without
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Membership, Partnership
from lpcommunity.partnerships.policy import can_end, can_give, can_take
from lpcommunity.partnerships.terms import began, is_current, is_over
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, today, transactional
from lpcommunity.storage.clock import from_london, in_london

FORETOLD = timedelta(days=7)

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

    Somebody who belongs already in another role changes to this one, which ends the other; in the same role, the days
    change. Raises Invalid: `person` for a role that one would give to oneself, or that would end one which the actor
    may not end; `starts_on`, `ends_on` for impossible days, a longer time for oneself, or a lead's last day after which
    nobody would lead (the command line may); `role` when the only lead would become something else.
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
    """The same for a caller that has checked the right to this role itself (a claimed invitation). Within a command."""
    if role not in PARTNERSHIP_ROLES:
        raise Invalid("role", "role-unknown")
    if actor.id == person.id and not can_take(actor, partnership.id, role):
        raise Invalid("person", "role-for-oneself")
    starts = starts_on or today()
    if isinstance(actor, Reader):
        _check_last_day(ends_on)
    if ends_on is not None and starts_on is not None and ends_on < starts_on:
        raise Invalid("ends_on", "membership-days-reversed")
    lock_place(partnership.id)
    held = standing(partnership.id, person.id)
    if held is not None and isinstance(actor, Reader):
        _check_how_long(actor, held, role, ends_on)
    if held is not None and held.role == role and (is_current(held) or held.starts_on == starts):
        return _change_days(actor, held, person, starts_on, ends_on)
    _check_first_day(actor, role, starts)
    if starts_on is None or held is not None:
        _check_last_day(ends_on)  # else an import tells of what was over before
    if held is not None:
        _replace(actor, held, person, role, starts)
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
    _note(actor, "membership-began", membership)
    outbox.record(MembershipBegan(membership.id, actor.id))
    if role == "facilitator" and membership.began_at > moment:
        outbox.record(FacilitatorBegan(membership.id), at=membership.began_at)
    _foretell_end(membership)
    return membership


@transactional
def end_membership(actor: Reader | Operator, membership: Membership, successor: Person | None = None) -> None:
    """End somebody's membership, at once: from now on they read nothing more of others.

    The last lead can't go without a successor, who must be a current member; `successor` becomes lead in the same
    step. Ending twice is once, and so is ending what is over. Raises Invalid (field successor) where one is missing,
    does not belong, or leads for some days only.
    """
    require(can_end(actor, membership))
    lock_place(membership.partnership_id)
    session().refresh(membership)
    if is_over(membership):
        return
    if successor is not None and membership.role == "lead" and is_current(membership):
        _promote(actor, membership, successor)
    elif _is_only_lead(membership):
        if actor.id == membership.person_id:
            raise Invalid("successor", "own-last-lead")
        raise Invalid("successor", "last-lead")
    if isinstance(actor, Reader) and is_current(membership):
        _check_somebody_leads(membership, today(), "successor")
    end(actor, membership)


def standing(partnership_id: int, person_id: int) -> Membership | None:
    """The membership by which somebody belongs to a place today, or will. Within a command that holds the place.

    One whose last day is past gives way here: a person has one open row in a place, and a new term is a new row.
    """
    held = session().scalar(OPEN, {"place": partnership_id, "person": person_id})
    if held is not None and held.ends_on is not None and is_over(held):
        held.ended_at = from_london(datetime.combine(held.ends_on, time.max))
        session().flush()
        return None
    return held


def lock_place(partnership_id: int) -> None:
    """One change of people at a time in a place: two last leads could otherwise leave together. Within a command."""
    session().execute(select(Partnership.id).where(Partnership.id == partnership_id).with_for_update())


def _change_days(
    actor: Reader | Operator, held: Membership, person: Person, starts_on: date | None, ends_on: date | None
) -> Membership:
    """The first day of a facilitator stays; that of others moves back at most, to when they were there already."""
    starts = starts_on or held.starts_on
    if held.role == "facilitator" and starts < held.starts_on:
        _check_first_day(actor, held.role, starts)
    if starts > held.starts_on or (held.role == "facilitator" and starts != held.starts_on):
        raise Invalid("starts_on", "membership-began-already", name=person.name, since=held.starts_on)
    _check_last_day(ends_on)
    if (starts, ends_on) != (held.starts_on, held.ends_on):
        before = {"before_starts_on": str(held.starts_on), "before_ends_on": _written(held.ends_on)}
        told = held.ends_on
        held.starts_on, held.ends_on = starts, ends_on
        _note(actor, "membership-days-changed", held, **before)
        _foretell_end(held)
        _take_back_the_end(held, told)
    return held


def _check_first_day(actor: Reader | Operator, role: str, starts: date) -> None:
    """What is confided is confided to whoever facilitates from then on: nobody is put there afterwards."""
    if role == "facilitator" and isinstance(actor, Reader) and starts < today():
        raise Invalid("starts_on", "facilitator-first-day-past")


def _check_last_day(ends_on: date | None) -> None:
    if ends_on is not None and ends_on < today():
        raise Invalid("ends_on", "last-day-past")


def _check_how_long(actor: Reader, held: Membership, role: str, ends_on: date | None) -> None:
    """Nobody stays longer by their own hand, and a place has a lead until another comes. A file may say so."""
    if actor.id == held.person_id and _is_later(ends_on, held.ends_on):
        raise Invalid("ends_on", "own-time-lengthened")
    if role == "lead" and ends_on is not None:
        _check_somebody_leads(held, ends_on + ONE_DAY, "ends_on")


def _replace(actor: Reader | Operator, held: Membership, person: Person, role: str, starts: date) -> None:
    """End what somebody is, or will be, in favour of a role that begins: whoever does this may end the one as well."""
    if not can_give(actor, held.partnership_id, held.role):
        raise Invalid("person", "role-not-yours-to-end", name=person.name, role=held.role)
    follows = held.ends_on is not None and held.ends_on < starts
    if starts > today() and (follows or is_current(held)):
        raise Invalid("starts_on", "one-role-at-a-time", name=person.name, role=held.role)
    check_lead_stays(held, person, "role", oneself=actor.id == person.id)
    if isinstance(actor, Reader) and is_current(held):
        _check_somebody_leads(held, today(), "role")
    end(actor, held, replaced_by=role)
    session().flush()


def _foretell_end(membership: Membership) -> None:
    """A week before a facilitator's last day, it is told to those who have confided something; and when a last day is
    past, whoever has to do with that hears of it.
    """
    last_day = membership.ends_on
    outbox.unschedule(f"membership-lapsed:{membership.id}:")
    if last_day is not None and last_day >= today():
        outbox.schedule(
            MembershipLapsed(membership.id, last_day.isoformat()),
            key=f"membership-lapsed:{membership.id}:{last_day.isoformat()}",
            at=in_london(last_day + ONE_DAY, time()),
        )
    if membership.role == "facilitator" and last_day is not None:
        outbox.record(FacilitatorLeaving(membership.id, last_day.isoformat()), at=_foretold_at(last_day))


def _take_back_the_end(membership: Membership, told: date | None) -> None:
    """Who was told of a last day hears that it is none; a new one that is told at once says as much itself."""
    if membership.role != "facilitator" or told is None or _foretold_at(told) > now():
        return
    last_day = membership.ends_on
    if last_day is None or (last_day > told and _foretold_at(last_day) > now()):
        outbox.record(FacilitatorStays(membership.id, told.isoformat()))


def _foretold_at(last_day: date) -> datetime:
    return from_london(datetime.combine(last_day - FORETOLD, time()))


def _promote(actor: Reader | Operator, leaving: Membership, successor: Person) -> None:
    """Make the successor a lead. Somebody who leaves may name one, though they appoint nobody else."""
    held = standing(leaving.partnership_id, successor.id)
    if held is None or not is_current(held) or held.role not in {"member", "deputy", "lead"} or held.id == leaving.id:
        raise Invalid("successor", "successor-no-member")
    if successor.disabled_at is not None:
        raise Invalid("successor", "successor-disabled", name=successor.name)
    if held.role != "lead":
        partnership = session().get_one(Partnership, leaving.partnership_id)
        admit(actor, partnership, successor, "lead")


def end(actor: Reader | Operator, membership: Membership, **details: str) -> None:
    """End it now, with its row in the record and its event. Within a command that holds the place."""
    membership.ended_at = now()
    _note(actor, "membership-ended", membership, **details)
    outbox.record(MembershipEnded(membership.id, actor.id))


def _is_only_lead(membership: Membership) -> bool:
    """A place never stays without a lead while others belong to it."""
    leads_now = membership.role == "lead" and is_current(membership)
    return leads_now and first_day_without(membership, today()) == today()


def _check_somebody_leads(membership: Membership, away: date, field: str) -> None:
    """The same of days to come, if this one were away from a day on."""
    day = first_day_without(membership, away) if membership.role == "lead" and not is_over(membership) else None
    if day is not None:
        place = session().get_one(Partnership, membership.partnership_id)
        raise Invalid(field, "no-lead-after", place=place.name, last=day - ONE_DAY)


def check_lead_stays(membership: Membership, person: Person, field: str, *, oneself: bool = False) -> None:
    """Say no where a place would be left without a lead; `oneself`: to that person. Raises Invalid (`field`)."""
    if _is_only_lead(membership):
        place = session().get_one(Partnership, membership.partnership_id)
        if oneself:
            raise Invalid(field, "only-lead-oneself", place=place.name)
        raise Invalid(field, "only-lead", name=person.name, place=place.name)


def _note(actor: Reader | Operator, act: str, membership: Membership, **details: str | None) -> None:
    audit.note(
        act,
        actor_id=actor.id,
        subject_kind="person",
        subject_id=membership.person_id,
        partnership_id=membership.partnership_id,
        role=membership.role,
        starts_on=str(membership.starts_on),
        ends_on=_written(membership.ends_on),
        **details,
        **at_command_line(actor),
    )


def _is_later(one: date | None, other: date | None) -> bool:
    return other is not None and (one is None or one > other)


def _written(day: date | None) -> str | None:
    return None if day is None else str(day)
