"""An exchange as a whole: every round of it, what was sent, what was answered, what was replied, in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import markdown
from lpcommunity.entries.policy import reads
from lpcommunity.people.faces import NamedPerson
from lpcommunity.reflections.models import ReflectionLike
from lpcommunity.reflections.texts import Text, texts_of
from lpcommunity.reviews.exchange_rows import (
    OF_ANSWERS,
    OF_MOVES,
    OF_REPLIES,
    OF_ROUNDS,
    OF_VERSIONS,
    GivenRow,
    MadeRow,
    RepliedRow,
    SentRow,
    WrittenRow,
)
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, QUESTIONS
from lpcommunity.reviews.policy import HIDDEN_WORDS


@dataclass(frozen=True)
class ExchangeReply:
    """The author's reply to a move."""

    says: str
    sent_at: datetime
    id: int = 0
    hidden: bool = False

    @property
    def covered(self) -> bool:
        """Whether its words are hidden from its reader."""
        return self.hidden and self.says == HIDDEN_WORDS


@dataclass
class ExchangeMove:
    """One move of an answer, with the replies to it."""

    id: int
    kind: str
    prompt: str
    passage: str
    says: str
    by: NamedPerson
    replies: list[ExchangeReply] = field(default_factory=list)
    hidden: bool = False
    set_aside: Any = None  # how its author set it aside, where they did: a value of the feature that says so

    @property
    def covered(self) -> bool:
        """Whether its words are hidden from its reader."""
        return self.hidden and self.says == HIDDEN_WORDS

    @property
    def asks(self) -> bool:
        """Whether it is a question, which asks for a reply."""
        return self.kind in QUESTIONS

    @property
    def open(self) -> bool:
        """Whether it asks, and nobody has replied or set it aside."""
        return self.asks and not self.replies and not self.set_aside


@dataclass
class Answer:
    """A facilitator's answer."""

    id: int
    by: NamedPerson
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

    @property
    def body_html(self) -> str:
        """Its texts, one below the other."""
        return "\n".join(text.html for text in self.texts)


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
        """The questions that ask for a reply still."""
        return [move for move in self.moves if move.open]

    @property
    def left_open(self) -> list[ExchangeMove]:
        """The questions that the author set aside without a reply."""
        return [move for move in self.questions if move.set_aside and not move.replies]

    @property
    def questions(self) -> list[ExchangeMove]:
        """The moves that ask."""
        return [move for move in self.moves if move.asks]

    @property
    def replied(self) -> list[ExchangeMove]:
        """The moves to which the author replied."""
        return [move for move in self.moves if move.replies]

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
    def before(self) -> Round | None:
        """The round before the present one."""
        return self.earlier[-1] if self.earlier else None

    @property
    def latest(self) -> Round | None:
        """The present round, if it was ever sent."""
        return self.rounds[-1] if self.rounds else None

    @cached_property
    def moves(self) -> dict[int, ExchangeMove]:
        """Every move by its id."""
        return {move.id: move for each in self.rounds for move in each.moves}


SetAside = Callable[[Reader, int], Mapping[int, Any]]

_set_aside: list[SetAside] = []


def sets_aside(source: SetAside) -> SetAside:
    """A feature above says which moves of an exchange need no reply, and how each was set aside, for a reader of it: so
    that nothing asks for one.
    """
    _set_aside.append(source)
    return source


def exchange_of(actor: Reader | Visitor, reflection: ReflectionLike) -> Exchange:
    """The whole exchange, as far as this reader may know it (policy.can_read_exchange): five queries, and those
    of whoever sets moves aside.
    """
    if isinstance(actor, Visitor):
        return Exchange([], {})
    asked = {**reads(actor), "entry": reflection.id}
    sent, given = OF_ROUNDS.all(asked), OF_ANSWERS.all(asked)
    spoken_of = sorted({one.version for one in sent} | {one.version for one in given})
    found = _assembled(
        sent, given, OF_MOVES.all(asked), OF_REPLIES.all(asked), OF_VERSIONS.all(asked, versions=spoken_of), reflection
    )
    for source in _set_aside:
        for move_id, how in source(actor, reflection.id).items():
            if move_id in found.moves:
                found.moves[move_id].set_aside = how
    return found


def _assembled(
    sent: Sequence[SentRow],
    given: Sequence[GivenRow],
    made: Sequence[MadeRow],
    replied: Sequence[RepliedRow],
    written: Sequence[WrittenRow],
    reflection: ReflectionLike,
) -> Exchange:
    rounds = {one.round: Round(one.round, one.version, one.sent_at) for one in sent}
    answers: dict[int, Answer] = {}
    for one in given:
        if one.round in rounds:
            by = NamedPerson(one.author_id, one.author)
            answers[one.id] = Answer(one.id, by, one.outcome, one.version, one.sent_at)
            rounds[one.round].answers.append(answers[one.id])
    moves: dict[int, ExchangeMove] = {}
    for move in made:
        if answer := answers.get(move.review_id):
            moves[move.id] = ExchangeMove(
                move.id, move.kind, move.prompt, move.passage, move.says, answer.by, hidden=move.hidden_at is not None
            )
            answer.moves.append(moves[move.id])
    for reply in replied:
        if reply.move_id in moves:
            moves[reply.move_id].replies.append(
                ExchangeReply(reply.says, reply.sent_at, reply.id, hidden=reply.hidden_at is not None)
            )
    versions = {one.n: version_of(one, reflection.cycle) for one in written}
    return Exchange(list(rounds.values()), versions)


def version_of(revision: Any, cycle: str) -> Version:
    """A version as it is read. `cycle` is for one that does not say along which prompts it was written."""
    key = revision.details.get("cycle", cycle)
    return Version(
        n=revision.n,
        title=revision.title,
        cycle=key,
        texts=tuple(texts_of(key, revision.fields, markdown.mentioned_in(revision.body_html))),
        sources=dict(revision.fields),
        written_at=revision.written_at,
    )
