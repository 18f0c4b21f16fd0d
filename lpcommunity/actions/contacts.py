"""Owners without an account: what they see of their action, and their name and address for the few who may see them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, bindparam, case, select

from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_lines import PARTNER, PLACE, ActionLine
from lpcommunity.actions.models import NO_LINK, OUTCOMES
from lpcommunity.actions.policy import ACTION, can_see_address
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement


@dataclass(frozen=True)
class PartnerAction:
    """An action as its owner without an account sees it, and nothing else."""

    what: str
    due_on: date
    place: str
    giver: str
    audience: str
    outcome: str | None
    came_of_it: str
    expects: str
    reported_at: datetime | None

    @property
    def word(self) -> str:
        """Its outcome in a word."""
        return OUTCOMES.get(self.outcome or "", "")

    @property
    def readers(self) -> str:
        """Who reads what they report, in words."""
        return {
            "me": f"{self.giver} can read it",
            "facilitators": f"{self.giver} and the facilitators of {self.place} can read it",
            "partnership": f"{self.place} and its facilitators can read it",
            "community": "the community can read it",
            "public": "anyone can read it",
        }[self.audience]


@dataclass(frozen=True)
class Contact:
    """Who owns an action without an account, for whoever typed that and the leads."""

    name: str
    email: str | None
    given_by_id: int
    has_link: bool  # else they were never written to


_given_by = PERSON.alias("given_by")
FOR_PARTNER = Statement(
    select(
        ACTION.c.what,
        ACTION.c.due_on,
        PLACE.c.name.label("place"),
        _given_by.c.name.label("giver"),
        ACTION.c.audience,
        ACTION.c.outcome,
        ACTION.c.came_of_it,
        case((ACTION.c.reported_at.is_not(None), ACTION.c.expects), else_="").label("expects"),
        ACTION.c.reported_at,
    )
    .select_from(ACTION.join(PARTNER, PARTNER.c.id == ACTION.c.partner_owner_id))
    .join(PLACE, PLACE.c.id == PARTNER.c.partnership_id)
    .join(_given_by, _given_by.c.id == PARTNER.c.given_by_id)
    .where(PARTNER.c.id == bindparam("partner", type_=Integer))
    .order_by(ACTION.c.id.desc())
    .limit(1),
    PartnerAction,
)
CONTACT = Statement(
    select(
        PARTNER.c.name, PARTNER.c.email, PARTNER.c.given_by_id, (PARTNER.c.nonce != NO_LINK).label("has_link")
    ).where(PARTNER.c.id == bindparam("partner", type_=Integer), PARTNER.c.forgotten_at.is_(None)),
    Contact,
)


def action_for_partner(partner_owner_id: int) -> PartnerAction | None:
    """The action of an owner without an account, for whoever comes by their link: one query."""
    return FOR_PARTNER.first(partner=partner_owner_id)


def contact_of(actor: Reader, action: ActionLine) -> Contact | None:
    """Name and address of an owner without an account, for whoever typed them and the leads of the place; for
    nobody from the moment at which they are forgotten.
    """
    found = CONTACT.first(partner=action.partner_owner_id) if action.partner_owner_id is not None else None
    return found if found is not None and can_see_address(actor, action, found.given_by_id) else None
