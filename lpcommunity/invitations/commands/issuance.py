"""Inviting people, one or a whole list; sending again; withdrawing."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, require, throttle
from lpcommunity.access.rate_limits import TooMany, noting_refusals
from lpcommunity.access.reader import Operator, Reader, at_command_line
from lpcommunity.invitations import policy, queries
from lpcommunity.invitations.address_parser import Addressee
from lpcommunity.invitations.domain_events import PersonInvited
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.queries import Held
from lpcommunity.invitations.terms import Term
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Partnership
from lpcommunity.people import email_addresses
from lpcommunity.people.models import ROLES
from lpcommunity.people.queries import lock, person
from lpcommunity.storage import now, session, transactional

LASTS = timedelta(days=14)
A_DAY = timedelta(days=1)
A_MOMENT = timedelta(seconds=30)
A_BLINK = timedelta(seconds=5)
PER_DAY = 200  # for each person who invites
AT_ONCE = 200


class Unusable(Invalid):
    """A list of addresses of which some cannot be invited; none was. `problems`: what is wrong with each, under
    ("addresses", its line). `several`: whether there were more addresses than one, so that a line says which.
    """

    def __init__(self, problems: Sequence[Invalid], several: bool) -> None:
        super().__init__("addresses", "addresses-unusable", problems=problems, several=several)
        self.problems = problems
        self.several = several


@noting_refusals
@transactional
def invite(
    actor: Reader | Operator,
    email: str,
    role: str,
    partnership: Partnership | None = None,
    name: str = "",
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Invitation:
    """Invite one address into a role. Raises Invalid for no address, one who belongs already or is invited already,
    and for days that cannot be.
    """
    return invite_all(actor, [Addressee(1, email, name)], role, partnership, starts_on=starts_on, ends_on=ends_on)[0]


@noting_refusals
@transactional
def invite_all(
    actor: Reader | Operator,
    people: Sequence[Addressee],
    role: str,
    partnership: Partnership | None = None,
    *,
    again: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> list[Invitation]:
    """Invite everybody on a list, or nobody; into a place perhaps from a first day on and until a last one. What the
    first of two clicks sent is part of what the second returns. `again`: whoever was invited already, and did not come
    yet, is sent that invitation once more. Raises Unusable with what is wrong with each, Invalid (starts_on, ends_on)
    for days that cannot be, TooMany beyond the number for a day.
    """
    place = None if partnership is None else partnership.id
    if role not in (ROLES if partnership is None else PARTNERSHIP_ROLES):
        raise Invalid("role", "role-unknown")
    require(policy.can_invite(actor, place, role))
    term = Term(starts_on, ends_on)
    term.check()
    if not people:
        raise Invalid("addresses", "addresses-missing")
    if len(people) > AT_ONCE:
        raise Invalid("addresses", "addresses-too-many", count=len(people), most=AT_ONCE)
    if isinstance(actor, Reader):
        lock(person(actor.id))  # two lists of one person go one after the other
    names, sent, waiting = _checked(actor, people, role, partnership, term, again=again)
    _count(actor, len(names) + len(waiting))
    for invitation in waiting:
        _renew(actor, invitation)
    return sent + waiting + [_send_first(actor, email, name, role, place, term) for email, name in names.items()]


def _checked(
    actor: Reader | Operator,
    people: Sequence[Addressee],
    role: str,
    partnership: Partnership | None,
    term: Term,
    *,
    again: bool,
) -> tuple[dict[str, str], list[Invitation], list[Invitation]]:
    """Addresses in their kept spelling, with names; what was sent by the same click before; and what is to be sent
    again. Raises Unusable.
    """
    names, lines, problems = _spelt(people)
    sent: list[Invitation] = []
    renewed: list[Invitation] = []
    place = None if partnership is None else partnership.id
    for email in names:
        if policy.is_for_oneself(actor, email, place, role):
            problems.append(Invalid(("addresses", lines[email]), "invited-oneself", email=email))
    for one in queries.roles_held(names, place):
        problems += _hindrances(actor, role, partnership, one, lines[one.email], term)
    for waiting in queries.waiting_for(names, place):
        if _is_the_same_click(actor, waiting, role, term):
            names.pop(waiting.email, None)
            sent.append(waiting)
        elif again and policy.can_manage(actor, waiting) and (place is not None or waiting.role == role):
            names.pop(waiting.email, None)
            renewed.append(waiting)
        elif place is not None or waiting.role == role:
            problems.append(_invited_already(waiting, lines[waiting.email]))
    if problems:
        raise Unusable(problems, several=len(people) > 1)
    return names, sent, renewed


def _invited_already(waiting: Invitation, line: int) -> Invalid:
    where, email, name = ("addresses", line), waiting.email, waiting.name
    return Invalid(where, "address-invited-already", email=email, name=name, sent_at=waiting.sent_at)


def _spelt(people: Sequence[Addressee]) -> tuple[dict[str, str], dict[str, int], list[Invalid]]:
    """Names and lines by address in its kept spelling, and what is no address."""
    names: dict[str, str] = {}
    lines: dict[str, int] = {}
    wrong: list[Invalid] = []
    for one in people:
        try:
            email = email_addresses.normalised(one.email)
        except Invalid:
            wrong.append(Invalid(("addresses", one.line), "address-malformed", address=one.email))
        else:
            names.setdefault(email, one.name)
            lines.setdefault(email, one.line)
    return names, lines, wrong


def _hindrances(
    actor: Reader | Operator, role: str, partnership: Partnership | None, held: Held, line: int, term: Term
) -> list[Invalid]:
    """Why somebody who belongs already, or will, is not invited into this role: it changes nothing, or too much."""
    where = ("addresses", line)
    place, name = (None, None) if partnership is None else (partnership.id, partnership.name)
    coming = held.coming_on
    adds = role != held.role if place is None else policy.changes(role, held.role, coming is not None)
    if not adds:
        return [
            Invalid(
                where, "role-held-already", name=held.name, email=held.email, role=held.role, place=name, coming=coming
            )
        ]
    if place is not None and not policy.can_invite(actor, place, held.role):
        return [Invalid(where, "role-held-stays", name=held.name, email=held.email, role=held.role, place=name)]
    if place is not None and term.is_to_come and coming is None:
        return [Invalid(where, "role-held-until-then", name=held.name, email=held.email, role=held.role, place=name)]
    return []


def _is_the_same_click(actor: Reader | Operator, waiting: Invitation, role: str, term: Term) -> bool:
    """Whether this very invitation was sent a moment ago, as after a double click: once is enough."""
    if Term(waiting.starts_on, waiting.ends_on) != term:
        return False
    return waiting.role == role and waiting.inviter_id == actor.id and now() - waiting.sent_at < A_MOMENT


def _count(actor: Reader | Operator, how_many: int) -> None:
    """Keep within what one person may send in a day; the operator's command line is not counted."""
    if isinstance(actor, Operator):
        return
    key = throttle.key_of("invite", str(actor.id))
    full = throttle.refused_until(key, PER_DAY - how_many + 1, A_DAY) if how_many else None
    if full is not None:
        raise TooMany("invitations", PER_DAY, A_DAY, full)
    for _ in range(how_many):
        throttle.add(key)


