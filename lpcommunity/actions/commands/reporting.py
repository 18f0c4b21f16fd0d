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
from lpcommunity.actions.commands.undertaking import Undertaking
from lpcommunity.actions.domain_events import ActionReported
from lpcommunity.actions.models import CHANGED, OUTCOMES, Action, PartnerOwner
from lpcommunity.actions.sources import NOTHING
from lpcommunity.drafts.commands import discard_draft
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
        raise Conflict("action-reported", at=action.reported_at, by=reporter.name if reporter else "")
    require(policy.can_report(actor, action))
    check(action, said)
    close(action, said, actor.id)
    if said.outcome == CHANGED:
        _go_on(actor, action, said)
    if idempotency_key:
        discard_draft(actor, idempotency_key)
    return action


def check(action: Action, said: Report) -> None:
    """Whether this can be taken as a report on an open action. Raises Invalid."""
    if said.outcome not in OUTCOMES:
        raise Invalid("outcome", "action-outcome-missing")
    if not said.came_of_it.strip():
        raise Invalid("came_of_it", "action-came-of-it-missing")
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

    What has changed goes on in the name of whoever gave it to them.
    """
    session().refresh(partner, with_for_update=True)
    action = partners.action_of(partner)
    if (action.outcome, action.came_of_it) == (said.outcome, said.came_of_it.strip()):
        return action
    partners.still_open(action)
    check(action, said)
    close(action, said, None)
    if said.outcome == CHANGED:
        _go_on(Reader(partner.given_by_id), action, said)
    return action


def _go_on(actor: Reader, action: Action, said: Report) -> Action:
    """The same owner, for the same people, with the new words or day."""
    there = action.owner_id is not None and owners.belongs(action.owner_id, action.partnership_id)
    goes_on = Undertaking(
        what=said.new_what.strip() or action.what,
        due_on=said.new_due_on or max(action.due_on, today()),
        owner_id=action.owner_id if there else None,
        audience=action.audience,
    )
    made = undertaking.begin(
        actor, action.partnership_id or 0, f"changed:{action.id}", goes_on, NOTHING, continues_id=action.id
    )
    made.source_entry_id, made.source_move_id = action.source_entry_id, action.source_move_id
    made.words_given_at = action.words_given_at
    move = owners.move_says(action)
    made.holds_move = bool(move) and holds(made.what, move)
    made.partner_owner_id = action.partner_owner_id
    return made
