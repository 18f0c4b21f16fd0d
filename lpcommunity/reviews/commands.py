"""Answering a reflection, and replying to an answer. What was sent is never changed and never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, Missing, require
from lpcommunity.access.rate_limits import ANSWERS, REPLIES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries import lifecycle
from lpcommunity.entries.markdown import says_anything
from lpcommunity.entries.models import Revision
from lpcommunity.entries.policy import can_read, can_read_revision
from lpcommunity.reflections.cycles import prompts_of
from lpcommunity.reflections.models import ACKNOWLEDGED, Reflection
from lpcommunity.reflections.policy import can_leave_there
from lpcommunity.reflections.texts import Text, texts_of
from lpcommunity.reviews import answers, policy, quotations
from lpcommunity.reviews.domain_events import LeftThere, ReplySent, ReviewSent
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, MOVES, Move, Reply, Review
from lpcommunity.storage import now, session, transactional

LONGEST_MOVE = 5_000
LONGEST_PASSAGE = 500
MOST_MOVES = 20


@dataclass(frozen=True)
class MoveContent:
    """One move as it was written: its kind, the prompt it speaks to (empty: the whole), the words it is tied to."""

    kind: str
    prompt: str
    passage: str
    says: str

    @property
    def empty(self) -> bool:
        """Whether nothing was written: such a row of the form does not count."""
        return not says_anything(self.says) and not self.passage.strip()


class TakenBack(Conflict):
    """Its author took it back, withdrew it or kept it for themself while the answer was written."""

    def __init__(self) -> None:
        super().__init__("reflection-taken-back")


class AcknowledgedAlready(Conflict):
    """This facilitator has acknowledged it before: the round is over until its author sends it again."""

    def __init__(self) -> None:
        super().__init__("acknowledged-already")


class ReadAgain(Conflict):
    """The text was changed while the answer was written: an answer speaks of what was read."""

    def __init__(self) -> None:
        super().__init__("reflection-changed-meanwhile")


@limited(ANSWERS)
@transactional
def send_review(
    actor: Reader,
    reflection: Reflection,
    idempotency_key: str,
    outcome: str,
    moves: Sequence[MoveContent],
    version: int,
) -> Review:
    """Send an answer, whole. A form posted twice is one answer.

    Raises TakenBack and ReadAgain, which leave the draft where it is, and Invalid for what cannot be sent: the
    way to its field is `("moves", 2, "passage")` in the third move.
    """
    lifecycle.lock(reflection)
    sent = _sent_with(actor, reflection, idempotency_key)
    if sent is not None:
        return sent
    _require_open(actor, reflection)
    read = _version_read(actor, reflection, version)
    if outcome not in {ACKNOWLEDGES, INVITES}:
        raise Invalid("outcome", "outcome-unknown")
    said = _checked(moves, _Read.of(read, reflection.cycle))
    moment = now()
    review = Review(
        idempotency_key=idempotency_key,
        reflection_id=reflection.id,
        partnership_id=reflection.partnership_id,
        version=version,
        round=reflection.rounds,
        author_id=actor.id,
        outcome=outcome,
        sent_at=moment,
        moves=[
            Move(position=n, kind=move.kind, prompt=move.prompt, passage=move.passage, says=move.says)
            for n, move in enumerate(said, 1)
        ],
    )
    session().add(review)
    session().flush()
    reflection.take_answer(not answers.someone_invites(reflection), moment)
    discard_draft(actor, idempotency_key)
    outbox.record(ReviewSent(review.id, reflection.id, actor.id))
    return review


@limited(REPLIES)
@transactional
def send_replies(actor: Reader, reflection: Reflection, idempotency_key: str, replies: Mapping[int, str]) -> None:
    """Reply to one or more moves with one click. A form posted twice is one response."""
    lifecycle.lock(reflection)
    require(policy.can_reply(actor, reflection))
    if (
        session().scalar(select(Reply.id).where(Reply.idempotency_key == idempotency_key, Reply.author_id == actor.id))
        is not None
    ):
        return
    said = {move_id: words.strip() for move_id, words in replies.items() if says_anything(words)}
    if not said:
        raise Invalid("replies", "response-empty")
    for move_id, words in said.items():
        if len(words) > LONGEST_MOVE:
            raise Invalid(("replies", move_id), "reply-too-long", length=len(words), most=LONGEST_MOVE)
    known = select(Move.id).join(Review).where(Move.id.in_(said), Review.reflection_id == reflection.id)
    if set(session().scalars(known)) != set(said):
        raise Missing
    moment = now()
    for move_id, words in sorted(said.items()):
        session().add(
            Reply(idempotency_key=idempotency_key, move_id=move_id, author_id=actor.id, says=words, sent_at=moment)
        )
    if reflection.left_there_at is not None:  # a row that is touched, and not changed, would count as a public change
        reflection.left_there_at = None
    session().flush()
    discard_draft(actor, idempotency_key)
    outbox.record(ReplySent(reflection.id, actor.id, idempotency_key))


@transactional
def leave_there(actor: Reader, reflection: Reflection) -> None:
    """Go on with none of the answers that have come by now; replying, or sending it again, takes that back. Twice is
    once.
    """
    lifecycle.lock(reflection)
    require(can_leave_there(actor, reflection))
    if reflection.left_there_at is not None and not answers.answered_since(reflection, reflection.left_there_at):
        return
    reflection.left_there_at = now()
    session().flush()
    outbox.record(LeftThere(reflection.id, actor.id))


def _sent_with(actor: Reader, reflection: Reflection, idempotency_key: str) -> Review | None:
    review = session().scalar(select(Review).where(Review.idempotency_key == idempotency_key))
    if review is not None:
        require(review.author_id == actor.id and review.reflection_id == reflection.id)
    return review


def _require_open(actor: Reader, reflection: Reflection) -> None:
    """Only those who may answer; and to whom it was open until just now, it is said that it no longer is."""
    answered = reflection.review_state == ACKNOWLEDGED and answers.has_answered(actor, reflection)
    if policy.can_answer(actor, reflection, answered):
        return
    if answered and can_read(actor, reflection):
        raise AcknowledgedAlready
    require(answers.was_asked(actor, reflection))
    raise TakenBack


def _version_read(actor: Reader, reflection: Reflection, version: int) -> Revision:
    """The version that the answer speaks of: the one that was submitted, or a newer one."""
    read = session().scalar(select(Revision).where(Revision.entry_id == reflection.id, Revision.n == version))
    require(read is not None and can_read_revision(actor, reflection, read))
    assert read is not None
    if version < (reflection.submitted_version or 0):
        raise ReadAgain
    return read


@dataclass(frozen=True)
class _Read:
    """What the facilitator had before them: every prompt of the version's cycle, and the texts."""

    prompts: frozenset[str]
    texts: tuple[Text, ...]
    sources: Mapping[str, str]

    @classmethod
    def of(cls, read: Revision, otherwise: str) -> "_Read":
        cycle = read.details.get("cycle", otherwise)
        keys = frozenset(prompt.key for prompt in prompts_of(cycle))
        return cls(keys, tuple(texts_of(cycle, read.fields)), read.fields)

    def prompt_of(self, passage: str, named: str) -> str:
        """Where the passage stands: under the prompt that was named, else under another; empty if nowhere."""
        for text in sorted(self.texts, key=lambda text: text.key != named):
            if quotations.contains(text.html, self.sources.get(text.key, ""), passage):
                return text.key
        return ""


