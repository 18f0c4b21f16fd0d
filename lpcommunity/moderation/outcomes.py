"""What a report comes to: for who wrote the text, from the first decision on, and for who reported it. Neither learns
more than what was decided, why, and what they said themselves.
"""

from collections.abc import Sequence

from sqlalchemy import FromClause, Integer, String, and_, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.moderation.models import ASKED, HIDDEN, LEFT, SHOWN
from lpcommunity.moderation.policy import CASE, REPORT, STEP
from lpcommunity.moderation.queries import (
    CASE_COLUMNS,
    CASES,
    MOST_STEPS,
    SIZE,
    WITH_ID,
    Case,
    Copy,
    Step,
    steps_where,
)
from lpcommunity.storage import Statement

_author = and_(CASE.c.author_id == READER, CASE.c.decision != "")
OF_AUTHOR = Statement(select(*CASE_COLUMNS).select_from(CASES).where(CASE.c.id == WITH_ID, _author), Case)
STEPS_OF_AUTHOR = Statement(steps_where(_author), Step)
ABOUT_MINE = Statement(
    select(*CASE_COLUMNS)
    .select_from(CASES)
    .where(
        CASE.c.author_id == READER,
        CASE.c.about == bindparam("about", type_=String),
        CASE.c.about_id == bindparam("thing", type_=Integer),
        CASE.c.decision.in_([ASKED, HIDDEN]),
    ),
    Case,
)
# And for who reported it: their own report, and decisions; nothing that its author says.
_reported: FromClause = REPORT.join(CASE, CASE.c.id == REPORT.c.case_id).outerjoin(
    PLACE, PLACE.c.id == CASE.c.partnership_id
)
OF_REPORTER = Statement(
    select(*CASE_COLUMNS).select_from(_reported).where(CASE.c.id == WITH_ID, REPORT.c.reporter_id == READER), Case
)
OWN_REPORT = Statement(
    select(
        REPORT.c.id, REPORT.c.why, REPORT.c.words, REPORT.c.title, REPORT.c.html, REPORT.c.author,
        REPORT.c.reported_at,
    ).where(REPORT.c.case_id == WITH_ID, REPORT.c.reporter_id == READER),
    Copy,
)  # fmt: skip
STEPS_OF_REPORTER = Statement(
    select(STEP.c.id, STEP.c.act, STEP.c.words, STEP.c.at)
    .select_from(STEP.join(REPORT, REPORT.c.case_id == STEP.c.case_id))
    .where(
        REPORT.c.case_id == WITH_ID,
        REPORT.c.reporter_id == READER,
        STEP.c.act.in_([ASKED, HIDDEN, LEFT, SHOWN]),
        STEP.c.at >= REPORT.c.reported_at,
    )
    .order_by(STEP.c.id.desc())
    .limit(SIZE),
    Step,
)


# What was reported by the reader, and waits to be decided.
WAITING = Statement(
    select(CASE.c.id)
    .select_from(REPORT.join(CASE, CASE.c.id == REPORT.c.case_id))
    .where(
        REPORT.c.reporter_id == READER,
        REPORT.c.decided_at.is_(None),
        CASE.c.about == bindparam("about", type_=String),
        CASE.c.about_id == bindparam("thing", type_=Integer),
    )
    .order_by(CASE.c.id.desc())
    .limit(1)
)


def waiting_report(actor: Reader, about: str, thing_id: int) -> int | None:
    """The case of this text that this person reported and that is not decided: one query."""
    found: int | None = WAITING.value(reader=actor.id, about=about, thing=thing_id)
    return found


def as_author(actor: Reader, case_id: int) -> tuple[Case, list[Step]] | None:
    """What it comes to for who wrote the text: two queries."""
    case = OF_AUTHOR.first(reads(actor), case=case_id)
    return (case, STEPS_OF_AUTHOR.all(reads(actor), case=case_id, size=MOST_STEPS)[::-1]) if case is not None else None


def last_asked(steps: Sequence[Step]) -> str:
    """What was last said to its author by whoever decided; `steps` are in their order."""
    return next((step.words for step in reversed(steps) if step.act in (ASKED, HIDDEN) and step.words), "")


def as_reporter(actor: Reader, case_id: int) -> tuple[Case, Copy, list[Step]] | None:
    """What it comes to for who reported it: three queries."""
    case = OF_REPORTER.first(reader=actor.id, case=case_id)
    report = OWN_REPORT.first(reader=actor.id, case=case_id)
    if case is None or report is None:
        return None
    return case, report, STEPS_OF_REPORTER.all(reader=actor.id, case=case_id, size=MOST_STEPS)[::-1]


def about_mine(actor: Reader, about: str, thing_id: int) -> Case | None:
    """The case in which this text of one's own is asked about, or hidden: one query."""
    return ABOUT_MINE.first(reader=actor.id, about=about, thing=thing_id)
