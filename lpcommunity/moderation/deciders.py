"""Who decides on a case, as people: for commands, which check it, and for the worker, which tells them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select

from lpcommunity.entries.policy import CONFIDED_TO
from lpcommunity.moderation.models import FACILITATORS, MODERATORS, ReportedText
from lpcommunity.moderation.policy import REPORT
from lpcommunity.people.terms import PERSON, holds
from lpcommunity.storage import Statement, now, today

MOST = 200

_not_author = PERSON.c.id != bindparam("author", type_=Integer)
FACILITATORS_OF: Statement[Any] = Statement(
    select(PERSON.c.id).where(CONFIDED_TO, _not_author).order_by(PERSON.c.id).limit(MOST)
)
MODERATORS_OF: Statement[Any] = Statement(
    select(PERSON.c.id).where(holds("moderator"), _not_author).order_by(PERSON.c.id).limit(MOST)
)
REPORTERS_OF: Statement[Any] = Statement(
    select(REPORT.c.reporter_id)
    .where(REPORT.c.case_id == bindparam("case", type_=Integer))
    .order_by(REPORT.c.reporter_id)
)


@dataclass(frozen=True)
class Deciders:
    """Who decides on a text: the facilitators whom it was confided to, and the moderators."""

    facilitators: list[int]
    moderators: list[int]

    def of(self, *, to_moderators: bool, to_facilitators: bool) -> list[int]:
        """Those for whom reports of it are. Where no facilitator could decide, the moderators do instead."""
        found = set(self.facilitators if to_facilitators else ())
        if to_moderators or (to_facilitators and not self.facilitators):
            found |= set(self.moderators)
        return sorted(found)


def deciders(
    author_id: int, partnership_id: int | None, entry_id: int, confided_at: datetime | None, but: set[int]
) -> Deciders:
    """Who decides on a text of this author, but for those who reported it: two queries."""
    confided = {"place": partnership_id or 0, "entry": entry_id, "confided_at": confided_at, "author": author_id}
    here = FACILITATORS_OF.values(confided, today=today(), now=now()) if partnership_id is not None else []
    return Deciders(
        [one for one in here if one not in but],
        [one for one in MODERATORS_OF.values(author=author_id) if one not in but],
    )


def reporters(case_id: int) -> list[int]:
    """Who reported it, by their ids: for the worker, which tells them."""
    return REPORTERS_OF.values(case=case_id)


def handlers(case: ReportedText) -> list[int]:
    """Who decides on this case, by their ids: as policy.handles says it over cases."""
    return _deciders_of(case).of(to_moderators=case.to_moderators, to_facilitators=case.to_facilitators)


def decides_as(case: ReportedText, person_id: int) -> str | None:
    """As whom this person decides on it: one of its facilitators, or a moderator. None: not at all."""
    found = _deciders_of(case)
    if case.to_facilitators and person_id in found.facilitators:
        return FACILITATORS
    all_of_them = found.of(to_moderators=case.to_moderators, to_facilitators=case.to_facilitators)
    return MODERATORS if person_id in all_of_them else None


def _deciders_of(case: ReportedText) -> Deciders:
    but = set(reporters(case.id))
    return deciders(case.author_id, case.partnership_id, case.entry_id, case.confided_at, but)
