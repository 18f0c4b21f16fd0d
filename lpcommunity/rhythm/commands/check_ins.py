"""Checking in: an update, and what comes with it in the same transaction: an action, and words for the facilitators."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from lpcommunity.access.rate_limits import ENTRIES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.actions.models import Action
from lpcommunity.editing.commands import posted_before
from lpcommunity.entries.content import Content
from lpcommunity.partnerships.models import Partnership
from lpcommunity.reflections.commands import write_reflection
from lpcommunity.reflections.models import Reflection
from lpcommunity.reflections.texts import content_of
from lpcommunity.rhythm.commands.chances import take_check_in
from lpcommunity.rhythm.models import CheckIn
from lpcommunity.storage import name_locks, session, transactional
from lpcommunity.updates.commands import post_update
from lpcommunity.updates.models import Update

FREE, TEXT = "free", "body"  # the cycle without questions, and its one text


@dataclass(frozen=True)
class NextStep:
    """What is next, with a name and a day."""

    what: str
    owner_id: int
    due_on: date


@limited(ENTRIES)
@transactional
def check_in(
    actor: Reader,
    partnership: Partnership,
    idempotency_key: str,
    content: Content,
    *,
    audience: str,
    standing: str,
    reason: str = "",
    help_wanted: str = "",
    next_step: NextStep | None = None,
    confided: str = "",
) -> Update:
    """Put a check-in on a partnership's record: an update, told as such. A second post with the same key returns the
    first. It takes the check-in that waits there.

    `next_step` becomes an action born of it. `confided`: what is in the way, for the facilitators alone. That is no
    part of the update: a reflection of its own, sent to them, which only those who may read both find from the one.
    """
    name_locks.hold(f"check-in {idempotency_key}")
    first = posted_before(actor, Update, partnership.id, idempotency_key)
    if first is not None:
        return first
    update = post_update(
        actor,
        partnership,
        idempotency_key,
        content,
        audience=audience,
        standing=standing,
        reason=reason,
        help_wanted=help_wanted,
    )
    reflection = _confide(actor, partnership, idempotency_key, confided) if confided.strip() else None
    action = None
    if next_step is not None:
        undertaking = Undertaking(
            what=next_step.what,
            due_on=next_step.due_on,
            owner_id=next_step.owner_id,
            audience=audience,
            source=f"{update.kind}:{update.id}",
        )
        action = undertake(actor, partnership, key_beside(idempotency_key, "next"), undertaking)
    session().add(
        CheckIn(
            entry_id=update.id,
            reflection_id=reflection.id if reflection else None,
            action_id=action.id if action else None,
        )
    )
    take_check_in(actor, update)
    return update


def key_beside(idempotency_key: str, what: str) -> str:
    """The key of what comes with a check-in: the same for a second click."""
    return str(uuid5(NAMESPACE_URL, f"{what}:{idempotency_key}"))


def _confide(actor: Reader, partnership: Partnership, idempotency_key: str, confided: str) -> Reflection:
    return write_reflection(
        actor,
        partnership,
        key_beside(idempotency_key, "confided"),
        content_of("", FREE, {TEXT: confided}),
        cycle=FREE,
        audience="facilitators",
        submit=True,
    )


@dataclass(frozen=True)
class Brought:
    """What somebody's own check-in brought with it."""

    confided: str = ""
    next_what: str = ""
    next_due_on: date | None = None


def brought(actor: Reader, entry_id: int) -> Brought:
    """What came with a check-in of one's own."""
    row = session().get(CheckIn, entry_id)
    if row is None:
        return Brought()
    reflection = session().get(Reflection, row.reflection_id) if row.reflection_id else None
    action = session().get(Action, row.action_id) if row.action_id else None
    return Brought(
        str(reflection.fields.get(TEXT, "")) if reflection is not None and reflection.author_id == actor.id else "",
        action.what if action is not None and action.author_id == actor.id else "",
        action.due_on if action is not None and action.author_id == actor.id else None,
    )
