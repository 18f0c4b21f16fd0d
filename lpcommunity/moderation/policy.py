"""Who decides on a report: never its author, nor who wrote the text. Said as SQL over cases (`handles`); whom that
makes for one case, deciders.handlers says, and a property test holds the two equal.

What goes to the moderators is decided by whoever holds that role. What was confided goes to the facilitators of its
place whom it reaches, and to the moderators where there is none of them who neither wrote nor reported it. Nobody reads
more by it: a report opens the copy that was sent, and nothing else.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, and_, bindparam, exists, or_

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, reached, reads, word
from lpcommunity.moderation.models import FACILITATORS, MODERATORS, CaseStep, Report, ReportedText
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON, can_sign_in

CASE: FromClause = ReportedText.__table__
REPORT: FromClause = Report.__table__
STEP: FromClause = CaseStep.__table__

MODERATES = bindparam("reader_moderates", type_=Boolean)


def decides(actor: Reader) -> dict[str, Any]:
    """The values that the SQL of this room asks for, of this reader, today."""
    return {**reads(actor), "reader_moderates": actor.moderator}


def has_queue(actor: Reader) -> bool:
    """Whether there is a queue for this person, whatever stands in it."""
    return actor.moderator or bool(actor.facilitates)


def _facilitating(case: FromClause, name: str) -> tuple[FromClause, ColumnElement[bool]]:
    one = MEMBERSHIP.alias(name)
    here = and_(
        one.c.partnership_id == case.c.partnership_id,
        one.c.role == word("facilitator"),
        current(one),
        reached(one, case.c.entry_id, case.c.confided_at),
    )
    return one, here


def confided_to(case: FromClause = CASE) -> ColumnElement[bool]:
    """SQL over a case: the reader is one of the facilitators whom it reaches."""
    one, here = _facilitating(case, "case_confided_to")
    return exists().where(one.c.person_id == READER, here).correlate_except(one)


def has_facilitator(case: FromClause = CASE) -> ColumnElement[bool]:
    """SQL over a case: one of these could decide, since they neither wrote the text nor reported it."""
    one, here = _facilitating(case, "case_facilitator")
    who, reported = PERSON.alias("case_facilitator_person"), REPORT.alias("reported_by_facilitator")
    did = exists().where(reported.c.case_id == case.c.id, reported.c.reporter_id == one.c.person_id)
    could = exists().where(
        here,
        who.c.id == one.c.person_id,
        can_sign_in(who),
        one.c.person_id != case.c.author_id,
        ~did.correlate_except(reported),
    )
    return could.correlate_except(one, who)


def for_reader(
    to_moderators: ColumnElement[bool], to_facilitators: ColumnElement[bool], case: FromClause = CASE
) -> ColumnElement[bool]:
    """SQL over a case: what is for these is for the reader."""
    instead = and_(MODERATES.is_(True), ~has_facilitator(case))
    return or_(
        and_(to_moderators, MODERATES.is_(True)),
        and_(to_facilitators, or_(confided_to(case), instead)),
    )


def handles(case: FromClause = CASE) -> ColumnElement[bool]:
    """SQL over reported_text: the reader decides on it."""
    own = REPORT.alias("own_report")
    reported = exists().where(own.c.case_id == case.c.id, own.c.reporter_id == READER).correlate_except(own)
    return and_(
        case.c.author_id != READER,
        ~reported,
        for_reader(case.c.to_moderators.is_(True), case.c.to_facilitators.is_(True), case),
    )


# Over report joined to its case: it was sent to the reader, among others. Over its steps: the words were for them.
SENT_TO_READER = for_reader(REPORT.c.meant_for == word(MODERATORS), REPORT.c.meant_for == word(FACILITATORS))
SAID_TO_READER = for_reader(STEP.c.said_for == word(MODERATORS), STEP.c.said_for == word(FACILITATORS))
