"""Reporting a text, deciding on it, and what its author does then."""

from datetime import datetime

from sqlalchemy import func, select, update

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, Missing, audit, require
from lpcommunity.access.rate_limits import CHANGES, REPORTS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import Entry
from lpcommunity.moderation import deciders
from lpcommunity.moderation.domain_events import ModeratorMissing, ReportDecided, ReportWaits
from lpcommunity.moderation.models import (
    ANSWERED,
    ASKED,
    CHANGED,
    FACILITATORS,
    HIDDEN,
    LEFT,
    LONGEST,
    MODERATORS,
    SHOWN,
    WHYS,
    CaseStep,
    Report,
    ReportedText,
)
from lpcommunity.moderation.subjects import Readable, Subject, named, subject_of
from lpcommunity.storage import now, session, transactional

DECISIONS = (ASKED, HIDDEN, LEFT)


class ChangedMeanwhile(Conflict):
    """The text is not the one any more that its reporter was shown. The page shows it anew, with all that was typed."""

    def __init__(self) -> None:
        super().__init__("reported-text-changed")


def to_report(actor: Reader, about: str) -> tuple[Subject, Readable]:
    """What is meant by `comment:81`, as this person reads it today. Raises Missing for what there is not, for them, and
    for their own words.
    """
    meant = named(about)
    found = meant[0].find(actor, meant[1]) if meant is not None else None
    if meant is None or found is None or found.author_id == actor.id:
        raise Missing
    return meant[0], found


def reads(actor: Reader, about: str, thing_id: int) -> bool:
    """Whether this person may read that text, as things stand now."""
    subject = subject_of(about)
    return subject is not None and subject.find(actor, thing_id) is not None


@limited(REPORTS)
@transactional
def report_text(
    actor: Reader, about: str, why: str, words: str = "", *, meant_for: str = MODERATORS, shown: str = ""
) -> ReportedText:
    """Send a text as one reads it to whoever decides. Once more, while it is not decided, is once.

    `shown`: the digest of what was shown before; without one it is not compared. Raises Missing for what one may not
    read, Invalid for no reason, ChangedMeanwhile.
    """
    _, found = to_report(actor, about)
    lifecycle.lock(session().get_one(Entry, found.entry_id))
    _, found = to_report(actor, about)
    case = _active(found.about, found.id) or _begun(found)
    earlier = session().scalar(select(Report).where(Report.case_id == case.id, Report.reporter_id == actor.id))
    if earlier is not None and earlier.decided_at is None:
        return case
    if shown and shown != found.digest:
        raise ChangedMeanwhile
    words = words.strip()
    _check(why, words)
    meant_for = FACILITATORS if found.confided and meant_for == FACILITATORS else MODERATORS
    report = earlier or Report(case_id=case.id, reporter_id=actor.id)
    report.meant_for, report.why, report.words = meant_for, why, words
    report.title, report.html, report.author = found.title[:200], found.html, found.author[:120]
    report.reported_at, report.decided_at = now(), None
    session().add(report)
    case.confided_at = found.confided_at if found.confided else None
    is_new = case.waiting_since is None or not getattr(case, f"to_{meant_for}")
    setattr(case, f"to_{meant_for}", True)
    if is_new:
        _wait(case, again=False)
    return case


def _check(why: str, words: str) -> None:
    if why not in WHYS:
        raise Invalid("why", "report-why-missing")
    if why == "other" and not words:
        raise Invalid("words", "report-words-missing")
    if len(words) > LONGEST:
        raise Invalid("words", "report-words-long", most=LONGEST)


def _active(about: str, about_id: int) -> ReportedText | None:
    """The case of this text that is not over."""
    return session().scalar(
        select(ReportedText).where(
            ReportedText.about == about, ReportedText.about_id == about_id, ReportedText.decision != LEFT
        )
    )


def _begun(found: Readable) -> ReportedText:
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


def _wait(case: ReportedText, *, again: bool) -> None:
    """Somebody is to decide from now on; the copies are needed until they have."""
    case.waiting_since = case.waiting_since or now()
    _mark(case, None, None)
    session().flush()
    if deciders.handlers(case):
        outbox.record(ReportWaits(case.id, again))
    else:
        outbox.record(ModeratorMissing(case.id))


def _mark(case: ReportedText, decided_at: datetime | None, over_at: datetime | None) -> None:
    """From when on its copies and words go."""
    session().execute(update(Report).where(Report.case_id == case.id).values(decided_at=decided_at))
    session().execute(update(CaseStep).where(CaseStep.case_id == case.id).values(over_at=over_at))


def of_text(about: str) -> ReportedText | None:
    """The case of `comment:81` that is not over, if there is one."""
    meant = named(about)
    return _active(meant[0].key, meant[1]) if meant is not None else None


def case_row(case_id: int) -> ReportedText | None:
    """The row of a case, for the command that asks for the right."""
    return session().get(ReportedText, case_id)


