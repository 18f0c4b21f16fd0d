"""Coming in by an invitation. Of two who claim it at once, one comes in."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, require
from lpcommunity.access.reader import OPERATOR, Operator, Reader, Visitor, reader_of
from lpcommunity.accounts.commands.accounts import make_person
from lpcommunity.accounts.commands.passwords import choose_password
from lpcommunity.invitations import policy, queries
from lpcommunity.invitations.domain_events import InvitationClaimed
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.terms import Term
from lpcommunity.partnerships.memberships import admit, lock_place, standing
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import is_current
from lpcommunity.people.commands.profiles import check_profile
from lpcommunity.people.commands.roles import give_role
from lpcommunity.people.models import Person
from lpcommunity.people.names import sort_name_of
from lpcommunity.people.queries import by_email, lock
from lpcommunity.storage import now, session, transactional


def claim(invitation: Invitation, *, name: str, password: str) -> Person:
    """Come in with a new account, or with one that was made for this address and has no password yet.

    Raises Invalid (name, password), or Conflict where the invitation counts no longer, there is an account, or what it
    promises cannot be given by whoever sent it: then it stays open.
    """
    check_profile(name)
    password_hash = choose_password(password, (name, invitation.email))
    return _come_in(invitation.id, name.strip(), password_hash)


@transactional
def _come_in(invitation_id: int, name: str, password_hash: str) -> Person:
    invitation = _take(invitation_id)
    person = by_email(invitation.email)
    if person is None:
        try:
            person = make_person(email=invitation.email, name=name, password_hash=password_hash)
        except (IntegrityError, Invalid) as error:  # the same person came in by another invitation just now
            raise Conflict("account-there-already") from error
        audit.note("person-joined", actor_id=person.id, subject_kind="person", subject_id=person.id)
    else:
        lock(person)
        if person.password_hash is not None or person.disabled_at is not None:
            raise Conflict("account-there-already")
        person.name, person.sort_name, person.password_hash = name, sort_name_of(name), password_hash
        audit.note("password-set", actor_id=person.id, subject_kind="person", subject_id=person.id)
    _give(invitation, person)
    return person


@transactional
def accept(actor: Reader, invitation: Invitation) -> None:
    """Take on the role with the account one has. Only the address that was invited may. Raises Conflict as `claim`."""
    require(actor.email == invitation.email)
    _give(_take(invitation.id), session().get_one(Person, actor.id))


def _take(invitation_id: int) -> Invitation:
    """Close the invitation for everybody else; one statement decides who was first."""
    taken = (
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.claimed_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now(),
        )
        .values(claimed_at=now())
        .returning(Invitation.id)
    )
    if session().scalar(taken) is None:
        raise Conflict("invitation-spent")
    session().expire_all()
    invitation = queries.invitation(invitation_id)
    if not policy.still_counts(invitation):
        raise Conflict("invitation-spent")
    return invitation


def _give(invitation: Invitation, person: Person) -> None:
    """What the invitation promised. A role that one holds already, or a higher one in the same place, stays."""
    invitation.claimed_by_id = person.id
    session().flush()
    giver = _giver(invitation)
    if policy.is_for_oneself(giver, invitation.email, invitation.partnership_id, invitation.role):
        raise Conflict("accepting-from-oneself")
    try:
        if invitation.partnership is None:
            give_role(giver, person, invitation.role)
        else:
            term = Term(invitation.starts_on, invitation.ends_on)
            _admit(giver, invitation.partnership, person, invitation.role, term)
    except Invalid as error:
        raise _to_claimer(error, invitation) from error
    audit.note(
        "invitation-claimed",
        actor_id=person.id,
        subject_kind="invitation",
        subject_id=invitation.id,
        role=invitation.role,
        partnership_id=invitation.partnership_id,
    )
    outbox.record(InvitationClaimed(invitation.id, person.id))


def _giver(invitation: Invitation) -> Reader | Operator:
    """Whoever invited, who may still give what was promised (policy.still_counts)."""
    giver = OPERATOR if invitation.inviter_id is None else reader_of(invitation.inviter_id)
    require(not isinstance(giver, Visitor))
    return giver  # type: ignore[return-value]


def _admit(giver: Reader | Operator, place: Partnership, person: Person, role: str, term: Term) -> None:
    """A claim lengthens nothing: whoever was to come in this role until some day comes until that day."""
    lock_place(place.id)
    held = standing(place.id, person.id)
    if held is None:
        admit(giver, place, person, role, term.first_day, term.ends_on)
    elif policy.changes(role, held.role, coming=not is_current(held)):
        last = held.ends_on if held.role == role else term.ends_on
        admit(giver, place, person, role, term.first_day, last)


def _to_claimer(error: Invalid, invitation: Invitation) -> Conflict:
    """The same, said to whoever was invited: they typed nothing wrong, and the invitation stays open."""
    place = "" if invitation.partnership is None else invitation.partnership.name
    match error.code:
        case "role-for-oneself":
            return Conflict("accepting-from-oneself")
        case "role-not-yours-to-end":
            return Conflict("accepting-ends-role", role=error.values["role"], place=place)
        case "one-role-at-a-time":
            starts = invitation.starts_on
            return Conflict("accepting-one-role-at-a-time", role=error.values["role"], place=place, starts=starts)
        case "only-lead" | "only-lead-oneself":
            return Conflict("accepting-only-lead", place=place)
    return Conflict.because(error)