def _checked(moves: Sequence[MoveContent], read: _Read) -> list[MoveContent]:
    """The moves that have words, each tied to a prompt and a passage that exist."""
    written = [(n, move) for n, move in enumerate(moves) if not move.empty]
    if not written:
        raise Invalid(("moves", 0, "says"), "answer-empty")
    if len(written) > MOST_MOVES:
        raise Invalid("moves", "moves-too-many", most=MOST_MOVES)
    return [_checked_move(n, move, read) for n, move in written]


def _checked_move(n: int, move: MoveContent, read: _Read) -> MoveContent:
    says, passage = move.says.strip(), " ".join(move.passage.split())
    if move.kind not in MOVES:
        raise Invalid(("moves", n, "kind"), "move-kind-unknown")
    if not says_anything(says):
        raise Invalid(("moves", n, "says"), "move-says-nothing")
    if len(says) > LONGEST_MOVE:
        raise Invalid(("moves", n, "says"), "move-too-long", length=len(says), most=LONGEST_MOVE)
    if len(passage) > LONGEST_PASSAGE:
        raise Invalid(("moves", n, "passage"), "passage-too-long", length=len(passage), most=LONGEST_PASSAGE)
    if move.prompt and move.prompt not in read.prompts:
        raise Invalid(("moves", n, "prompt"), "prompt-unknown")
    prompt = move.prompt
    if passage:
        prompt = read.prompt_of(passage, prompt)
        if not prompt:
            raise Invalid(("moves", n, "passage"), "passage-not-found")
    return replace(move, says=says, passage=passage, prompt=prompt)
