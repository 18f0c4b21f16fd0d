"""Reading who somebody is and where they belong: one statement, at the door with the session that they come with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, String, and_, bindparam, or_, select, union_all

from lpcommunity.access.reader import PlaceName, Reader
from lpcommunity.accounts.models import SignInSession
from lpcommunity.accounts.sessions import PREVIOUS_KEY_FOR, SessionLine
from lpcommunity.partnerships.models import LEADING, MEMBER_ROLES, Partnership, partnership_organisation
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.models import Organisation, photo_url_of
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.people.queries import HIDDEN
from lpcommunity.people.terms import PERSON, ROLE_HOLDING, can_sign_in, held
from lpcommunity.storage import Moment, Statement, now, today

SESSION: FromClause = SignInSession.__table__
PLACE: FromClause = Partnership.__table__
SITS: FromClause = (
    PERSON.outerjoin(MEMBERSHIP, and_(MEMBERSHIP.c.person_id == PERSON.c.id, current()))
    .outerjoin(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id)
    .outerjoin(ROLE_HOLDING, and_(ROLE_HOLDING.c.person_id == PERSON.c.id, held()))
)
# Whoever says what they can help with, but not to the community: for themselves to know that it is said.
_says_to_few = select(HIDDEN.c.person_id).where(HIDDEN.c.person_id == PERSON.c.id, HIDDEN.c.helps_with != "")
COLUMNS: tuple[ColumnElement[Any], ...] = (
    PERSON.c.id.label("person_id"),
    PERSON.c.name,
    PERSON.c.called,
    PERSON.c.email,
    PERSON.c.photo_key,
    or_(PERSON.c.helps_with != "", PERSON.c.id.in_(_says_to_few)).label("helps"),
    MEMBERSHIP.c.partnership_id,
    MEMBERSHIP.c.role.label("place_role"),
    MEMBERSHIP.c.began_at,
    PLACE.c.name.label("place_name"),
    PLACE.c.slug.label("place_slug"),
    ROLE_HOLDING.c.role,
)


@dataclass(frozen=True)
class Seat:
    """A row of what somebody may count as: a membership, a role, both side by side, or neither."""

    person_id: int
    name: str
    called: str | None
    email: str
    photo_key: str | None
    helps: bool
    partnership_id: int | None
    place_role: str | None
    began_at: datetime | None
    place_name: str | None
    place_slug: str | None
    role: str | None


@dataclass(frozen=True)
class SeatAtDoor(Seat):
    """The same, with the session that somebody comes with."""

    session_id: int
    has_password: bool
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime


def _of_person() -> Select[Any]:
    return select(*COLUMNS).select_from(SITS).where(PERSON.c.id == bindparam("person", type_=Integer), can_sign_in())


def _of_session(key: ColumnElement[bool]) -> Select[Any]:
    own = (
        SESSION.c.id.label("session_id"),
        PERSON.c.password_hash.is_not(None).label("has_password"),
        SESSION.c.started_at,
        SESSION.c.seen_at,
        SESSION.c.confirmed_at,
    )
    came = and_(key, SESSION.c.ended_at.is_(None), can_sign_in())
    return select(*COLUMNS, *own).select_from(SITS.join(SESSION, SESSION.c.person_id == PERSON.c.id)).where(came)


OF_PERSON = Statement(_of_person(), Seat)
_KEY_HASH = bindparam("key_hash", type_=String)
OF_SESSION = Statement(_of_session(SESSION.c.key_hash == _KEY_HASH), SeatAtDoor)
# Only asked where the first finds nobody: the key of this session was changed a moment ago (accounts.sessions.confirm).
OF_SESSION_BEFORE = Statement(
    _of_session(
        and_(
            SESSION.c.previous_key_hash == _KEY_HASH,
            SESSION.c.confirmed_at > bindparam("renewed_since", type_=Moment),
        )
    ),
    SeatAtDoor,
)


ORGANISATION: FromClause = Organisation.__table__
MOST_NAMES = 2_000
_who = bindparam("person", type_=Integer)
_theirs = select(PERSON.c.organisation_id).where(PERSON.c.id == _who)
_of_their_places = (
    select(partnership_organisation.c.organisation_id)
    .join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == partnership_organisation.c.partnership_id)
    .where(MEMBERSHIP.c.person_id == _who)
)
NAMES_AROUND: Statement[Any] = Statement(
    union_all(
        select(PLACE.c.name),
        select(ORGANISATION.c.name).where(ORGANISATION.c.id.in_(union_all(_theirs, _of_their_places))),
    ).limit(MOST_NAMES)
)


def names_around(person_id: int | None) -> list[str]:
    """The names of every place, and of the organisations that this person is of or works with: no password to be."""
    return NAMES_AROUND.values(person=person_id)


def reader_with_id(person_id: int) -> Reader | None:
    """This person as a reader today; None where the account is closed or there is none."""
    return _reader(OF_PERSON.all(person=person_id, today=today()))


def reader_at_door(key_hash: str) -> tuple[SessionLine, Reader] | None:
    """The session with this key (as the table keeps it), and who sits at it; None where it was ended or never was."""
    seats = OF_SESSION.all(key_hash=key_hash, today=today())
    by_previous_key = not seats
    if by_previous_key:
        seats = OF_SESSION_BEFORE.all(key_hash=key_hash, today=today(), renewed_since=now() - PREVIOUS_KEY_FOR)
    who = _reader(seats)
    if who is None:
        return None
    seat = seats[0]
    return SessionLine(
        seat.session_id,
        who.id,
        bool(seat.has_password),
        seat.started_at,
        seat.seen_at,
        seat.confirmed_at,
        by_previous_key,
    ), who


def _reader(seats: Iterable[Seat]) -> Reader | None:
    rows = list(seats)
    if not rows:
        return None
    who = rows[0]
    held_roles = [(one.partnership_id, one.place_role) for one in rows if one.partnership_id is not None]
    return Reader(
        id=who.person_id,
        name=who.name,
        email=who.email,
        first_name=who.called or first_name_of(who.name),
        initials=initials_of(who.name),
        photo_url=photo_url_of(who.person_id, who.photo_key),
        helps=bool(who.helps),
        member_of=frozenset(place for place, role in held_roles if role in MEMBER_ROLES),
        leads=frozenset(place for place, role in held_roles if role in LEADING),
        facilitates=_since(rows),
        roles=frozenset(one.role for one in rows if one.role is not None),
        names_of_places={
            one.partnership_id: PlaceName(one.place_name or "", one.place_slug or "")
            for one in rows
            if one.partnership_id is not None
        },
    )


def _since(rows: Iterable[Seat]) -> dict[int, datetime]:
    """The places that somebody facilitates, each with the moment from which they do."""
    return {
        one.partnership_id: one.began_at
        for one in rows
        if one.partnership_id is not None and one.place_role == "facilitator" and one.began_at is not None
    }
