"""Reporting a text, deciding on it, and what its author does then."""

from datetime import datetime

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, Missing, audit, require
from lpcommunity.access.rate_limits import CHANGES, REPORTS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import HIDDEN as ENTRY_HIDDEN
from lpcommunity.entries.models import Entry
from lpcommunity.moderation import cases, deciders
from lpcommunity.moderation.domain_events import ModeratorMissing, ReportDecided
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
    Report,
    ReportedText,
)
from lpcommunity.moderation.subjects import Readable, Subject, named, subject_of
from lpcommunity.storage import now, session, transactional

DECISIONS = (ASKED, HIDDEN, LEFT)
MOST_LOOKED_AT = 200  # of those that wait


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
    case = cases.active(found.about, found.id) or cases.begun(found)
    before = deciders.handlers(case)
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
    if found.confided and case.confided_at is None:  # opened to others since, what was sent in confidence stays so
        case.confided_at = found.confided_at
    is_new = case.waiting_since is None or not getattr(case, f"to_{meant_for}")
    setattr(case, f"to_{meant_for}", True)
    session().flush()
    after = deciders.handlers(case)
    if is_new or not after or set(after) - set(before):
        cases.wait(case, again=False)
    return case


def _check(why: str, words: str) -> None:
    if why not in WHYS:
        raise Invalid("why", "report-why-missing")
    if why == "other" and not words:
        raise Invalid("words", "report-words-missing")
    if len(words) > LONGEST:
        raise Invalid("words", "report-words-long", most=LONGEST)


def of_text(about: str) -> ReportedText | None:
    """The case of `comment:81` that is not over, if there is one."""
    meant = named(about)
    return cases.active(meant[0].key, meant[1]) if meant is not None else None


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
    subject = cases.hold(case)
    decides_as = deciders.decides_as(case, actor.id)
    require(decides_as is not None)
    words = words.strip()
    last = cases.last_step(case)
    if last is not None and last.id != seen:
        if last.actor_id == actor.id and last.words == words and last.act in (act, SHOWN):
            return
        raise Conflict("report-decided-meanwhile")
    if case.decision == LEFT:  # it is over: whoever reports it anew begins another
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
    if act == LEFT and case.decision == HIDDEN and subject is not None and subject.show(case.about_id):
        said = SHOWN
    moment = now()
    case.decision = HIDDEN if act == ASKED and case.decision == HIDDEN else act  # asked about, it is hidden still
    case.decided_at, case.decided_by_id, case.waiting_since = moment, actor.id, None
    step = cases.note_step(case, said, actor.id, words, decides_as or MODERATORS)
    cases.mark(case, moment, None if case.decision == HIDDEN else moment)
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
    cases.hold(case)
    if case.author_id != actor.id or case.decision not in (ASKED, HIDDEN):
        raise Missing
    words = words.strip()
    if not words:
        raise Invalid("words", "report-answer-missing")
    if len(words) > LONGEST:
        raise Invalid("words", "report-words-long", most=LONGEST)
    last = cases.last_step(case)
    if last is not None and last.act == ANSWERED and last.words == words:
        return
    cases.note_step(case, ANSWERED, actor.id, words, cases.asked_by(case))
    cases.wait(case, again=True)


@transactional
def look_again_at_entry(entry_id: int, author_id: int, at: datetime) -> None:
    """The same of an entry, of whichever kind; not of one whose words are as they were, and that is hidden still."""
    entry = session().get(Entry, entry_id)
    if entry is not None and entry.state != ENTRY_HIDDEN:
        look_again(entry.kind, entry.id, author_id, at)


@transactional
def look_again(about: str, about_id: int, author_id: int, at: datetime) -> None:
    """The words of a text were changed at that moment, and others read them: where its author was asked, or it was
    hidden before that, those who decide look once more. Further changes until they have are the same change.
    """
    case = cases.active(about, about_id)
    if case is None:
        return
    cases.hold(case)
    asked = case.decision in (ASKED, HIDDEN) and case.decided_at is not None and case.decided_at <= at
    last = cases.last_step(case)
    if not asked or (last is not None and last.act == CHANGED):
        return
    case.decision = ASKED  # changed, it is not hidden any more
    cases.note_step(case, CHANGED, author_id, "", cases.asked_by(case))
    cases.wait(case, again=True)


@transactional
def close_entry(entry_id: int) -> None:
    """The same of an entry, of whichever kind."""
    entry = session().get(Entry, entry_id)
    if entry is not None:
        close(entry.kind, entry.id)


@transactional
def close(about: str, about_id: int) -> None:
    """A text was withdrawn: what was decided on it is over, and the words go in their time. What waits is decided."""
    case = cases.active(about, about_id)
    if case is None:
        return
    cases.hold(case)
    if case.waiting_since is None and case.decision != LEFT:
        case.decision = LEFT
        cases.mark(case, case.decided_at, now())


@transactional
def look_for_deciders() -> None:
    """Somebody moderates no longer: where a report waits for nobody by now, the programme team is told."""
    waiting = select(ReportedText).where(ReportedText.waiting_since.is_not(None)).order_by(ReportedText.waiting_since)
    for case in session().scalars(waiting.limit(MOST_LOOKED_AT)):
        if not deciders.handlers(case):
            outbox.record(ModeratorMissing(case.id))
            return


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
