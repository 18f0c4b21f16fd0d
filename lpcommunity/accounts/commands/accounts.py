"""Making, closing and opening accounts."""

from collections.abc import Callable

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.accounts import passwords, policy, sessions
from lpcommunity.accounts.domain_events import PersonDisabled, PersonEnabled
from lpcommunity.people import email_addresses, queries
from lpcommunity.people.commands.profiles import check_profile
from lpcommunity.people.commands.roles import keep_holders
from lpcommunity.people.models import Organisation, Person
from lpcommunity.people.names import sort_name_of
from lpcommunity.storage import now, session, transactional

Check = Callable[[Person], None]
Consequence = Callable[[Reader | Operator, Person], None]
_checks: list[Check] = []
_consequences: list[Consequence] = []


def before_closing(check: Check) -> Check:
    """Register what is asked within the command before an account is closed: it raises Invalid where somebody has to
    stay. Those above know of more duties than accounts do.
    """
    _checks.append(check)
    return check


def on_closing(consequence: Consequence) -> Consequence:
    """Register what ends with an account, within the command that closes it. Opening it again brings nothing back."""
    _consequences.append(consequence)
    return consequence


@transactional
def add_person(
    actor: Reader | Operator,
    *,
    email: str,
    name: str,
    job_title: str = "",
    organisation: Organisation | None = None,
    helps_with: str = "",
    password: str | None = None,
    password_hash: str | None = None,
    made_by_demo: bool = False,
) -> Person:
    """Make an account, as importing a programme does. Without a password its owner sets one by an invitation.

    For many accounts with one password, hash it once (passwords.hashed) and give `password_hash`.
    Raises Invalid for an address that is none or is taken, and for a name that is empty or too long.
    """
    require(policy.can_add_person(actor))
    if password is not None:
        password_hash = passwords.hashed(password)
    person = make_person(
        email=email,
        name=name,
        job_title=job_title,
        organisation=organisation,
        helps_with=helps_with,
        password_hash=password_hash,
        made_by_demo=made_by_demo,
    )
    audit.note("person-added", actor_id=actor.id, subject_kind="person", subject_id=person.id)
    return person


def make_person(
    *,
    email: str,
    name: str,
    job_title: str = "",
    organisation: Organisation | None = None,
    helps_with: str = "",
    password_hash: str | None = None,
    made_by_demo: bool = False,
) -> Person:
    """The same for a caller that has checked the right itself (a claimed invitation). Within a command."""
    address = email_addresses.normalised(email)
    if queries.by_email(address) is not None:
        raise Invalid("email", "email-taken")
    check_profile(name, job_title, helps_with)
    person = Person(
        email=address,
        name=name.strip(),
        sort_name=sort_name_of(name),
        job_title=job_title.strip(),
        organisation_id=None if organisation is None else organisation.id,
        helps_with=helps_with.strip(),
        password_hash=password_hash,
        created_at=now(),
        made_by_demo=made_by_demo,
    )
    session().add(person)
    session().flush()
    return person


@transactional
def disable(actor: Reader | Operator, person: Person) -> None:
    """Close an account: its owner is signed out everywhere at once and cannot sign in. Twice is once.

    Raises Invalid (person) where nobody would be left in the programme team, as administrator, or as lead of a place
    with others in it. The operator closes any: a stolen account cannot wait, and they can bring somebody in.
    """
    require(policy.can_disable(actor, person))
    if person.disabled_at is not None:
        return
    if isinstance(actor, Reader):
        keep_holders(person)
        for check in _checks:
            check(person)
    for consequence in _consequences:
        consequence(actor, person)
    person.disabled_at = now()
    sessions.end_all(person.id, "disabled")
    audit.note("person-disabled", actor_id=actor.id, subject_kind="person", subject_id=person.id)
    outbox.record(PersonDisabled(person.id, actor.id))


@transactional
def enable(actor: Reader | Operator, person: Person) -> None:
    """Open a closed account again; its owner signs in as before."""
    require(policy.can_disable(actor, person))
    if person.disabled_at is None:
        return
    person.disabled_at = None
    audit.note("person-enabled", actor_id=actor.id, subject_kind="person", subject_id=person.id)
    outbox.record(PersonEnabled(person.id, actor.id))
