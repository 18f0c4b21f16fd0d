"""An action as its reader may know it, and the one query from which every list of them is made.

Each row goes through policy.READABLE; where an action comes from is read only by whoever may read that.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, and_, bindparam, case, or_, select

from lpcommunity.actions.models import NO_LINK, OUTCOMES, PartnerOwner
from lpcommunity.actions.policy import ACTION, HANDOVER, READABLE, hears_others, hears_word, readable
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.policy import ENTRY, READER, READER_IN_COMMUNITY, VISIBLE
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.models import Organisation
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.people.terms import PERSON
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.storage import Moment, today

PARTNER: FromClause = PartnerOwner.__table__
PLACE: FromClause = Partnership.__table__
ORGANISATION: FromClause = Organisation.__table__
OWNER_ID = bindparam("owner", type_=Integer)
BY = bindparam("by", type_=Integer)
ORGANISATION_SLUG = bindparam("organisation", type_=String)
FROM = bindparam("born", type_=String)
UNSEALED_SINCE = bindparam("unsealed_since", type_=Moment)
EVERYBODY, ANYTHING = 0, ""  # no filter

_owner, _author, _giver = (PERSON.alias(name) for name in ("owner", "author", "giver"))
_owners_organisation, _partners = (ORGANISATION.alias(name) for name in ("owners_organisation", "partners"))
_next, THERE = ACTION.alias("goes_on"), MEMBERSHIP.alias("there")
_newest = HANDOVER.alias("newest")


@dataclass(frozen=True)
class ActionLine:
    """An action as its reader may know it: in a list, and on a page of its own."""

    id: int
    partnership_id: int | None
    place: str | None
    place_slug: str | None
    author_id: int
    author: str
    audience: str
    confided_at: datetime | None
    what: str
    due_on: date
    expects: str  # empty while it is sealed
    expecting: bool  # whether something is expected at all
    owner_id: int | None
    owner: str | None
    owner_organisation: str | None
    owner_belongs: bool
    mine: bool  # whether its reader owns it
    partner_owner_id: int | None
    partner_organisation: str | None
    partner_has_link: bool | None  # whether who has no account was written to; None: has one
    source_entry_id: int | None
    source_id: int | None  # the entry that it comes from, if the reader may read it
    source_kind: str | None
    source_title: str | None
    from_answer: bool  # whether it comes from an answer to that
    holds_move: bool
    words_asked_at: datetime | None
    words_given_at: datetime | None
    outcome: str | None
    came_of_it: str
    reported_at: datetime | None
    reporter_id: int | None
    created_at: datetime
    by_another: bool
    next_id: int | None  # what goes on from it, if the reader may read that
    next_what: str | None
    turn: str | None
    turn_by: str | None
    turn_why: str | None

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/actions/{self.id}"

    @property
    def place_path(self) -> str:
        """Where its place is."""
        return f"/partnerships/{self.place_slug}"

    @property
    def is_late(self) -> bool:
        """Whether its day is past and nobody reported on it."""
        return self.outcome is None and self.due_on < today()

    @property
    def word(self) -> str:
        """Its outcome in a word; empty while it is open."""
        return OUTCOMES.get(self.outcome or "", "")

    @property
    def has_owner(self) -> bool:
        """Whether somebody owns it who is still there, or who has no account."""
        return self.partner_owner_id is not None or (self.owner_id is not None and self.owner_belongs)

    @property
    def owner_name(self) -> str:
        """Who does it, for whoever reads it: a person, or the organisation of somebody without an account."""
        if self.partner_owner_id is not None:
            return f"Somebody at {self.partner_organisation}" if self.partner_organisation else "A partner"
        return self.owner or "" if self.has_owner else ""

    @property
    def owner_first_name(self) -> str:
        """What to call its owner."""
        return first_name_of(self.owner_name) if self.partner_owner_id is None else self.owner_name

    @property
    def initials(self) -> str:
        """Of its owner; empty where nobody is known by name."""
        return initials_of(self.owner or "") if self.partner_owner_id is None and self.has_owner else ""

    @property
    def source(self) -> tuple[Kind, int, str] | None:
        """The kind, number and title of the entry that it comes from, for whoever may read that."""
        if self.source_id is None or self.source_kind is None:
            return None
        return kind_of(self.source_kind), self.source_id, self.source_title or ""


def _named(person: FromClause, label: str) -> ColumnElement[Any]:
    """The name of a person, for the community: others, signed out or there no longer, do not read who belongs to a
    place. One's own name is no secret.
    """
    return case((or_(READER_IN_COMMUNITY, person.c.id == READER), person.c.name), else_="").label(label)


_COLUMNS: tuple[ColumnElement[Any], ...] = (
    ACTION.c.id,
    ACTION.c.partnership_id,
    PLACE.c.name.label("place"),
    PLACE.c.slug.label("place_slug"),
    ACTION.c.author_id,
    _named(_author, "author"),
    ACTION.c.audience,
    ACTION.c.confided_at,
    ACTION.c.what,
    ACTION.c.due_on,
    case(
        (
            or_(
                ACTION.c.reported_at.is_not(None),
                and_(ACTION.c.author_id == READER, ACTION.c.created_at > UNSEALED_SINCE),
            ),
            ACTION.c.expects,
        ),
        else_="",
    ).label("expects"),
    (ACTION.c.expects != "").label("expecting"),
    ACTION.c.owner_id,
    _named(_owner, "owner"),
    _owners_organisation.c.name.label("owner_organisation"),
    THERE.c.id.is_not(None).label("owner_belongs"),
    and_(ACTION.c.owner_id == READER, THERE.c.id.is_not(None)).label("mine"),
    ACTION.c.partner_owner_id,
    _partners.c.name.label("partner_organisation"),
    (PARTNER.c.nonce != NO_LINK).label("partner_has_link"),
    ACTION.c.source_entry_id,
    ENTRY.c.id.label("source_id"),
    ENTRY.c.kind.label("source_kind"),
    ENTRY.c.title.label("source_title"),
    and_(ENTRY.c.id.is_not(None), ACTION.c.source_move_id.is_not(None)).label("from_answer"),
    ACTION.c.holds_move,
    ACTION.c.words_asked_at,
    ACTION.c.words_given_at,
    ACTION.c.outcome,
    case((hears_others(), ACTION.c.came_of_it), else_="").label("came_of_it"),
    ACTION.c.reported_at,
    ACTION.c.reporter_id,
    ACTION.c.created_at,
    ACTION.c.by_another,
    _next.c.id.label("next_id"),
    _next.c.what.label("next_what"),
    _newest.c.turn,
    _named(_giver, "turn_by"),
    case((hears_word(_newest), _newest.c.why), else_="").label("turn_why"),
)
# The entry that an action comes from, for whoever may read it; what comes from an answer, for whoever reads that.
SOURCE = and_(ENTRY.c.id == ACTION.c.source_entry_id, VISIBLE, or_(ACTION.c.source_move_id.is_(None), EXCHANGE))
_LATEST_TURN = (
    select(HANDOVER.c.id)
    .where(HANDOVER.c.action_id == ACTION.c.id)
    .order_by(HANDOVER.c.id.desc())
    .limit(1)
    .correlate(ACTION)
    .scalar_subquery()
)
LINES = (
    select(*_COLUMNS)
    .select_from(ACTION.join(_author, _author.c.id == ACTION.c.author_id))
    .outerjoin(PLACE, PLACE.c.id == ACTION.c.partnership_id)
    .outerjoin(_owner, _owner.c.id == ACTION.c.owner_id)
    .outerjoin(
        THERE,
        and_(
            THERE.c.person_id == ACTION.c.owner_id,
            THERE.c.partnership_id == ACTION.c.partnership_id,
            current(THERE),
        ),
    )
    .outerjoin(_owners_organisation, _owners_organisation.c.id == _owner.c.organisation_id)
    .outerjoin(PARTNER, PARTNER.c.id == ACTION.c.partner_owner_id)
    .outerjoin(_partners, _partners.c.id == PARTNER.c.organisation_id)
    .outerjoin(ENTRY, SOURCE)
    .outerjoin(_next, and_(_next.c.continues_id == ACTION.c.id, readable(_next)))
    .outerjoin(_newest, _newest.c.id == _LATEST_TURN)
    .outerjoin(_giver, _giver.c.id == _newest.c.by_id)
    .where(READABLE)
)
MATCHES = (
    or_(OWNER_ID == EVERYBODY, and_(ACTION.c.owner_id == OWNER_ID, THERE.c.id.is_not(None))),
    or_(BY == EVERYBODY, and_(ACTION.c.author_id == BY, or_(ACTION.c.owner_id.is_(None), ACTION.c.owner_id != BY))),
    or_(
        ORGANISATION_SLUG == ANYTHING,
        and_(_owners_organisation.c.slug == ORGANISATION_SLUG, THERE.c.id.is_not(None)),
        _partners.c.slug == ORGANISATION_SLUG,
    ),
    or_(FROM == ANYTHING, ENTRY.c.kind == FROM, and_(FROM == "page", ENTRY.c.id.is_(None))),
)
