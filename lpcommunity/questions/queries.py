"""Reading questions that were left open, for whoever reads the exchange in which they were asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, func, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import ENTRY, READER, reads, word
from lpcommunity.partnerships.models import programme_partnership
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.projects.models import Project
from lpcommunity.questions.models import Question
from lpcommunity.questions.policy import QUESTION, STANDS
from lpcommunity.questions.question_lines import LINES, QuestionLine
from lpcommunity.reviews.exchange import sets_aside
from lpcommunity.reviews.exchange_rows import MOVE, MOVES, REVIEW
from lpcommunity.reviews.policy import EXCHANGE, says
from lpcommunity.storage import Statement, session

MINE = 5  # on home
OF_A_PLACE = 5  # on its page
MOST = 100  # in a journey, or of one reflection

PLACE = bindparam("place", type_=Integer)
OWN = bindparam("own", type_=Integer, expanding=True)  # the places that the reader posts in
MOVE_ID = bindparam("move", type_=Integer)
SIZE = bindparam("size", type_=Integer)
PROJECT: FromClause = Project.__table__
TAKEN_IN: FromClause = programme_partnership


@dataclass(frozen=True)
class Asked:
    """A move that asks, as it was made, whether it is open or not."""

    move_id: int
    kind: str
    says: str
    entry_id: int
    title: str
    partnership_id: int | None
    confided_at: datetime | None
    asked_at: datetime
    asker_id: int
    asker: str

    @property
    def asker_first_name(self) -> str:
        """What to call who asked."""
        return first_name_of(self.asker)

    @property
    def asked_path(self) -> str:
        """Where it was asked."""
        return f"/reflections/{self.entry_id}#m{self.move_id}"


ASKED = Statement(
    select(
        MOVE.c.id.label("move_id"),
        MOVE.c.kind,
        says(MOVE, REVIEW.c.author_id).label("says"),
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.title,
        ENTRY.c.partnership_id,
        ENTRY.c.confided_at,
        REVIEW.c.sent_at.label("asked_at"),
        REVIEW.c.author_id.label("asker_id"),
        PERSON.c.name.label("asker"),
    )
    .select_from(MOVES.join(PERSON, PERSON.c.id == REVIEW.c.author_id))
    .where(MOVE.c.id == MOVE_ID, EXCHANGE),
    Asked,
)
ONE = Statement(LINES.where(QUESTION.c.move_id == MOVE_ID, EXCHANGE), QuestionLine)
OF_REFLECTION = Statement(
    LINES.where(QUESTION.c.reflection_id == bindparam("entry", type_=Integer), EXCHANGE)
    .order_by(QUESTION.c.id)
    .limit(MOST),
    QuestionLine,
)
OF_PLACE = Statement(
    LINES.where(QUESTION.c.partnership_id == PLACE, STANDS)
    .order_by(QUESTION.c.left_open_at.desc(), QUESTION.c.id.desc())
    .limit(SIZE),
    QuestionLine,
)
ANSWERED_BY_ENTRY = Statement(
    LINES.where(QUESTION.c.answering_entry_id == bindparam("thing", type_=Integer), STANDS)
    .order_by(QUESTION.c.id)
    .limit(MOST),
    QuestionLine,
)
ANSWERED_BY_ACTION = Statement(
    LINES.where(QUESTION.c.answering_action_id == bindparam("thing", type_=Integer), STANDS)
    .order_by(QUESTION.c.id)
    .limit(MOST),
    QuestionLine,
)
OPEN_OF_MINE = Statement(
    LINES.where(
        QUESTION.c.author_id == READER,
        QUESTION.c.state == word("open"),
        QUESTION.c.partnership_id.in_(OWN),
        STANDS,
    )
    .order_by(QUESTION.c.left_open_at, QUESTION.c.id)
    .limit(SIZE),
    QuestionLine,
)
# The latest programme that a place works in; else one that it was taken into.
_works_in = select(PROJECT.c.programme_id).where(PROJECT.c.partnership_id == PLACE).order_by(PROJECT.c.id.desc())
_taken_into = (
    select(TAKEN_IN.c.programme_id).where(TAKEN_IN.c.partnership_id == PLACE).order_by(TAKEN_IN.c.programme_id.desc())
)
PROGRAMME_OF: Statement[Any] = Statement(
    select(
        func.coalesce(_works_in.limit(1).scalar_subquery(), _taken_into.limit(1).scalar_subquery()).label("programme")
    )
)


def asked(actor: Reader, move_id: int) -> Asked | None:
    """A move, if this person reads the exchange that it stands in: one query."""
    return ASKED.first(reads(actor), move=move_id)


def question_of(actor: Reader, move_id: int) -> QuestionLine | None:
    """What became of a question that was left open, for whoever reads its exchange: one query."""
    return ONE.first(reads(actor), move=move_id)


@sets_aside
def left_open_in(actor: Reader, reflection_id: int) -> dict[int, QuestionLine]:
    """Those of one reflection that were left open, answered since or not, by their move: one query."""
    return {one.move_id: one for one in OF_REFLECTION.all(reads(actor), entry=reflection_id)}


def questions_of_place(actor: Reader | Visitor, place_id: int, size: int = MOST) -> list[QuestionLine]:
    """Those of a place that this reader may know of, open and answered, the last left open first: one query, and none
    for whoever belongs there in no way.
    """
    return OF_PLACE.all(reads(actor), place=place_id, size=size) if _belongs(actor, place_id) else []


def answered_by_entry(actor: Reader | Visitor, entry_id: int, place_id: int | None) -> list[QuestionLine]:
    """Those that this entry of a place answers, as their authors said, for whoever reads the exchanges in which they
    were asked: one query, and none for whoever belongs there in no way.
    """
    return ANSWERED_BY_ENTRY.all(reads(actor), thing=entry_id) if _belongs(actor, place_id) else []


def answered_by_action(actor: Reader | Visitor, action_id: int, place_id: int | None) -> list[QuestionLine]:
    """The same for an action."""
    return ANSWERED_BY_ACTION.all(reads(actor), thing=action_id) if _belongs(actor, place_id) else []


def _belongs(actor: Reader | Visitor, place_id: int | None) -> bool:
    return isinstance(actor, Reader) and place_id in actor.places


def open_of_mine(actor: Reader, size: int = MINE) -> list[QuestionLine]:
    """This person's own that are open, in the places that they post in, the oldest first: one query."""
    if not actor.member_of:
        return []
    return OPEN_OF_MINE.all(reads(actor), own=sorted(actor.member_of), size=size)


def programme_of(place_id: int) -> int | None:
    """The programme in which a question of this place counts: one query."""
    found = PROGRAMME_OF.value(place=place_id)
    return int(found) if found is not None else None


def question_row(move_id: int) -> Question | None:
    """The row that a command changes, which asks for the right again."""
    return session().scalar(select(Question).where(Question.move_id == move_id))
