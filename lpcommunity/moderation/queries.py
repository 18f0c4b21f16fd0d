"""Reading reports, for whoever decides: the queue, and one case with the copies that were sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, bindparam, case, func, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import word
from lpcommunity.entries.queries import PLACE
from lpcommunity.moderation.models import HIDDEN, WHYS
from lpcommunity.moderation.policy import CASE, REPORT, SAID_TO_READER, SENT_TO_READER, STEP, decides, handles
from lpcommunity.moderation.subjects import Subject, subject_of
from lpcommunity.storage import Moment, Statement, now

PAGE = 20
MOST_DECIDED = 20
MOST_HIDDEN = 200  # hidden still: this list alone leads to them
MOST_REPORTS = 50
MOST_STEPS = 50
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Case:
    """A reported text, without a word of it."""

    id: int
    about: str
    about_id: int
    entry_id: int
    author_id: int
    place: str | None
    waiting_since: datetime | None
    decision: str
    decided_at: datetime | None

    @property
    def subject(self) -> Subject | None:
        """What kind of text it is; None for one that is no longer known."""
        return subject_of(self.about)

    @property
    def word(self) -> str:
        """How that is called."""
        return self.subject.word if self.subject is not None else "text"

    @property
    def path(self) -> str:
        """Where it stands, for its author."""
        return self.subject.path(self.about_id, self.entry_id) if self.subject is not None else "/home"

    @property
    def edit_path(self) -> str | None:
        """Where its author changes it, if it can be changed."""
        there = self.subject.edit_path if self.subject is not None else None
        return there(self.about_id, self.entry_id) if there is not None else None


@dataclass(frozen=True)
class QueueLine:
    """One case in the queue: since when it waits, how many reports of it are for the reader, whose words they are, as
    the newest of these has it, why that was sent, and what was done last: nothing, or a step.
    """

    case: Case
    reports: int
    author: str
    why: str
    last: str

    @property
    def reason(self) -> str:
        """Why, in words."""
        return WHYS.get(self.why, "")


@dataclass(frozen=True)
class Copy:
    """What one person sent. Who they are goes with it nowhere."""

    id: int
    why: str
    words: str
    title: str
    html: str
    author: str
    reported_at: datetime

    @property
    def reason(self) -> str:
        """Why, in words."""
        return WHYS.get(self.why, "")


@dataclass(frozen=True)
class Step:
    """What was decided or done, and the words that went with it."""

    id: int
    act: str
    words: str
    at: datetime


CASE_COLUMNS = (
    CASE.c.id, CASE.c.about, CASE.c.about_id, CASE.c.entry_id, CASE.c.author_id, PLACE.c.name.label("place"),
    CASE.c.waiting_since, CASE.c.decision, CASE.c.decided_at,
)  # fmt: skip
CASES = CASE.outerjoin(PLACE, PLACE.c.id == CASE.c.partnership_id)
_reports = (
    select(func.count(REPORT.c.id)).where(REPORT.c.case_id == CASE.c.id, SENT_TO_READER).correlate(CASE)
).scalar_subquery()
WITH_ID = bindparam("case", type_=Integer)
SIZE = bindparam("size", type_=Integer)
_after = (bindparam("after", type_=Moment), bindparam("after_id", type_=Integer))


def _newest(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    """What the newest report of a case that is for the reader says in this column."""
    reports = select(column).where(REPORT.c.case_id == CASE.c.id, SENT_TO_READER).correlate(CASE)
    return reports.order_by(REPORT.c.reported_at.desc(), REPORT.c.id.desc()).limit(1).scalar_subquery()


_author, _why = _newest(REPORT.c.author), _newest(REPORT.c.why)
_last = (
    select(STEP.c.act).where(STEP.c.case_id == CASE.c.id).order_by(STEP.c.id.desc()).limit(1).correlate(CASE)
).scalar_subquery()


def _queue_line(reports: int, author: str | None, why: str | None, last: str | None, **columns: Any) -> QueueLine:
    return QueueLine(Case(**columns), reports, author or "", why or "", last or "")


WAITING = Statement(
    select(*CASE_COLUMNS, _reports.label("reports"), _author.label("author"), _why.label("why"), _last.label("last"))
    .select_from(CASES)
    .where(
        CASE.c.waiting_since >= _after[0],
        or_(CASE.c.waiting_since > _after[0], CASE.c.id > _after[1]),
        handles(),
    )
    .order_by(CASE.c.waiting_since, CASE.c.id)
    .limit(SIZE),
    _queue_line,
)
DECIDED = Statement(
    select(*CASE_COLUMNS)
    .select_from(CASES)
    .where(
        CASE.c.waiting_since.is_(None),
        CASE.c.decision != word(HIDDEN),
        CASE.c.decided_at > bindparam("since", type_=Moment),
        handles(),
    )
    .order_by(CASE.c.decided_at.desc(), CASE.c.id.desc())
    .limit(SIZE),
    Case,
)
STILL_HIDDEN = Statement(
    select(*CASE_COLUMNS)
    .select_from(CASES)
    .where(
        CASE.c.decision == word(HIDDEN),  # along an index of its own
        CASE.c.waiting_since.is_(None),
        handles(),
    )
    .order_by(CASE.c.decided_at.desc(), CASE.c.id.desc())
    .limit(SIZE),
    Case,
)
ONE = Statement(select(*CASE_COLUMNS).select_from(CASES).where(CASE.c.id == WITH_ID, handles()), Case)
COPIES = Statement(
    select(
        REPORT.c.id, REPORT.c.why, REPORT.c.words, REPORT.c.title, REPORT.c.html, REPORT.c.author,
        REPORT.c.reported_at,
    )
    .select_from(REPORT.join(CASE, CASE.c.id == REPORT.c.case_id))
    .where(CASE.c.id == WITH_ID, handles(), SENT_TO_READER, REPORT.c.author != word(""))  # emptied after its days
    .order_by(REPORT.c.reported_at, REPORT.c.id)
    .limit(SIZE),
    Copy,
)  # fmt: skip


def steps_where(*which: ColumnElement[bool], words: ColumnElement[str] = STEP.c.words) -> Any:
    """The steps of one case of which this holds, the newest first: however many there are, the last one is there."""
    return (
        select(STEP.c.id, STEP.c.act, words.label("words"), STEP.c.at)
        .select_from(STEP.join(CASE, CASE.c.id == STEP.c.case_id))
        .where(CASE.c.id == WITH_ID, *which)
        .order_by(STEP.c.id.desc())
        .limit(SIZE)
    )


# What facilitators and the author said to each other in confidence is no word for moderators, nor the other way round.
STEPS = Statement(steps_where(handles(), words=case((SAID_TO_READER, STEP.c.words), else_=word(""))), Step)


def waiting(actor: Reader, after: tuple[datetime, int] | None = None, size: int = PAGE) -> list[QueueLine]:
    """What waits for this person, the oldest first, and one line more if it goes on: one query."""
    at, number = after or (now() - timedelta(days=36_500), 0)
    return WAITING.all(decides(actor), after=at, after_id=number, size=size + 1)


def decided_lately(actor: Reader) -> list[Case]:
    """What is hidden still, and what else was decided within thirty days: two queries."""
    lately = DECIDED.all(decides(actor), since=now() - LATELY, size=MOST_DECIDED)
    return STILL_HIDDEN.all(decides(actor), size=MOST_HIDDEN) + lately


def case_for(actor: Reader, case_id: int) -> Case | None:
    """This case, if this person decides on it."""
    return ONE.first(decides(actor), case=case_id)


def copies(actor: Reader, case_id: int) -> list[Copy]:
    """What was sent to this person of it, the first report first."""
    return COPIES.all(decides(actor), case=case_id, size=MOST_REPORTS)


def steps(actor: Reader, case_id: int) -> list[Step]:
    """What was decided and done so far, newest last."""
    return STEPS.all(decides(actor), case=case_id, size=MOST_STEPS)[::-1]
