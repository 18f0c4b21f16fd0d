"""Leaving a question open, and saying what answers it."""

from lpcommunity import outbox
from lpcommunity.access import Invalid, Missing, require
from lpcommunity.access.rate_limits import REPLIES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.entries import lifecycle
from lpcommunity.questions import policy, queries
from lpcommunity.questions.domain_events import QuestionAnswered, QuestionLeftOpen
from lpcommunity.questions.models import ANSWERED, OPEN, Question
from lpcommunity.questions.queries import Asked
from lpcommunity.questions.what_came_since import Since, with_key
from lpcommunity.reflections.models import Reflection
from lpcommunity.storage import now, session, transactional


@limited(REPLIES)
@transactional
def leave_open(actor: Reader, reflection: Reflection, move_id: int) -> Question:
    """Not yet: the question stays open, whether there was a reply to it or not. One that was answered is open again, as
    if nothing had been pointed to. Twice is once. Raises Missing for what is no question about this.
    """
    asked = _asked(actor, reflection, move_id)
    question = queries.question_row(move_id)
    if question is None:
        question = _begun(actor, asked)
    elif question.state == OPEN:
        return question
    question.state, question.answered_at = OPEN, None
    question.answering_entry_id = question.answering_action_id = None
    session().flush()
    outbox.record(QuestionLeftOpen(question.id, reflection.id, actor.id))
    return question


@limited(REPLIES)
@transactional
def point_to_answer(actor: Reader, reflection: Reflection, move_id: int, by: str) -> Question:
    """Say what answers it: `update:12`, `reflection:13`, `action:31`. The same twice is once; another takes its place.

    Raises Invalid (by) for what there is not, for this reader, or of another place, or came before the question, or is
    for fewer people than read the question: they are not told apart.
    """
    asked = _asked(actor, reflection, move_id)
    found = with_key(actor, asked, by)
    if found is None:
        raise Invalid("by", "question-answer-unknown")
    question = queries.question_row(move_id)
    if question is None:
        question = _begun(actor, asked)
    elif _points_to(question, found):
        return question
    moment = now()
    question.state, question.answered_at = ANSWERED, moment
    question.answering_entry_id = None if found.is_action else found.id
    question.answering_action_id = found.id if found.is_action else None
    if question.first_answered_at is None:
        question.first_answered_at, question.lived_days = moment, (moment - asked.asked_at).days
    session().flush()
    outbox.record(QuestionAnswered(question.id, reflection.id, actor.id))
    return question


def _asked(actor: Reader, reflection: Reflection, move_id: int) -> Asked:
    """What was asked about this reflection, for whoever decides on it."""
    lifecycle.lock(reflection)
    require(policy.can_decide(actor, reflection))
    asked = queries.asked(actor, move_id)
    if asked is None or asked.entry_id != reflection.id or not policy.is_question(asked.kind):
        raise Missing
    return asked


def _begun(actor: Reader, asked: Asked) -> Question:
    """The question as a row: its day and its programme are those of now."""
    assert asked.partnership_id is not None  # one replies as a member
    made = Question(
        move_id=asked.move_id,
        reflection_id=asked.entry_id,
        partnership_id=asked.partnership_id,
        author_id=actor.id,
        programme_id=queries.programme_of(asked.partnership_id),
        left_open_at=now(),
    )
    session().add(made)
    return made


def _points_to(question: Question, found: Since) -> bool:
    return found.id == (question.answering_action_id if found.is_action else question.answering_entry_id)
