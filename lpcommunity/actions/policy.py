"""Who reads an action, and who may do what with it.

An action is no entry; it stands under the same audiences, and its owner reads it besides: these words, and nothing of
where they come from. Said as SQL (READABLE) and as a predicate (can_read); a property test holds them equal.
"""

from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, and_, false, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions.models import UNSEALED_FOR, Action
from lpcommunity.entries.policy import READER, READER_PLACES, can_post, mine
from lpcommunity.entries.sayings import Said, among, is_said_to
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.storage import now

ACTION: FromClause = Action.__table__


class ActionLike(Protocol):
    """What rights are decided on: an action as a row of its table, or as a value that was read from it."""

    @property
    def id(self) -> int: ...
    @property
    def partnership_id(self) -> int | None: ...
    @property
    def author_id(self) -> int: ...
    @property
    def audience(self) -> str: ...
    @property
    def confided_at(self) -> datetime | None: ...
    @property
    def by_another(self) -> bool: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def source_entry_id(self) -> int | None: ...
    @property
    def reporter_id(self) -> int | None: ...
    @property
    def reported_at(self) -> datetime | None: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def due_on(self) -> date: ...


def owned_by_reader(action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over action, or an alias of it: the reader owns it, and still belongs to its place."""
    there = or_(action.c.partnership_id.in_(READER_PLACES), action.c.partnership_id.is_(None))
    return and_(action.c.owner_id == READER, there)


def wrote(action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over action, or an alias of it: the reader wrote it down. What goes on as somebody else said is theirs while
    they belong to the place: who has left reads what they wrote, and nothing that others say since.
    """
    there = or_(action.c.partnership_id.in_(READER_PLACES), action.c.partnership_id.is_(None))
    return and_(mine(action), or_(action.c.by_another.is_(false()), there))


def readable(action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over action, or an alias of it: the reader may read it, with the values of entries.policy.reads."""
    return or_(
        wrote(action),
        among(action, comes_of=action.c.source_entry_id),
        owned_by_reader(action),
        action.c.reporter_id == READER,
    )


READABLE = readable()


def hears_others(action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over a readable action: its reader reads the words of others, too. Who wrote it down: while they belong."""
    return or_(
        among(action, comes_of=action.c.source_entry_id),
        action.c.partnership_id.in_(READER_PLACES),
        action.c.reporter_id == READER,
    )


def without_owner(action: FromClause = ACTION) -> ColumnElement[Any]:
    """SQL over action: nobody who belongs to its place owns it, and nobody without an account does."""
    one = MEMBERSHIP.alias("owner_there")
    there = (
        one.select()
        .with_only_columns(one.c.id)
        .where(one.c.person_id == action.c.owner_id, one.c.partnership_id == action.c.partnership_id, current(one))
        .correlate(action)
        .exists()
    )
    return and_(action.c.partner_owner_id.is_(None), or_(action.c.owner_id.is_(None), ~there))


def said(action: ActionLike) -> Said:
    """An action as the resolver knows it, whoever wrote it."""
    return Said(None, action.partnership_id, action.audience, action.confided_at, action.source_entry_id)


def is_owner(actor: Reader | Visitor, action: ActionLike) -> bool:
    """Whether this person owns it, and still belongs to its place."""
    there = action.partnership_id is None or action.partnership_id in actor.places
    return isinstance(actor, Reader) and action.owner_id == actor.id and there


def can_read(actor: Reader | Visitor, action: ActionLike) -> bool:
    """Whether this reader may read this action just now."""
    there = action.partnership_id is None or action.partnership_id in actor.places
    own = isinstance(actor, Reader) and (
        action.reporter_id == actor.id or (action.author_id == actor.id and (there or not action.by_another))
    )
    return own or is_said_to(actor, said(action)) or is_owner(actor, action)


def is_told(actor: Reader | Visitor, action: ActionLike) -> bool:
    """Whether this reader is told what others do with it: whoever may read it, but for who wrote it and has left."""
    there = action.partnership_id is None or action.partnership_id in actor.places
    left = isinstance(actor, Reader) and action.author_id == actor.id and not there
    return is_said_to(actor, said(action)) if left else can_read(actor, action)


def can_undertake(actor: Reader, partnership_id: int) -> bool:
    """Members write down what is undertaken in their place, as they post there."""
    return can_post(actor, partnership_id)


def can_report(actor: Reader, action: ActionLike) -> bool:
    """Its owner; whoever wrote it down, as a member; and the leads of the place, for those who cannot."""
    place = action.partnership_id or 0
    mine = is_owner(actor, action)
    wrote = action.author_id == actor.id and (place in actor.places or action.partnership_id is None)
    leads = place in actor.leads and can_read(actor, action)
    return action.reported_at is None and (mine or wrote or leads)


def can_hand_over(actor: Reader, action: ActionLike) -> bool:
    """Whoever may report on it may say who does it."""
    return can_report(actor, action)


def can_decline(actor: Reader, action: ActionLike) -> bool:
    """Its owner, as long as it is open."""
    return action.reported_at is None and is_owner(actor, action)


def can_correct(actor: Reader, action: ActionLike) -> bool:
    """Whoever wrote it down, for ten minutes. After that what changes is reported as changed; and what somebody else
    changed is theirs to say.
    """
    return (
        action.author_id == actor.id
        and not action.by_another
        and action.reported_at is None
        and now() - action.created_at < UNSEALED_FOR
        and can_undertake(actor, action.partnership_id or 0)
    )


def can_see_address(actor: Reader, action: ActionLike, given_by_id: int) -> bool:
    """Name and address of an owner without an account: who typed them, and the leads of the place."""
    place = action.partnership_id or 0
    return can_read(actor, action) and (place in actor.leads or (given_by_id == actor.id and place in actor.places))


def can_change_audience(actor: Reader, action: ActionLike) -> bool:
    """Whoever wrote it down, while they belong to the place."""
    return action.author_id == actor.id and can_undertake(actor, action.partnership_id or 0)
