"""Whether a place is silent: not in the open alone, but in confidence as well.

The programme team may be told that a place is not silent, no more (PROMISES section 1). So no day and no number leave
this module, and nobody else asks it: who does not read what is confided would be told of it by what is not said.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, and_, bindparam, func, select, union_all

from lpcommunity.access import require
from lpcommunity.access.reader import Reader
from lpcommunity.actions.models import Handover
from lpcommunity.actions.policy import ACTION
from lpcommunity.entries.policy import ENTRY, published
from lpcommunity.partnerships.terms import MEMBERSHIP
from lpcommunity.questions.models import Question
from lpcommunity.reviews.exchange_rows import MOVE, REVIEW
from lpcommunity.reviews.models import Reply
from lpcommunity.reviews.queries import SUBMISSION
from lpcommunity.slips.queries import SLIP
from lpcommunity.storage import Statement

REPLY: FromClause = Reply.__table__
HANDOVER: FromClause = Handover.__table__
QUESTION: FromClause = Question.__table__
PLACES = bindparam("places", type_=Integer, expanding=True)
_shared = and_(published(), ENTRY.c.audience != "me")
_for_others = ACTION.c.audience != "me"


def _newest(place: ColumnElement[Any], at: ColumnElement[Any], rows: FromClause, *where: ColumnElement[bool]) -> Any:
    newest = select(place.label("place_id"), func.max(at).label("at")).select_from(rows)
    return newest.where(place.in_(PLACES), *where).group_by(place)


# Whoever answers in a place belongs or belonged there: so their answers are found along the index of what they sent.
_answered_there = MEMBERSHIP.join(
    REVIEW, and_(REVIEW.c.author_id == MEMBERSHIP.c.person_id, REVIEW.c.partnership_id == MEMBERSHIP.c.partnership_id)
)
# And replies by what they reply to: asked of each answer, so that no database begins with all replies there are.
_newest_reply = (
    select(func.max(REPLY.c.sent_at))
    .select_from(MOVE.join(REPLY, REPLY.c.move_id == MOVE.c.id))
    .where(MOVE.c.review_id == REVIEW.c.id)
    .correlate(REVIEW)
    .scalar_subquery()
)
NEWEST_OF_ANY: Statement[Any] = Statement(
    union_all(
        _newest(ENTRY.c.partnership_id, ENTRY.c.published_at, ENTRY, _shared),
        _newest(ENTRY.c.partnership_id, ENTRY.c.confided_at, ENTRY, _shared),
        _newest(SUBMISSION.c.partnership_id, SUBMISSION.c.sent_at, SUBMISSION, SUBMISSION.c.taken_back_at.is_(None)),
        _newest(MEMBERSHIP.c.partnership_id, REVIEW.c.sent_at, _answered_there),
        _newest(MEMBERSHIP.c.partnership_id, _newest_reply, _answered_there),
        _newest(QUESTION.c.partnership_id, QUESTION.c.left_open_at, QUESTION),
        _newest(QUESTION.c.partnership_id, QUESTION.c.answered_at, QUESTION),
        _newest(ACTION.c.partnership_id, ACTION.c.created_at, ACTION, _for_others),
        _newest(ACTION.c.partnership_id, ACTION.c.reported_at, ACTION, _for_others),
        _newest(
            ACTION.c.partnership_id,
            HANDOVER.c.at,
            ACTION.join(HANDOVER, HANDOVER.c.action_id == ACTION.c.id),
            _for_others,
        ),
        _newest(SLIP.c.partnership_id, SLIP.c.moved_at, SLIP),
    )
)


def silent_since(actor: Reader, latest: Mapping[int, datetime | None]) -> set[int]:
    """Of these places those where nothing came after that moment, for whomever (None: nothing ever); but what is
    somebody's alone. For the programme team. One query.
    """
    require(actor.programme_team)
    heard: set[int] = set()
    for row in NEWEST_OF_ANY.all(places=sorted(latest)):
        before, at = latest[row["place_id"]], row["at"]
        if at is not None and (before is None or at > before):
            heard.add(row["place_id"])
    return set(latest) - heard