@limited(CHANGES)
@transactional
def decide(actor: Reader, case: ReportedText, act: str, words: str, seen: int) -> None:
    """Ask the author (`asked`), hide it until it is changed (`hidden`), or leave it, or show it again (`left`); with
    words to its author and to whoever reported it. `seen`: the last step that whoever decides has seen. Twice is once.

    Raises Refused for whoever does not decide on it, Invalid for no words or where the text is gone, Conflict where
    somebody else was quicker.
    """
    subject = _hold(case)
    decides_as = deciders.decides_as(case, actor.id)
    require(decides_as is not None)
    words = words.strip()
    last = _last_step(case)
    if last is not None and last.id != seen:
        if last.actor_id == actor.id and last.words == words and last.act in (act, SHOWN):
            return
        raise Conflict("report-decided-meanwhile")
    if act not in DECISIONS:
        raise Invalid("act", "decision-missing")
    if not words:
        raise Invalid("words", "decision-words-missing")
    if len(words) > LONGEST:
        raise Invalid("words", "report-words-long", most=LONGEST)
    said = act
    if act == HIDDEN and not (subject is not None and subject.hide(case.about_id)) and case.decision != HIDDEN:
        raise Invalid("act", "reported-text-gone")
    if act == LEFT and case.decision == HIDDEN and subject is not None:
        subject.show(case.about_id)
        said = SHOWN
    moment = now()
    case.decision, case.decided_at, case.decided_by_id, case.waiting_since = act, moment, actor.id, None
    step = _note_step(case, said, actor.id, words, decides_as or MODERATORS)
    _mark(case, moment, None if act == HIDDEN else moment)
    _note(
        "report-asked" if said == ASKED else "report-hidden" if said == HIDDEN else "report-shown" if said == SHOWN
        else "report-left", actor, case,
    )  # fmt: skip
    outbox.record(ReportDecided(case.id, step.id, said, actor.id))


@limited(CHANGES)
@transactional
def answer(actor: Reader, case: ReportedText, words: str) -> None:
    """The author of the text says something to it, once they were asked or it was hidden. Those who decide look again.
    The same once more is once.

    Raises Missing for anybody else, and where nothing was asked; Invalid for no words.
    """
    _hold(case)
    if case.author_id != actor.id or case.decision not in (ASKED, HIDDEN):
        raise Missing
    words = words.strip()
    if not words:
        raise Invalid("words", "report-answer-missing")
    if len(words) > LONGEST:
        raise Invalid("words", "report-words-long", most=LONGEST)
    last = _last_step(case)
    if last is not None and last.act == ANSWERED and last.words == words:
        return
    _note_step(case, ANSWERED, actor.id, words, _asked_by(case))
    _wait(case, again=True)


@transactional
def look_again_at_entry(entry_id: int, author_id: int, at: datetime) -> None:
    """The same of an entry, of whichever kind."""
    entry = session().get(Entry, entry_id)
    if entry is not None:
        look_again(entry.kind, entry.id, author_id, at)


@transactional
def look_again(about: str, about_id: int, author_id: int, at: datetime) -> None:
    """The words of a text were changed at that moment: where its author was asked, or it was hidden before that, those
    who decide look once more.
    """
    case = _active(about, about_id)
    if case is None:
        return
    _hold(case)
    asked = case.decision in (ASKED, HIDDEN) and case.decided_at is not None and case.decided_at <= at
    if not asked or _changed_since(case, at):
        return
    _note_step(case, CHANGED, author_id, "", _asked_by(case))
    _wait(case, again=True)


def _changed_since(case: ReportedText, at: datetime) -> bool:
    last = _last_step(case)
    return last is not None and last.act == CHANGED and last.at >= at


def _hold(case: ReportedText) -> Subject | None:
    """One at a time: of whoever reports, decides and changes. Its kind, if it is still known."""
    lifecycle.lock(session().get_one(Entry, case.entry_id))
    session().refresh(case)
    return subject_of(case.about)


def _last_step(case: ReportedText) -> CaseStep | None:
    newest = select(func.max(CaseStep.id)).where(CaseStep.case_id == case.id).scalar_subquery()
    return session().scalar(select(CaseStep).where(CaseStep.id == newest))


def _note(act: str, actor: Reader, case: ReportedText) -> None:
    """In the record: who decided what, when, about which text; no word of it. Of what was confided it stands on no page
    of the record, since that would tell where somebody confides.
    """
    about = {"about": case.about, "about_id": case.about_id, "entry_id": case.entry_id}
    if case.confided_at is None and not case.to_facilitators:
        audit.note(
            act, actor_id=actor.id, subject_kind="report", subject_id=case.id, place_id=case.partnership_id, **about
        )  # fmt: skip
    else:
        audit.note(act, actor_id=actor.id, subject_kind="confided-report", subject_id=None, case=case.id, **about)


def _asked_by(case: ReportedText) -> str:
    """As whom it was decided last: whom its author answers."""
    decided = CaseStep.act.in_([*DECISIONS, SHOWN])
    newest = select(CaseStep.said_for).where(CaseStep.case_id == case.id, decided).order_by(CaseStep.id.desc()).limit(1)
    return session().scalar(newest) or MODERATORS


def _note_step(case: ReportedText, act: str, actor_id: int, words: str, said_for: str) -> CaseStep:
    step = CaseStep(case_id=case.id, act=act, actor_id=actor_id, words=words, said_for=said_for, at=now())
    session().add(step)
    session().flush()
    return step
