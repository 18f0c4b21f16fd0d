"""Undertaking something, and putting right for ten minutes what was written down."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, require
from lpcommunity.access.rate_limits import ACTIONS, limited, noting_refusals
from lpcommunity.access.reader import Reader
from lpcommunity.actions import policy
from lpcommunity.actions.borrowed_words import holds
from lpcommunity.actions.commands import owners, partners
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.domain_events import ActionDueSoon, ActionLate, ActionUndertaken
from lpcommunity.actions.models import Action
from lpcommunity.actions.sources import NOTHING, Source, source_of
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import wider
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import name_locks, now, session, today, transactional
from lpcommunity.storage.clock import in_london

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Undertaking:
    """What somebody undertakes, or has somebody else undertake: `source` as sources.source_of takes it."""

    what: str
    due_on: date
    owner_id: int | None = None  # None: nobody yet
    partner: PartnerContact | None = None  # somebody without an account, instead
    audience: str = ""  # empty: the partnership, or fewer where it comes from something for fewer
    expects: str = ""
    source: str = ""


@limited(ACTIONS)
@noting_refusals
@transactional
def undertake(actor: Reader, partnership: Partnership, idempotency_key: str, said: Undertaking) -> Action:
    """Write down who does what by when in this place. A second click finds the first; the owner is told.

    What comes from something confided is for no more people than that at first, whatever was asked for. Raises Refused
    for whoever is no member, Invalid for what cannot be taken, Conflict where the key is of another action.
    """
    require(policy.can_undertake(actor, partnership.id))
    name_locks.hold(f"action {idempotency_key}")
    first = session().scalar(select(Action).where(Action.idempotency_key == idempotency_key))
    if first is not None:
        require(first.author_id == actor.id)
        if (first.what, first.due_on) != (said.what, said.due_on):
            raise Conflict("action-posted-before")
        return first
    if said.due_on < today():
        raise Invalid("due", "action-day-past")
    source = source_of(actor, said.source, partnership.id)
    action = begin(actor, partnership.id, idempotency_key, said, source)
    discard_draft(actor, idempotency_key)
    return action


def begin(
    actor: Reader,
    partnership_id: int,
    idempotency_key: str,
    said: Undertaking,
    source: Source = NOTHING,
) -> Action:
    """Put an action on record, within a command that has checked the right. Raises Invalid."""
    if not said.what.strip():
        raise Invalid("what", "action-empty")
    move = owners.words_of_move(source.move_id)
    holding = source.move_id is not None and holds(f"{said.what}\n{said.expects}", move)
    audience = _audience(said.audience, source)
    moment = now()
    action = Action(
        idempotency_key=idempotency_key,
        partnership_id=partnership_id,
        author_id=actor.id,
        audience=audience,
        confided_at=(source.confided_at or moment) if audience == "facilitators" else None,
        what=said.what.strip(),
        due_on=said.due_on,
        expects=said.expects.strip(),
        source_entry_id=source.entry_id,
        source_move_id=source.move_id,
        holds_move=holding,
        created_at=moment,
    )
    session().add(action)
    session().flush()
    if said.partner is not None:
        borrowed_in = owners.borrowed_in(said.what, move)
        partners.give_to_partner(actor, action, said.partner, borrowed_in=borrowed_in)
    else:
        owners.give(actor, action, said.owner_id, turn="given")
    plan_reminders(action)
    outbox.record(ActionUndertaken(action.id, actor.id))
    return action


@transactional
def correct(actor: Reader, action: Action, *, what: str, due_on: date, expects: str) -> Action:
    """Put right what was written down, for ten minutes: a slip of the pen. After that, changes are reported."""
    lock(action)
    require(policy.can_correct(actor, action))
    if not what.strip():
        raise Invalid("what", "action-empty")
    if due_on < today():
        raise Invalid("due", "action-day-past")
    move = owners.move_says(action)
    if (what.strip(), expects.strip()) != (action.what, action.expects):  # a yes was said to the words that stood
        action.words_asked_at = action.words_given_at = None
    holding = bool(move) and action.words_given_at is None and holds(f"{what}\n{expects}", move)
    if holding and (wider(action.audience, "facilitators") or not owners.may_hear(action, action.owner_id)):
        raise Invalid(owners.borrowed_in(what, move), "action-holds-answer", asker=owners.asker(action), where="here")
    action.holds_move = holding
    action.what, action.expects = what.strip(), expects.strip()
    if action.due_on != due_on:
        action.due_on = due_on
        plan_reminders(action)
    return action


def lock(action: Action) -> Action:
    """Hold an action for the rest of the command, and read it as it stands now."""
    session().refresh(action, with_for_update=True)
    return action


def plan_reminders(action: Action) -> None:
    """Have its owner reminded a week before its day, and once when it is late: at seven in London."""
    outbox.unschedule(f"action-due-soon:{action.id}:")
    outbox.unschedule(f"action-late:{action.id}:")
    day = action.due_on.isoformat()
    if action.due_on - A_WEEK > today():
        outbox.schedule(
            ActionDueSoon(action.id, day),
            key=f"action-due-soon:{action.id}:{day}",
            at=in_london(action.due_on - A_WEEK, owners.MORNING),
        )
    outbox.schedule(
        ActionLate(action.id, day),
        key=f"action-late:{action.id}:{day}",
        at=in_london(action.due_on + timedelta(days=1), owners.MORNING),
    )


def forget_reminders(action: Action) -> None:
    """It is reported: nobody needs to be reminded."""
    outbox.unschedule(f"action-due-soon:{action.id}:")
    outbox.unschedule(f"action-late:{action.id}:")


def _audience(wanted: str, source: Source) -> str:
    if wanted and wanted not in AUDIENCES:
        raise Invalid("audience", "audience-unknown")
    if not wanted:
        return source.narrowest
    return source.narrowest if source.is_confided and wider(wanted, source.narrowest) else wanted


def _holds_words_of_others(action: Action) -> bool:
    """Whether somebody else wrote in it for those whom it is for: what came of it, or what it is since it changed,
    however often its day was changed after that.
    """
    if action.reported_at is not None and action.reporter_id != action.author_id:
        return True
    said = action
    while before := session().get(Action, said.continues_id) if said.continues_id is not None else None:
        if before.what != said.what:
            return before.reporter_id != action.author_id
        said = before
    return False


@transactional
def change_audience(actor: Reader, action: Action, audience: str, what: str = "") -> Action:
    """Make an action for other people from now on. `what`: its words without those of an answer, where it held them.

    Raises Invalid (what) where more people would read the words of an answer whose asker did not say yes.
    """
    lock(action)
    require(policy.can_change_audience(actor, action))
    if audience not in AUDIENCES:
        raise Invalid("audience", "audience-unknown")
    if wider(audience, action.audience) and _holds_words_of_others(action):
        raise Invalid("audience", "action-words-of-others")
    if wider(audience, "facilitators") and holds(action.came_of_it, owners.move_says(action)):
        raise Invalid("audience", "action-holds-answer", asker=owners.asker(action), where="here")
    if action.holds_move and action.words_given_at is None and wider(audience, "facilitators"):
        move, without = owners.move_says(action), what.strip()
        if holds(action.expects, move):
            raise Invalid("audience", "action-holds-answer", asker=owners.asker(action), where="expected")
        if not without or holds(without, move):
            raise Invalid("what", "action-holds-answer", asker=owners.asker(action), where="here")
        action.what, action.holds_move = without, False
    if action.audience == audience:
        return action
    action.audience = audience
    action.confided_at = owners.confided_at(action) if audience == "facilitators" else None
    audit.note(
        "action-audience-changed",
        actor_id=actor.id,
        subject_kind="action",
        subject_id=action.id,
        place_id=action.partnership_id,
    )
    return action
