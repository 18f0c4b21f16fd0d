"""An exchange as a whole: every round of it, what was sent, what was answered, what was replied, in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from lpcommunity.entries.models import Revision
from lpcommunity.people.models import Person
from lpcommunity.reflections.models import ReflectionLike, Submission
from lpcommunity.reflections.texts import Text, texts_of
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, QUESTIONS, Move, Reply, Review
from lpcommunity.storage import session


@dataclass(frozen=True)
class ExchangeReply:
    """The author's reply to a move."""

    says: str
    sent_at: datetime


@dataclass
class ExchangeMove:
    """One move of an answer, with the replies to it."""

    id: int
    kind: str
    prompt: str
    passage: str
    says: str
    by: Person
    replies: list[ExchangeReply] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether it is a question, which asks for a reply."""
        return self.kind in QUESTIONS

    @property
    def open(self) -> bool:
        """Whether it asks, and nobody has replied."""
        return self.asks and not self.replies


@dataclass
class Answer:
    """A facilitator's answer."""

    id: int
    by: Person
    outcome: str
    version: int
    sent_at: datetime
    moves: list[ExchangeMove] = field(default_factory=list)

    @property
    def invites(self) -> bool:
        """Whether it invites to think further."""
        return self.outcome == INVITES

    @property
    def acknowledges(self) -> bool:
        """Whether it acknowledges the reflection."""
        return self.outcome == ACKNOWLEDGES


@dataclass(frozen=True)
class Version:
    """What was read: the texts of one version."""

    n: int
    title: str
    cycle: str
    texts: tuple[Text, ...]
    sources: dict[str, str]
    written_at: datetime


@dataclass
class Round:
    """What began with one submission: the text that was sent, and the answers to it."""

    n: int
    version: int
    sent_at: datetime
    answers: list[Answer] = field(default_factory=list)

    @property
    def moves(self) -> list[ExchangeMove]:
        """All moves, in the order in which they came."""
        return [move for answer in self.answers for move in answer.moves]

    @property
    def open_questions(self) -> list[ExchangeMove]:
        """The questions that nobody has replied to."""
        return [move for move in self.moves if move.open]

    @property
    def questions(self) -> list[ExchangeMove]:
        """The moves that ask."""
        return [move for move in self.moves if move.asks]

    @property
    def replied_at(self) -> datetime | None:
        """When the author replied last."""
        return max((reply.sent_at for move in self.moves for reply in move.replies), default=None)


@dataclass
class Exchange:
    """All rounds of a reflection, the first one first, and the versions that they speak of."""

    rounds: list[Round]
    versions: dict[int, Version]

    @property
    def earlier(self) -> list[Round]:
        """The rounds before the present one, the first one first."""
        return self.rounds[:-1]

    @property
    def latest(self) -> Round | None:
        """The present round, if it was ever sent."""
        return self.rounds[-1] if self.rounds else None

    @cached_property
    def moves(self) -> dict[int, ExchangeMove]:
        """Every move by its id."""
        return {move.id: move for each in self.rounds for move in each.moves}


def exchange_of(reflection: ReflectionLike) -> Exchange:
    """The whole exchange: one query. Whether the reader may see it is policy.can_read_exchange's to say."""
    rows = session().execute(
        select(Submission, Revision, Review, Person, Move, Reply)
        .outerjoin(Review, (Review.reflection_id == Submission.reflection_id) & (Review.round == Submission.round))
        .outerjoin(
            Revision,
            (Revision.entry_id == Submission.reflection_id)
            & (Revision.n == func.coalesce(Review.version, Submission.version)),
        )
        .outerjoin(Person, Person.id == Review.author_id)
        .outerjoin(Move, Move.review_id == Review.id)
        .outerjoin(Reply, Reply.move_id == Move.id)
        .where(Submission.reflection_id == reflection.id, Submission.taken_back_at.is_(None))
        .order_by(Submission.round, Review.sent_at, Review.id, Move.position, Reply.sent_at, Reply.id)
    )
    return _told(rows, reflection.cycle)


def _told(rows: Iterable[Any], cycle: str) -> Exchange:
    rounds: dict[int, Round] = {}
    versions: dict[int, Version] = {}
    answers: dict[int, Answer] = {}
    moves: dict[int, ExchangeMove] = {}
    for sent, revision, review, person, move, reply in rows:
        each = rounds.setdefault(sent.round, Round(sent.round, sent.version, sent.sent_at))
        if revision is not None and revision.n not in versions:
            versions[revision.n] = version_of(revision, cycle)
        if review is not None and review.id not in answers:
            answers[review.id] = Answer(review.id, person, review.outcome, review.version, review.sent_at)
            each.answers.append(answers[review.id])
        if move is not None and move.id not in moves:
            moves[move.id] = ExchangeMove(move.id, move.kind, move.prompt, move.passage, move.says, person)
            answers[review.id].moves.append(moves[move.id])
        if reply is not None:
            moves[move.id].replies.append(ExchangeReply(reply.says, reply.sent_at))
    return Exchange(list(rounds.values()), versions)


def version_of(revision: Revision, cycle: str) -> Version:
    """A version as it is read. `cycle` is for one that does not say along which prompts it was written."""
    key = revision.details.get("cycle", cycle)
    return Version(
        n=revision.n,
        title=revision.title,
        cycle=key,
        texts=tuple(texts_of(key, revision.fields)),
        sources=dict(revision.fields),
        written_at=revision.written_at,
    )
