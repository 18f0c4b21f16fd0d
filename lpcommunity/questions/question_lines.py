"""A question that was left open, as its reader may know it: with what answered it, where they may read that."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from lpcommunity.actions.policy import ACTION
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.policy import ENTRY, READER
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.questions.models import OPEN
from lpcommunity.questions.policy import ACTION_IS_READ, ENTRY_IS_READ, QUESTION, THING
from lpcommunity.reviews.exchange_rows import MOVE, MOVES, REVIEW
from lpcommunity.reviews.policy import says
from lpcommunity.storage.clock import LONDON

_asker, _author = PERSON.alias("asker"), PERSON.alias("author")


@dataclass(frozen=True)
class QuestionLine:
    """A question that was left open, and what answered it: that is empty for whoever may not read it."""

    id: int
    move_id: int
    entry_id: int  # the reflection
    partnership_id: int
    author_id: int
    author: str
    mine: bool
    title: str  # of the reflection
    says: str
    asker: str
    asked_at: datetime
    state: str
    left_open_at: datetime
    answered_at: datetime | None  # when its author said so
    answering_entry_id: int | None
    answering_kind: str | None
    answering_title: str | None
    answering_published_at: datetime | None
    answering_action_id: int | None
    answering_what: str | None
    answering_action_at: datetime | None  # when it was reported, or else undertaken

    @property
    def is_open(self) -> bool:
        """Whether nothing answers it yet."""
        return self.state == OPEN

    @property
    def reflection_id(self) -> int:
        """The reflection that it was asked about."""
        return self.entry_id

    @property
    def asked_path(self) -> str:
        """Where it was asked: among the moves of the answer."""
        return f"/reflections/{self.entry_id}#m{self.move_id}"

    @property
    def path(self) -> str:
        """Where its author says what answers it."""
        return f"/moves/{self.move_id}/question"

    @property
    def asker_first_name(self) -> str:
        """What to call who asked."""
        return first_name_of(self.asker)

    @property
    def author_first_name(self) -> str:
        """What to call whose question it is."""
        return first_name_of(self.author)

    @property
    def key(self) -> str:
        """What answers it, as a form names it: update:12, action:31; empty where its reader may not read that."""
        if self.answering_action_id is not None:
            return f"action:{self.answering_action_id}"
        return f"{self.answering_kind}:{self.answering_entry_id}" if self.answering_entry_id is not None else ""

    @property
    def answered_path(self) -> str:
        """Where that is; empty likewise."""
        if self.answering_action_id is not None:
            return f"/actions/{self.answering_action_id}"
        return (
            kind_of(self.answering_kind).path(self.answering_entry_id)
            if self.answering_kind and self.answering_entry_id
            else ""
        )

    @property
    def answered_title(self) -> str:
        """What that is called; empty likewise."""
        return self.answering_what or self.answering_title or ""

    @property
    def answered_on(self) -> date | None:
        """The day of that, by the clocks of London: an action's is that of its report. None likewise."""
        at = self.answering_action_at or self.answering_published_at
        return at.astimezone(LONDON).date() if at is not None else None


_COLUMNS = (
    QUESTION.c.id,
    QUESTION.c.move_id,
    ENTRY.c.id.label("entry_id"),
    QUESTION.c.partnership_id,
    QUESTION.c.author_id,
    _author.c.name.label("author"),
    (QUESTION.c.author_id == READER).label("mine"),
    ENTRY.c.title,
    says(MOVE, REVIEW.c.author_id).label("says"),
    _asker.c.name.label("asker"),
    REVIEW.c.sent_at.label("asked_at"),
    QUESTION.c.state,
    QUESTION.c.left_open_at,
    QUESTION.c.answered_at,
    THING.c.id.label("answering_entry_id"),
    THING.c.kind.label("answering_kind"),
    THING.c.title.label("answering_title"),
    THING.c.published_at.label("answering_published_at"),
    ACTION.c.id.label("answering_action_id"),
    ACTION.c.what.label("answering_what"),
    func.coalesce(ACTION.c.reported_at, ACTION.c.created_at).label("answering_action_at"),
)
# Each statement adds who may know of the question: reviews.policy.EXCHANGE. What answers it is joined for its readers.
LINES = (
    select(*_COLUMNS)
    .select_from(
        MOVES.join(QUESTION, QUESTION.c.move_id == MOVE.c.id)
        .join(_asker, _asker.c.id == REVIEW.c.author_id)
        .join(_author, _author.c.id == QUESTION.c.author_id)
    )
    .outerjoin(THING, and_(THING.c.id == QUESTION.c.answering_entry_id, ENTRY_IS_READ))
    .outerjoin(ACTION, and_(ACTION.c.id == QUESTION.c.answering_action_id, ACTION_IS_READ))
)