def _send_first(
    actor: Reader | Operator, email: str, name: str, role: str, place: int | None, term: Term
) -> Invitation:
    moment = now()
    invitation = Invitation(
        email=email,
        name=name[:120],
        partnership_id=place,
        role=role,
        inviter_id=actor.id,
        nonce=secrets.token_urlsafe(16),
        invited_at=moment,
        sent_at=moment,
        expires_at=term.runs_out(moment + LASTS),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )
    session().add(invitation)
    session().flush()
    _note(actor, "person-invited", invitation)
    outbox.record(PersonInvited(invitation.id))
    return invitation


@noting_refusals
@transactional
def send_again(actor: Reader | Operator, invitation: Invitation) -> None:
    """Send it once more, in the name of whoever does; its fourteen days begin anew. A double click is one.

    Raises Conflict when it was accepted or withdrawn meanwhile, TooMany beyond the number for a day; Invalid when this
    person may not send it to this one (their own address, a role that they may not end).
    """
    require(policy.can_manage(actor, invitation))
    _lock(invitation)
    _require_open(invitation)
    _require_sendable(actor, invitation)
    if invitation.inviter_id == actor.id and now() - invitation.sent_at < A_BLINK:
        return
    _count(actor, 1)
    _send_once_more(actor, invitation)


def _renew(actor: Reader | Operator, invitation: Invitation) -> None:
    """The same for one of a list, which is counted as a whole."""
    _lock(invitation)
    _require_open(invitation)
    _require_sendable(actor, invitation)
    _send_once_more(actor, invitation)


def _send_once_more(actor: Reader | Operator, invitation: Invitation) -> None:
    invitation.inviter_id, invitation.sent_at = actor.id, now()
    invitation.expires_at = Term(invitation.starts_on, invitation.ends_on).runs_out(now() + LASTS)
    _note(actor, "invitation-sent-again", invitation)
    outbox.record(PersonInvited(invitation.id))


@transactional
def withdraw(actor: Reader | Operator, invitation: Invitation) -> None:
    """Take it back: its link opens nothing any more. Raises Conflict when it was accepted meanwhile."""
    require(policy.can_manage(actor, invitation))
    _lock(invitation)
    if invitation.withdrawn_at is not None:
        return
    _require_open(invitation)
    invitation.withdrawn_at = now()
    _note(actor, "invitation-withdrawn", invitation)


def _lock(invitation: Invitation) -> None:
    """Let nobody else claim, send or withdraw it until this is done, and read it afresh."""
    session().execute(select(Invitation.id).where(Invitation.id == invitation.id).with_for_update())
    session().refresh(invitation)


def _require_open(invitation: Invitation) -> None:
    if invitation.claimed_at is not None:
        raise Conflict("invitation-accepted-meanwhile")
    if invitation.withdrawn_at is not None:
        raise Conflict("invitation-withdrawn-meanwhile")


def _require_sendable(actor: Reader | Operator, invitation: Invitation) -> None:
    """Whoever sends it again gives the role: what holds for sending it first holds for them."""
    place, role = invitation.partnership_id, invitation.role
    term = Term(invitation.starts_on, invitation.ends_on)
    if term.is_over:
        raise Invalid("email", "invited-until-past", last=term.ends_on)
    if policy.is_for_oneself(actor, invitation.email, place, role):
        raise Invalid("email", "invited-oneself", email=invitation.email)
    for held in queries.roles_held([invitation.email], place):
        ends = place is not None and policy.changes(role, held.role)
        if ends and not policy.can_invite(actor, place, held.role):
            name = None if invitation.partnership is None else invitation.partnership.name
            raise Invalid("email", "role-held-stays", name=held.name, email=held.email, role=held.role, place=name)


def _note(actor: Reader | Operator, act: str, invitation: Invitation) -> None:
    audit.note(
        act,
        actor_id=actor.id,
        subject_kind="invitation",
        subject_id=invitation.id,
        role=invitation.role,
        partnership_id=invitation.partnership_id,
        **at_command_line(actor),
    )
