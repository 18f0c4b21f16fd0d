"""A case as a row: begun, waited for, held, and its steps. Within a command that has asked for the right."""

from datetime import datetime

from sqlalchemy import func, select, update

from lpcommunity import outbox
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import Entry
from lpcommunity.moderation import deciders
from lpcommunity.moderation.domain_events import ModeratorMissing, ReportWaits
from lpcommunity.moderation.models import (
    ASKED,
    HIDDEN,
    LEFT,
    MODERATORS,
    SHOWN,
    CaseStep,
    Report,
    ReportedText,
)
from lpcommunity.moderation.subjects import Readable, Subject, subject_of
from lpcommunity.storage import now, session


def active(about: str, about_id: int) -> ReportedText | None:
    """The case of this text that is not over."""
    return session().scalar(
        select(ReportedText).where(
            ReportedText.about == about, ReportedText.about_id == about_id, ReportedText.decision != LEFT
        )
    )


def begun(found: Readable) -> ReportedText:
    """Begin a case of this text."""
    case = ReportedText(
        about=found.about,
        about_id=found.id,
        entry_id=found.entry_id,
        partnership_id=found.partnership_id,
        author_id=found.author_id,
        decision="",
    )
    session().add(case)
    session().flush()
    return case


def wait(case: ReportedText, *, again: bool) -> None:
    """Somebody is to decide from now on; the copies are needed until they have."""
    case.waiting_since = case.waiting_since or now()
    mark(case, None, None)
    session().flush()
    if deciders.handlers(case):
        outbox.record(ReportWaits(case.id, again))
    else:
        outbox.record(ModeratorMissing(case.id))


def mark(case: ReportedText, decided_at: datetime | None, over_at: datetime | None) -> None:
    """From when on its copies and words go."""
    session().execute(update(Report).where(Report.case_id == case.id).values(decided_at=decided_at))
    session().execute(update(CaseStep).where(CaseStep.case_id == case.id).values(over_at=over_at))


def hold(case: ReportedText) -> Subject | None:
    """One at a time: of whoever reports, decides and changes. Its kind, if it is still known."""
    lifecycle.lock(session().get_one(Entry, case.entry_id))
    session().refresh(case)
    return subject_of(case.about)


def last_step(case: ReportedText) -> CaseStep | None:
    """What was done last."""
    newest = select(func.max(CaseStep.id)).where(CaseStep.case_id == case.id).scalar_subquery()
    return session().scalar(select(CaseStep).where(CaseStep.id == newest))


def asked_by(case: ReportedText) -> str:
    """As whom it was decided last: whom its author answers."""
    decided = CaseStep.act.in_([ASKED, HIDDEN, LEFT, SHOWN])
    newest = select(CaseStep.said_for).where(CaseStep.case_id == case.id, decided).order_by(CaseStep.id.desc()).limit(1)
    return session().scalar(newest) or MODERATORS


def note_step(case: ReportedText, act: str, actor_id: int, words: str, said_for: str) -> CaseStep:
    """Note what was done, with words for those who decide as `said_for`."""
    step = CaseStep(case_id=case.id, act=act, actor_id=actor_id, words=words, said_for=said_for, at=now())
    session().add(step)
    session().flush()
    return step
