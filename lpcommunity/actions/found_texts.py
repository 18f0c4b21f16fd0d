"""Actions can be found: what was undertaken, and, once it is reported on, what came of it. That is a text of its own,
since not everybody who reads the one reads the other.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, select

from lpcommunity.actions.models import Action
from lpcommunity.actions.policy import ACTION, READABLE, hears_others
from lpcommunity.search import tokens
from lpcommunity.search.sources import FoundKind, Source, Text, follow, one_by_one, register
from lpcommunity.storage import session

WHAT, REPORT = "action", "action-report"
KIND = FoundKind("action", "Action", "Actions", "action", 50, "What came of an action")


def _texts(report: bool) -> Callable[[Sequence[int]], Iterable[Text]]:
    def texts(ids: Sequence[int]) -> Iterable[Text]:
        rows = select(*ACTION.c).where(ACTION.c.id.in_(ids))
        for row in session().execute(rows.where(ACTION.c.reported_at.is_not(None)) if report else rows):
            yield text_of(row, report=report)

    return texts


def text_of(row: Any, *, report: bool) -> Text:
    """What one action says, or its report; a row of its columns."""
    named = (row.author_id, row.owner_id, row.reporter_id)
    return Text(
        thing_id=row.id,
        kind=KIND.key,
        at=row.reported_at if report else row.created_at,
        title="" if report else row.what,
        text=" ".join(filter(None, [row.came_of_it, row.expects])) if report else "",
        path=f"/actions/{row.id}",
        readers=frozenset(
            tokens.for_audience(row.audience, row.partnership_id) | {tokens.for_person(one) for one in named if one}
        ),
        partnership_id=row.partnership_id,
        author_id=(row.reporter_id or row.author_id) if report else row.author_id,
        audience=row.audience,
    )


def _may_read(row: FromClause) -> ColumnElement[bool]:
    return one_by_one(row, ACTION, ACTION.c.id == row.c.thing_id, READABLE)


def _may_read_report(row: FromClause) -> ColumnElement[bool]:
    return one_by_one(row, ACTION, ACTION.c.id == row.c.thing_id, READABLE, hears_others())


register(Source(WHAT, ACTION, (KIND,), _texts(False), _may_read))
register(Source(REPORT, ACTION, (), _texts(True), _may_read_report))
follow(Action, WHAT, lambda one: [one.id])
follow(Action, REPORT, lambda one: [one.id])
