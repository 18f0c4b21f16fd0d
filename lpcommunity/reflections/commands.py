"""Writing reflections, and asking for an answer. What becomes of them then is in reviews.commands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import cast

from sqlalchemy import delete

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, require
from lpcommunity.access.rate_limits import CHANGES, ENTRIES, SENDINGS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.editing import commands as editing
from lpcommunity.entries import lifecycle, markdown
from lpcommunity.entries import policy as entries
from lpcommunity.entries.commands import override_for_kind
from lpcommunity.entries.content import Content, same
from lpcommunity.entries.models import AUDIENCES, DRAFT, PUBLIC, PUBLISHED, Entry
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.models import Partnership
from lpcommunity.reflections import policy, queries
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reflections.domain_events import (
    FacilitatorMissing,
    ReflectionShared,
    ReflectionSubmitted,
    ReflectionTakenBack,
)
from lpcommunity.reflections.models import WAITING, Reflection, ReflectionSubject, Submission
from lpcommunity.storage import now, session, transactional
from lpcommunity.storage.change_stamp import concerns_public

LONGEST_TITLE = 200


class AnsweredAlready(Conflict):
    """Too late to take it back: somebody has answered this round."""

    def __init__(self) -> None:
        super().__init__("answered-already")


@limited(ENTRIES)
@transactional
def write_reflection(
    actor: Reader,
    partnership: Partnership,
    idempotency_key: str,
    content: Content,
    *,
    cycle: str,
    audience: str,
    about_entry_ids: Iterable[int] = (),
    about_milestone_ids: Iterable[int] = (),
    submit: bool,
) -> Reflection:
    """Put a reflection on record for its audience, and perhaps send it to the facilitators.

    A form posted twice is one reflection: the second finds the first by its key.
    """
    written = editing.posted_before(actor, Reflection, partnership.id, idempotency_key)
    if written is not None:
        return written
    _check(content, cycle)
    reflection = Reflection(
        idempotency_key=idempotency_key,
        partnership_id=partnership.id,
        cycle=cycle,
        audience=audience,
        state=PUBLISHED,
        rounds=0,
    )

    def then() -> None:
        _tell_if_shared(actor, reflection)
        if submit:
            _ask_for_answers(actor, reflection)

    tie = _tying(actor, reflection, set(about_entry_ids), set(about_milestone_ids))
    return editing.post(actor, reflection, content, tie=tie, then=then)


@limited(CHANGES)
@transactional
def edit_reflection(
    actor: Reader,
    reflection: Reflection,
    content: Content,
    base_version: int,
    *,
    cycle: str,
    about_entry_ids: Iterable[int] = (),
    about_milestone_ids: Iterable[int] = (),
    idempotency_key: str = "",
    alts: Mapping[int, str] | None = None,
    removed: Collection[int] = (),
) -> Reflection:
    """Change the text, or what it is about. While it waits, the facilitators wait with it: they answer the newest
    version. The same again is no new version.

    `idempotency_key`: of the form, whose pictures and draft go with it. Raises EditConflict when it was changed since
    `base_version`.
    """
    editing.lock_for_change(actor, reflection)
    _check(content, cycle)
    form = editing.SentForm(idempotency_key, alts or {}, removed)
    wanted, goals = set(about_entry_ids), set(about_milestone_ids)
    if _says_otherwise(reflection, content, cycle) or _is_about_otherwise(actor, reflection, wanted, goals):
        reflection.cycle = cycle
        tie = _tying(actor, reflection, wanted, goals)
        editing.change(actor, reflection, content, base_version, form, tie=tie)
        _move_on(reflection)
    elif idempotency_key:
        editing.take_along(actor, reflection, form)
    return reflection


@limited(SENDINGS)
@transactional
def submit(
    actor: Reader,
    reflection: Reflection,
    audience: str | None = None,
    openings: Mapping[tuple[int, int], bool] | None = None,
) -> None:
    """Ask the partnership's facilitators to answer; first make it for this audience, if one is named, and open it or
    not to those who came later (openings.commands.say). Twice is once.

    Raises Invalid for what is for its author only.
    """
    lifecycle.lock(reflection)
    if policy.can_take_back(actor, reflection):
        return
    require(policy.can_submit(actor, reflection))
    if audience is not None:
        if audience not in AUDIENCES:
            raise Invalid("audience", "readers-unknown")
        lifecycle.change_audience(reflection, actor, audience)
    if openings:
        say(actor, openings)
    _ask_for_answers(actor, reflection)


@transactional
def take_back(actor: Reader, reflection: Reflection) -> None:
    """End the request, until somebody has answered. Twice is once.

    What only its facilitators could read, and nobody has answered yet, becomes its author's draft again; what others
    read too, or what an earlier round was answered for, stays where it is. Raises AnsweredAlready.
    """
    lifecycle.lock(reflection)
    require(policy.is_author(actor, reflection))
    if not policy.can_take_back(actor, reflection):
        if reflection.state == PUBLISHED and reflection.rounds:
            raise AnsweredAlready
        return
    _end_request(actor, reflection)
    if reflection.audience == "facilitators" and not reflection.rounds:
        lifecycle.take_off(reflection)


@transactional
def withdraw(actor: Reader, reflection: Reflection) -> None:
    """Take it off the record; what nobody else may open waits for nobody."""
    lifecycle.lock(reflection)
    require(policy.is_author(actor, reflection))
    if policy.can_take_back(actor, reflection):
        _end_request(actor, reflection)
    lifecycle.withdraw(reflection, actor)


@transactional
def change_audience(actor: Reader, reflection: Reflection, audience: str) -> None:
    """Make it for other people from now on. What nobody but its author may read waits for nobody."""
    lifecycle.lock(reflection)
    require(entries.can_change_audience(actor, reflection, audience))
    if audience == "me" and reflection.review_state == WAITING:
        _end_request(actor, reflection)
    before = reflection.audience
    lifecycle.change_audience(reflection, actor, audience)
    if before in {"me", "facilitators"}:
        _tell_if_shared(actor, reflection)


def _check(content: Content, cycle: str) -> None:
    if cycle not in CYCLES:
        raise Invalid("cycle", "cycle-unknown")
    if len(content.title) > LONGEST_TITLE:
        raise Invalid("title", "reflection-title-too-long", length=len(content.title), most=LONGEST_TITLE)
    if not any(content.fields.values()):
        raise Invalid("body", "reflection-empty")


def _says_otherwise(reflection: Reflection, content: Content, cycle: str) -> bool:
    before = reflection.title, reflection.cycle
    people = markdown.mentioned_in(reflection.body_html), markdown.mentioned_in(content.body_html)
    return before != (content.title, cycle) or not same(reflection.fields, content.fields) or people[0] != people[1]


def _is_about_otherwise(actor: Reader, reflection: Reflection, entry_ids: set[int], milestone_ids: set[int]) -> bool:
    before = {subject.key for subject in queries.subjects_of(actor, reflection)}
    tied_entries = {key for key in before if not key.startswith(queries.MILESTONE_KIND)}
    numbers = {int(key.rpartition("-")[2]) for key in tied_entries}
    goals = {int(key.rpartition("-")[2]) for key in before - tied_entries}
    return (numbers, goals) != (entry_ids, milestone_ids)


def _tying(actor: Reader, reflection: Reflection, entry_ids: set[int], milestone_ids: set[int]) -> Callable[[], None]:
    """What ties it to entries on record in its place, and to its milestones, and lets go of all it was tied to before.

    Raises Invalid at once for what is not in the list.
    """
    place = reflection.partnership_id or 0
    found = {one.id for one in queries.entries_here(actor, place, entry_ids)} if entry_ids else set()
    reached = {one.id for one in queries.milestones_here(place, milestone_ids)} if milestone_ids else set()
    if found != entry_ids or reached != milestone_ids:
        raise Invalid("about", "subject-not-listed")

    def tie() -> None:
        mine = delete(ReflectionSubject).where(ReflectionSubject.reflection_id == reflection.id)
        session().execute(mine, execution_options=concerns_public(reflection.audience == PUBLIC))
        for entry_id in sorted(entry_ids):
            session().add(ReflectionSubject(reflection_id=reflection.id, entry_id=entry_id))
        for milestone_id in sorted(milestone_ids):
            session().add(ReflectionSubject(reflection_id=reflection.id, milestone_id=milestone_id))
        reflection.milestone_id = min(milestone_ids, default=None)
        session().flush()

    return tie


def _move_on(reflection: Reflection) -> None:
    """While it waits, it is the newest version that waits."""
    if reflection.review_state == WAITING:
        reflection.submitted_version = reflection.version
        submission = queries.open_submission(reflection)
        if submission is not None:
            submission.version = reflection.version


def _ask_for_answers(actor: Reader, reflection: Reflection) -> None:
    if reflection.audience == "me":
        raise Invalid("audience", "reflection-for-author-only")
    moment = now()
    if reflection.state == DRAFT:
        lifecycle.publish(reflection, actor, moment)
        _tell_if_shared(actor, reflection)
    reflection.wait(moment)
    session().add(
        Submission(
            reflection_id=reflection.id,
            partnership_id=reflection.partnership_id,
            round=reflection.rounds,
            version=reflection.version,
            sent_at=moment,
        )
    )
    session().flush()
    outbox.record(ReflectionSubmitted(reflection.id, actor.id, reflection.rounds))
    place = reflection.partnership_id
    if place is not None and not queries.facilitators_for(place, reflection.author_id):
        outbox.record(FacilitatorMissing(reflection.id, place))


def _end_request(actor: Reader, reflection: Reflection) -> None:
    submission = queries.open_submission(reflection)
    if submission is not None:
        submission.taken_back_at = now()
        session().flush()
    before = queries.open_submission(reflection)
    reflection.stop_waiting(before.version if before else None)
    session().flush()
    outbox.record(ReflectionTakenBack(reflection.id, actor.id))


def _tell_if_shared(actor: Reader, reflection: Reflection) -> None:
    if reflection.state == PUBLISHED and entries.wider(reflection.audience, "facilitators"):
        outbox.record(ReflectionShared(reflection.id, actor.id))


override_for_kind(
    "reflection",
    withdraw=cast(Callable[[Reader, Entry], None], withdraw),
    change_audience=cast(Callable[[Reader, Entry, str], None], change_audience),
)
