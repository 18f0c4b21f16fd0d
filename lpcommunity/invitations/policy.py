"""Who may invite whom, and whether an invitation still counts.

Whoever may give a role may invite into it: lead and deputies into their own place, the programme team everywhere,
and only an administrator makes another one.
"""

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_

from lpcommunity.access.reader import Operator, Reader, reader_of
from lpcommunity.invitations.models import Invitation
from lpcommunity.partnerships import policy as partnerships
from lpcommunity.partnerships.models import LEADING, MEMBER_ROLES, PARTNERSHIP_ROLES
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people import policy as people
from lpcommunity.people.email_addresses import same_mailbox
from lpcommunity.people.models import ROLES
from lpcommunity.people.terms import PERSON, can_sign_in, holds
from lpcommunity.storage import now

INVITATION: FromClause = Invitation.__table__
RANK = {"member": 0, "deputy": 1, "lead": 2}


def can_invite(actor: Reader | Operator, partnership_id: int | None, role: str) -> bool:
    """Whether the actor may invite into this role; `partnership_id` None for a role in the whole installation."""
    if partnership_id is None:
        return people.can_give_role(actor, role)
    return role in PARTNERSHIP_ROLES and partnerships.can_give(actor, partnership_id, role)


def is_for_oneself(giver: Reader | Operator, email: str, partnership_id: int | None, role: str) -> bool:
    """Whether somebody would give themselves, by an invitation to their own mailbox, what nobody gives to themselves.

    A second mailbox is a second person, as far as can be told: the record says who invited whom.
    """
    if isinstance(giver, Operator) or not same_mailbox(giver.email, email):
        return False
    if partnership_id is None:
        return not people.can_take_role(giver, role)
    return not partnerships.can_take(giver, partnership_id, role)


def changes(role: str, held: str, coming: bool = False) -> bool:
    """Whether an invitation into this role changes anything for whoever is that in the place, or is to come as that.

    A higher role stays, and the days of a facilitator do; somebody else who is to come may come at once.
    """
    if role == held:
        return coming and role != "facilitator"
    return RANK.get(held, -1) <= RANK.get(role, 3)


def can_manage(actor: Reader | Operator, invitation: Invitation) -> bool:
    """Whether the actor may send this invitation again, or withdraw it."""
    return can_invite(actor, invitation.partnership_id, invitation.role)


def roles_to_give(actor: Reader, partnership_id: int | None) -> dict[str, str]:
    """The roles into which the actor may invite here, with their words, in their order. Whoever may invite into
    any of them sees who is invited.
    """
    if partnership_id is None:
        return {role: ROLES[role] for role in people.roles_to_give(actor)}
    if partnerships.can_give(actor, partnership_id, "facilitator"):
        return PARTNERSHIP_ROLES
    return MEMBER_ROLES if partnerships.can_change_people(actor, partnership_id) else {}


def is_waiting(invitation: Invitation) -> bool:
    """Whether nobody has claimed or withdrawn it and its time is not over."""
    return invitation.claimed_at is None and invitation.withdrawn_at is None and invitation.expires_at > now()


def still_counts(invitation: Invitation) -> bool:
    """Whether whoever sent it may still give what it promises.

    One from the operator's command line counts without anybody.
    """
    if invitation.inviter_id is None:
        return True
    inviter = reader_of(invitation.inviter_id)
    return isinstance(inviter, Reader) and can_invite(inviter, invitation.partnership_id, invitation.role)


def counts() -> ColumnElement[bool]:
    """The same as SQL, over invitation, on the day `today`."""
    giver, seat = PERSON.alias("giver"), MEMBERSHIP.alias("seat_of_giver")
    seats_here = (seat.c.person_id == giver.c.id) & (seat.c.partnership_id == INVITATION.c.partnership_id)
    leads = exists().where(seats_here, seat.c.role.in_(LEADING), current(seat)).correlate(giver, INVITATION)
    into_place = and_(
        INVITATION.c.partnership_id.is_not(None),
        or_(holds("programme-team", giver), and_(INVITATION.c.role.in_(MEMBER_ROLES), leads)),
    )
    everywhere = and_(
        INVITATION.c.partnership_id.is_(None),
        or_(
            *(
                and_(INVITATION.c.role == role, or_(*(holds(one, giver) for one in sorted(givers))))
                for role, givers in people.GIVEN_BY.items()
            )
        ),
    )
    may_give = exists().where(giver.c.id == INVITATION.c.inviter_id, can_sign_in(giver), or_(into_place, everywhere))
    return or_(INVITATION.c.inviter_id.is_(None), may_give)
