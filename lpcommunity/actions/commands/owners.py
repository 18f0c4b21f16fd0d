"""Whose an action is: given, handed on, declined, and what the owner must not read of an answer."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import Integer, bindparam, select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, require
from lpcommunity.access.reader import Reader
from lpcommunity.actions import policy
from lpcommunity.actions.borrowed_words import holds
from lpcommunity.actions.commands import partners
from lpcommunity.actions.domain_events import ActionDeclined, ActionGiven, OwnerLeft
from lpcommunity.actions.models import Action, Handover
from lpcommunity.entries.models import Entry
from lpcommunity.partnerships.models import Membership
from lpcommunity.partnerships.terms import is_current
from lpcommunity.people.models import Person
from lpcommunity.people.names import first_name_of
from lpcommunity.reviews.models import Move, Review
from lpcommunity.storage import now, session, transactional

MORNING = time(7)  # in London: when people are reminded


@transactional
def hand_over(actor: Reader, action: Action, owner_id: int, why: str = "") -> Action:
    """Let somebody else of the place do it. Who becomes its owner is told. To whom it is already: nothing happens.

    Raises Invalid (owner) for whoever does not belong there; Conflict where it was reported on or handed on meanwhile.
    """
    session().refresh(action, with_for_update=True)
    _still(actor, action)
    if action.owner_id != owner_id or action.partner_owner_id is not None:
        give(actor, action, owner_id, turn="handed-on", why=why.strip())
    return action


@transactional
def decline(actor: Reader, action: Action, why: str) -> Action:
    """Give an action back, with a word. It waits for somebody else; who wrote it down and the leads are told."""
    session().refresh(action, with_for_update=True)
    if action.reported_at is None and action.owner_id != actor.id and policy.can_read(actor, action):
        raise Conflict("action-given-away")
    require(policy.can_decline(actor, action))
    if not why.strip():
        raise Invalid("why", "action-why-missing")
    action.owner_id = None
    handover = _note(action, actor.id, None, "declined", why.strip())
    outbox.record(ActionDeclined(action.id, actor.id, handover.id))
    return action


@transactional
def note_left(membership_id: int) -> None:
    """Have the leads told where somebody who belongs to a place no longer owns open actions that the place may read."""
    membership = session().get(Membership, membership_id)
    if membership is None or belongs(membership.person_id, membership.partnership_id):
        return
    theirs = select(Action.id).where(
        Action.owner_id == membership.person_id,
        Action.partnership_id == membership.partnership_id,
        Action.reported_at.is_(None),
        Action.audience.not_in(["me", "facilitators"]),
    )
    if session().scalar(theirs.limit(1)) is not None:
        outbox.record(OwnerLeft(membership.person_id, membership.partnership_id))


def give(actor: Reader, action: Action, owner_id: int | None, *, turn: str, why: str = "") -> None:
    """Make somebody the owner of a locked action, within a command. Raises Invalid (owner)."""
    if owner_id is not None and not belongs(owner_id, action.partnership_id):
        raise Invalid("owner", "action-owner-elsewhere")
    if action.holds_move and action.words_given_at is None and not may_hear(action, owner_id):
        new = turn == "given"  # then the words are in the same form, and its page is still to come
        field = borrowed_in(action.what, move_says(action)) if new else "owner"
        raise Invalid(field, "action-holds-answer", asker=asker(action), where="new" if new else "owner")
    partners.end_link(action)
    action.owner_id, action.partner_owner_id = owner_id, None
    if turn == "given" and owner_id in (None, actor.id):
        return
    handover = _note(action, actor.id, owner_id, turn, why)
    if owner_id is not None and owner_id != actor.id:
        outbox.record(ActionGiven(action.id, actor.id, owner_id, handover.id))


def belongs(person_id: int, partnership_id: int | None) -> bool:
    """Whether this person belongs to this place today, in whatever way, and can sign in."""
    person = session().get(Person, person_id)
    if person is None or person.disabled_at is not None:
        return False
    terms = session().scalars(
        select(Membership).where(Membership.person_id == person_id, Membership.partnership_id == partnership_id)
    )
    return any(is_current(one) for one in terms)


def may_hear(action: Action, owner_id: int | None) -> bool:
    """Whether the owner is among those who read the answer that an action holds words of: its author, a facilitator."""
    if owner_id is None:
        return action.partner_owner_id is None
    if owner_id == action.author_id:
        return True
    terms = session().scalars(
        select(Membership).where(
            Membership.person_id == owner_id,
            Membership.partnership_id == action.partnership_id,
            Membership.role == "facilitator",
        )
    )
    source = session().get(Entry, action.source_entry_id) if action.source_entry_id else None
    confided_at = source.confided_at if source is not None else None
    return any(is_current(one) and confided_at is not None and one.began_at <= confided_at for one in terms)


def confided_at(action: Action) -> datetime:
    """From when an action for the facilitators reaches those who facilitate: from now; where it comes from something
    confided, whom that reaches. Who came later reads of it when its author opens that.
    """
    source = session().get(Entry, action.source_entry_id) if action.source_entry_id else None
    confided = source is not None and (action.source_move_id is not None or source.audience == "facilitators")
    return source.confided_at or now() if source is not None and confided else now()


_MOVE: Any = (
    select(Move.says, Person.name)
    .join(Review, Review.id == Move.review_id)
    .join(Person, Person.id == Review.author_id)
    .where(Move.id == bindparam("move", type_=Integer))
)


def move_says(action: Action) -> str:
    """The words of the move that it comes from; empty where it comes from none. Within a command."""
    return words_of_move(action.source_move_id)


def words_of_move(move_id: int | None) -> str:
    """What a move says, hidden or not: to find out whether words of somebody else are borrowed; shown to nobody."""
    row = session().execute(_MOVE, {"move": move_id}).first() if move_id else None
    return str(row.says) if row is not None else ""


def borrowed_in(what: str, move: str) -> str:
    """Which field of a form holds the words of a move, where one of the two does."""
    return "what" if holds(what, move) else "expects"


def asker(action: Action) -> str:
    """The first name of whoever made the move that it comes from. Within a command."""
    row = session().execute(_MOVE, {"move": action.source_move_id}).first() if action.source_move_id else None
    return first_name_of(row.name) if row is not None else ""


def _still(actor: Reader, action: Action) -> None:
    if action.reported_at is not None and policy.can_read(actor, action):
        raise Conflict("action-reported", at=action.reported_at, by="", oneself=action.reporter_id == actor.id)
    require(policy.can_hand_over(actor, action))


def _note(action: Action, by_id: int | None, to_id: int | None, turn: str, why: str) -> Handover:
    noted = Handover(
        action_id=action.id, turn=turn, by_id=by_id, to_id=to_id, why=why, audience=action.audience, at=now()
    )
    session().add(noted)
    session().flush()
    return noted
