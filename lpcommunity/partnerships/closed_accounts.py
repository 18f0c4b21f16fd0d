"""What closing an account means for the places that its owner belongs to."""

from sqlalchemy import Integer, bindparam, select

from lpcommunity.access.reader import Operator, Reader
from lpcommunity.accounts.commands.accounts import before_closing, on_closing
from lpcommunity.partnerships.memberships import check_lead_stays, end, lock_place
from lpcommunity.partnerships.models import Membership
from lpcommunity.partnerships.terms import is_over
from lpcommunity.people.models import Person
from lpcommunity.storage import session

LEADING = (
    select(Membership)
    .where(Membership.person_id == bindparam("person", type_=Integer), Membership.role == "lead")
    .where(Membership.ended_at.is_(None))
    .order_by(Membership.partnership_id)
)


@before_closing
def keep_leads(person: Person) -> None:
    """Say no where closing an account would leave a place without a lead. Within a command. Raises Invalid."""
    for membership in session().scalars(LEADING, {"person": person.id}).all():
        lock_place(membership.partnership_id)
        session().refresh(membership)
        check_lead_stays(membership, person, "person")


@on_closing
def end_facilitating(actor: Reader | Operator, person: Person) -> None:
    """With an account its owner's terms as facilitator end: whoever is let in again begins anew, and is introduced."""
    theirs = (Membership.person_id == person.id, Membership.role == "facilitator", Membership.ended_at.is_(None))
    for membership in session().scalars(select(Membership).where(*theirs).order_by(Membership.partnership_id)).all():
        lock_place(membership.partnership_id)
        session().refresh(membership)
        if not is_over(membership):
            end(actor, membership)
