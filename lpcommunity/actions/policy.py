"""Who reads an action, and who may do what with it.

An action is no entry; it stands under the same audiences, and its owner reads it besides: these words, and nothing of
where they come from. Said as SQL (READABLE) and as a predicate (can_read); a property test holds them equal.
"""

from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, and_, case, false, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions.models import UNSEALED_FOR, Action, Handover
from lpcommunity.entries.policy import READER, READER_LEADS, READER_PLACES, can_post, is_confidant, mine, word
from lpcommunity.entries.sayings import Said, among, is_said_to
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.storage import now

ACTION: FromClause = Action.__table__
HANDOVER: FromClause = Handover.__table__
FEW = ("me", "facilitators")  # what is for these, the leads of a place do not read as leads


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


class TurnLike(Protocol):
    """What decides who reads the word that was said when an action was handed on or given back."""

    @property
    def by_id(self) -> int | None: ...
    @property
    def to_id(self) -> int | None: ...
    @property
    def audience(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def _there(action: FromClause) -> ColumnElement[bool]:
    """SQL over action: the reader belongs to its place, where it has one. `_belongs` is the same."""
    return or_(action.c.partnership_id.in_(READER_PLACES), action.c.partnership_id.is_(None))


def _belongs(actor: Reader | Visitor, action: ActionLike) -> bool:
    return action.partnership_id is None or action.partnership_id in actor.places


def owned_by_reader(action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over action, or an alias of it: the reader owns it, and still belongs to its place."""
    return and_(action.c.owner_id == READER, _there(action))


def wrote(action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over action, or an alias of it: the reader wrote it down. What goes on as somebody else said is theirs while
    they belong to the place: who has left reads what they wrote, and nothing that others say since.
    """
    return and_(mine(action), or_(action.c.by_another.is_(false()), _there(action)))


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


def hears_word(turn: FromClause, action: FromClause = ACTION) -> ColumnElement[bool]:
    """SQL over a readable action and one of its handovers: the word with it is for this reader. It may say of somebody
    that they are ill: who reads the action reads no more than that it was handed on. `is_word_for` is the same.
    """
    named = or_(action.c.author_id == READER, turn.c.to_id == READER, _owner_before(turn, action) == READER)
    leading = and_(action.c.partnership_id.in_(READER_LEADS), turn.c.audience.not_in([word(one) for one in FEW]))
    confided = and_(
        action.c.audience == word("facilitators"),
        turn.c.audience == word("facilitators"),
        turn.c.at >= action.c.confided_at,
        among(action, comes_of=action.c.source_entry_id),
    )
    return or_(turn.c.by_id == READER, and_(_there(action), named), leading, confided)


def _owner_before(turn: FromClause, action: FromClause) -> ColumnElement[Any]:
    """SQL over a handover: who owned the action until then. What goes on from another was its owner's at first."""
    earlier, begun = HANDOVER.alias("earlier"), ACTION.alias("begun")
    before = (
        earlier.select()
        .with_only_columns(earlier.c.to_id)
        .where(earlier.c.action_id == turn.c.action_id, earlier.c.id < turn.c.id)
        .correlate(turn)
    )
    at_first = (
        begun.select().with_only_columns(begun.c.owner_id).where(begun.c.id == action.c.continues_id).correlate(action)
    )
    newest = before.order_by(earlier.c.id.desc()).limit(1).scalar_subquery()
    return case((before.exists(), newest), else_=at_first.scalar_subquery())


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
    return isinstance(actor, Reader) and action.owner_id == actor.id and _belongs(actor, action)


def can_read(actor: Reader | Visitor, action: ActionLike) -> bool:
    """Whether this reader may read this action just now."""
    own = isinstance(actor, Reader) and (
        action.reporter_id == actor.id
        or (action.author_id == actor.id and (not action.by_another or _belongs(actor, action)))
    )
    return own or is_said_to(actor, said(action)) or is_owner(actor, action)


def is_told(actor: Reader | Visitor, action: ActionLike) -> bool:
    """Whether this reader is told what others do with it: whoever may read it, but for who wrote it and has left."""
    left = isinstance(actor, Reader) and action.author_id == actor.id and not _belongs(actor, action)
    return is_said_to(actor, said(action)) if left else can_read(actor, action)


def is_word_for(actor: Reader | Visitor, action: ActionLike, turn: TurnLike, owner_before: int | None) -> bool:
    """Whether the word with this handover of an action is for this reader: whoever said it; whoever wrote the action
    down and its owners before and after, while they belong there; the leads and, of what is confided, the facilitators
    whom it reaches.
    """
    if not isinstance(actor, Reader) or not can_read(actor, action):
        return False
    named = _belongs(actor, action) and actor.id in (action.author_id, turn.to_id, owner_before)
    leads = action.partnership_id in actor.leads and turn.audience not in FEW
    confided = (
        action.audience == turn.audience == "facilitators"
        and action.confided_at is not None
        and turn.at >= action.confided_at
        and is_confidant(actor, action.partnership_id, action.confided_at, action.source_entry_id)
    )
    return turn.by_id == actor.id or named or leads or confided


def can_undertake(actor: Reader, partnership_id: int) -> bool:
    """Members write down what is undertaken in their place, as they post there."""
    return can_post(actor, partnership_id)


def can_report(actor: Reader, action: ActionLike) -> bool:
    """Its owner; whoever wrote it down, as a member; and the leads of the place, for those who cannot."""
    place = action.partnership_id or 0
    mine = is_owner(actor, action)
    wrote = action.author_id == actor.id and _belongs(actor, action)
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
