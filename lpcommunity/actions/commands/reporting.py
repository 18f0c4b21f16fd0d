"""Reporting back: done, changed or dropped, and what came of it."""

from dataclasses import dataclass
from datetime import date

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, require
from lpcommunity.access.rate_limits import ACTIONS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.actions import policy
from lpcommunity.actions.borrowed_words import holds
from lpcommunity.actions.commands import owners, partners, undertaking
from lpcommunity.actions.domain_events import ActionReported
from lpcommunity.actions.models import CHANGED, OUTCOMES, Action, PartnerOwner
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries.policy import wider
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, today, transactional


@dataclass(frozen=True)
class Report:
    """What became of an action. `new_what`, `new_due_on`: of what has changed, what it is now and by when."""

    outcome: str
    came_of_it: str
    new_what: str = ""
    new_due_on: date | None = None


@limited(ACTIONS)
@transactional
def report(actor: Reader, action: Action, said: Report, idempotency_key: str = "") -> Action:
    """Say what came of it. What was expected opens beside. The same again (a second click) is the first.
    `idempotency_key`: of the form, whose draft goes.

    What has changed goes on as another action with its new words or day; the old ones stay. Raises Invalid for what
    cannot be taken, Conflict where somebody else reported meanwhile.
    """
    undertaking.lock(action)
    if action.reported_at is not None and policy.can_read(actor, action):
        if (action.outcome, action.came_of_it, action.reporter_id) == (said.outcome, said.came_of_it.strip(), actor.id):
            return action
        reporter = session().get(Person, action.reporter_id) if action.reporter_id is not None else None
        by = reporter.name if reporter else ""
        raise Conflict("action-reported", at=action.reported_at, by=by, oneself=action.reporter_id == actor.id)
    require(policy.can_report(actor, action))
    check(action, said)
    close(action, said, actor.id)
    if said.outcome == CHANGED:
        _go_on(action, said)
    if idempotency_key:
        discard_draft(actor, idempotency_key)
    return action


def check(action: Action, said: Report) -> None:
    """Whether this can be taken as a report on an open action. Raises Invalid."""
    if said.outcome not in OUTCOMES:
        raise Invalid("outcome", "action-outcome-missing")
    if not said.came_of_it.strip():
        raise Invalid("came_of_it", "action-came-of-it-missing")
    if _tells_answer(action, said.came_of_it):
        raise Invalid("came_of_it", "action-holds-answer", asker=owners.asker(action), where="here")
    if said.outcome == CHANGED:
        changed = said.new_what.strip() not in ("", action.what) or said.new_due_on not in (None, action.due_on)
        if not changed:
            raise Invalid("new_what", "action-change-missing")
        if said.new_due_on is not None and said.new_due_on < today():
            raise Invalid("new_due", "action-day-past")


def close(action: Action, said: Report, reporter_id: int | None) -> None:
    """Write down what came of a locked action; whoever has to know is told."""
    action.outcome, action.came_of_it = said.outcome, said.came_of_it.strip()
    action.reported_at, action.reporter_id = now(), reporter_id
    undertaking.forget_reminders(action)
    if said.outcome != CHANGED:
        partners.end_link(action)
    outbox.record(ActionReported(action.id, reporter_id))


@transactional
def report_as_partner(partner: PartnerOwner, said: Report) -> Action:
    """The same by somebody without an account, whose link still counts. Raises Missing, Invalid, Conflict.

    What has changed goes on as theirs.
    """
    session().refresh(partner, with_for_update=True)
    action = partners.action_of(partner)
    if (action.outcome, action.came_of_it) == (said.outcome, said.came_of_it.strip()):
        return action
    partners.still_open(action)
    check(action, said)
    close(action, said, None)
    if said.outcome == CHANGED:
        _go_on(action, said)
    return action


def _go_on(action: Action, said: Report) -> Action:
    """The same owner, for the same people, with the new words or day; it stays with whoever wrote it down."""
    there = action.owner_id is not None and owners.belongs(action.owner_id, action.partnership_id)
    what = said.new_what.strip() or action.what
    made = Action(
        idempotency_key=f"changed:{action.id}",
        partnership_id=action.partnership_id,
        author_id=action.author_id,
        audience=action.audience,
        confided_at=action.confided_at,
        what=what,
        due_on=said.new_due_on or max(action.due_on, today()),
        owner_id=action.owner_id if there else None,
        partner_owner_id=action.partner_owner_id,
        source_entry_id=action.source_entry_id,
        source_move_id=action.source_move_id,
        holds_move=_still_holds(action, what),
        words_asked_at=action.words_asked_at if what == action.what else None,
        words_given_at=action.words_given_at if what == action.what else None,
        continues_id=action.id,
        by_another=action.reporter_id != action.author_id,
        created_at=now(),
    )
    session().add(made)
    session().flush()
    undertaking.plan_reminders(made)
    return made


def _tells_answer(action: Action, words: str) -> bool:
    """Whether these words are those of an answer, where more people would read them than read that."""
    move = owners.move_says(action)
    far = wider(action.audience, "facilitators") or not owners.may_hear(action, action.owner_id)
    return bool(move) and far and holds(words, move)


def _still_holds(action: Action, what: str) -> bool:
    """Whether what it is from now on holds words of an answer. Raises Invalid where more people would read them."""
    move = owners.move_says(action)
    if not move or not holds(what, move):
        return False
    given = action.words_given_at is not None and what == action.what
    if not given and (wider(action.audience, "facilitators") or not owners.may_hear(action, action.owner_id)):
        raise Invalid("new_what", "action-holds-answer", asker=owners.asker(action), where="here")
    return True
