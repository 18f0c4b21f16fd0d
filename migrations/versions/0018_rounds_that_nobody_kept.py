"""Bring in when reflections were sent before that was kept, since without it no page shows their answers.

It is kept since 0004. The moments are in the events; where those are gone, a round began when the version that was
answered was written. What this tells, and what an old process wrote beside a newer one, is confided since a moment, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from lpcommunity.storage.columns import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

AT_ONCE = 500
SUBSCRIBER = "openings.introduce-at-beginning"
NOW = datetime.now(UTC)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def _table(name: str, /, **types: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in types.items()))


ENTRY = _table(
    "entry", id=sa.Integer, partnership_id=sa.Integer, audience=sa.String, state=sa.String, created_at=Moment,
    published_at=Moment, confided_at=Moment,
)  # fmt: skip
REFLECTION = _table("reflection", id=sa.Integer, rounds=sa.Integer, waiting_since=Moment, submitted_version=sa.Integer)
SUBMISSION = _table(
    "submission", reflection_id=sa.Integer, partnership_id=sa.Integer, round=sa.Integer, version=sa.Integer,
    sent_at=Moment, taken_back_at=Moment,
)  # fmt: skip
REVIEW = _table("review", reflection_id=sa.Integer, round=sa.Integer, version=sa.Integer, sent_at=Moment)
REVISION = _table("revision", entry_id=sa.Integer, n=sa.Integer, written_at=Moment)
EVENT = _table("outbox_event", id=sa.Integer, name=sa.String, payload=JSON, occurred_at=Moment)
DELIVERY = _table("outbox_delivery", event_id=sa.Integer, subscriber=sa.String, run_at=Moment, attempts=sa.Integer)
MEMBERSHIP = _table("membership", id=sa.Integer)


@dataclass
class Sending:
    """One time that a reflection was sent."""

    round: int
    sent_at: datetime
    taken_back_at: datetime | None = None


@dataclass
class Kept:
    """What is known of one reflection."""

    rounds: int
    waiting_since: datetime | None
    submitted_version: int | None
    partnership_id: int | None
    began: datetime
    sent: list[Any] = field(default_factory=list)  # rows of submission, the earliest first
    answers: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))  # rows of review by round
    versions: list[Any] = field(default_factory=list)  # rows of revision, the earliest first

    def version_at(self, moment: datetime) -> int:
        """The newest version that was there."""
        return max((one.n for one in self.versions if one.written_at <= moment), default=1)

    def version_of(self, sending: Sending) -> int:
        """The version that was sent, and moved on with the text while it waited."""
        if sending.taken_back_at is not None:
            return self.version_at(sending.taken_back_at)
        if sending.round == self.rounds and self.submitted_version is not None:
            return self.submitted_version
        answered = max((one.version for one in self.answers[sending.round]), default=0)
        return answered or self.version_at(sending.sent_at)

    def guessed(self, number: int) -> Sending:
        """A round of which no event tells: after the answers of before, and before its own."""
        if number == self.rounds and self.waiting_since is not None:
            return Sending(number, self.waiting_since)
        version = self.version_of(Sending(number, self.began))
        written = next((one.written_at for one in self.versions if one.n == version), self.began)
        before = [one.sent_at for n, found in self.answers.items() if n < number for one in found]
        own = [one.sent_at for one in self.answers[number]]
        return Sending(number, min([max([written, *before]), *own]))


def upgrade() -> None:
    found = _bring_in_rounds()
    for ids in _in_parts(sorted(found)):
        _leave_to_their_author(ids)
        _note_periods(ids)
    closed: set[int] = set()
    for ids in _in_parts(sorted(found | _not_confided())):
        _confide(ids)
        _open_what_was_answered(ids)
        closed |= _closed_terms(ids)
    _ask_authors(closed)


def downgrade() -> None:
    """What was brought in is what a newer version would have written: it stays."""


def _in_parts(ids: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]


def _run(statement: str, ids: list[int]) -> Any:
    return op.get_bind().execute(sa.text(statement).bindparams(sa.bindparam("ids", ids, expanding=True)))


def _bring_in_rounds() -> set[int]:
    """Write the sendings that are missing. Returns the reflections that had some."""
    connection = op.get_bind()
    told = _told()
    kept = sa.select(sa.func.count(SUBMISSION.c.round.distinct())).where(
        SUBMISSION.c.reflection_id == REFLECTION.c.id, SUBMISSION.c.taken_back_at.is_(None)
    )
    lacking = connection.scalars(sa.select(REFLECTION.c.id).where(kept.scalar_subquery() < REFLECTION.c.rounds))
    brought: set[int] = set()
    for ids in _in_parts(sorted(set(lacking) | set(told))):
        for reflection_id, one in _read(ids).items():
            rows = [
                {
                    "reflection_id": reflection_id,
                    "partnership_id": one.partnership_id,
                    "round": sending.round,
                    "version": one.version_of(sending),
                    "sent_at": sending.sent_at,
                    "taken_back_at": sending.taken_back_at,
                }
                for sending in _missing(one, told.get(reflection_id, []))
            ]
            if rows:
                connection.execute(sa.insert(SUBMISSION), rows)
                brought.add(reflection_id)
    return brought


def _told() -> dict[int, list[Sending]]:
    """By reflection: when it was sent and taken back, as far as events are still there."""
    names = ("ReflectionSubmitted", "ReflectionTakenBack")
    rows = sa.select(EVENT.c.name, EVENT.c.payload, EVENT.c.occurred_at).where(EVENT.c.name.in_(names))
    found: dict[int, list[Sending]] = defaultdict(list)
    for name, payload, moment in op.get_bind().execute(rows.order_by(EVENT.c.occurred_at, EVENT.c.id)):
        sendings = found[payload.get("entry_id", 0)]
        if name == names[0]:
            sendings.append(Sending(payload.get("round", 1), moment))
        elif sendings and sendings[-1].taken_back_at is None:
            sendings[-1].taken_back_at = moment
    return found


def _read(ids: list[int]) -> dict[int, Kept]:
    """What there is of these reflections."""
    connection = op.get_bind()
    columns = (
        REFLECTION.c.id, REFLECTION.c.rounds, REFLECTION.c.waiting_since, REFLECTION.c.submitted_version,
        ENTRY.c.partnership_id, sa.func.coalesce(ENTRY.c.published_at, ENTRY.c.created_at, type_=Moment).label("began"),
    )  # fmt: skip
    joined = REFLECTION.join(ENTRY, ENTRY.c.id == REFLECTION.c.id)
    rows = connection.execute(sa.select(*columns).select_from(joined).where(REFLECTION.c.id.in_(ids)))
    found = {row.id: Kept(*row[1:]) for row in rows}
    for row in connection.execute(_of(SUBMISSION, SUBMISSION.c.reflection_id, ids, SUBMISSION.c.sent_at)):
        found[row.reflection_id].sent.append(row)
    for row in connection.execute(_of(REVIEW, REVIEW.c.reflection_id, ids, REVIEW.c.sent_at)):
        found[row.reflection_id].answers[row.round].append(row)
    for row in connection.execute(_of(REVISION, REVISION.c.entry_id, ids, REVISION.c.n)):
        if row.entry_id in found:
            found[row.entry_id].versions.append(row)
    return found


def _of(table: sa.TableClause, key: Any, ids: list[int], order: Any) -> Any:
    return sa.select(table).where(key.in_(ids)).order_by(order)


def _missing(one: Kept, told: Iterable[Sending]) -> list[Sending]:
    """What was sent before anything that was kept, and rounds that are not there at all."""
    first = min((row.sent_at for row in one.sent), default=None)
    before = [sending for sending in told if first is None or sending.sent_at < first]
    lasting = {sending.round: sending for sending in before if sending.taken_back_at is None}
    there = {row.round for row in one.sent if row.taken_back_at is None}
    wanted = [n for n in range(1, one.rounds + 1) if n not in there]
    rounds = [lasting.get(n) or one.guessed(n) for n in wanted]
    return sorted([*rounds, *(one for one in before if one.taken_back_at)], key=lambda sending: sending.sent_at)


def _leave_to_their_author(ids: list[int]) -> None:
    """What was written between taking back and sending again (as 0011)."""
    _run(
        """
        UPDATE revision SET audience = 'me'
        WHERE audience = 'facilitators' AND entry_id IN :ids
          AND NOT EXISTS (
            SELECT 1 FROM submission AS sent
            WHERE sent.reflection_id = revision.entry_id AND sent.version = revision.n
          )
          AND EXISTS (
            SELECT 1 FROM submission AS back
            WHERE back.reflection_id = revision.entry_id AND back.round = 1 AND back.taken_back_at <= revision.written_at
              AND NOT EXISTS (
                SELECT 1 FROM submission AS again
                WHERE again.reflection_id = back.reflection_id
                  AND again.sent_at > back.taken_back_at AND again.sent_at <= revision.written_at
              )
          )
        """,
        ids,
    )


def _note_periods(ids: list[int]) -> None:
    """It was its author's alone while it was taken back, if it was for the facilitators (as 0013)."""
    _run(
        """
        INSERT INTO audience_period (entry_id, audience, began_at)
        SELECT back.reflection_id, 'me', back.taken_back_at FROM submission AS back
        WHERE back.taken_back_at IS NOT NULL AND back.round = 1 AND back.reflection_id IN :ids
          AND 'facilitators' = (
            SELECT written.audience FROM revision AS written
            WHERE written.entry_id = back.reflection_id AND written.n = back.version
          )
          AND NOT EXISTS (
            SELECT 1 FROM audience_period AS noted
            WHERE noted.entry_id = back.reflection_id AND noted.audience = 'me' AND noted.began_at = back.taken_back_at
          )
        """,
        ids,
    )
    _run(
        """
        INSERT INTO audience_period (entry_id, audience, began_at)
        SELECT again.reflection_id, 'facilitators', again.sent_at FROM submission AS again
        WHERE again.round = 1 AND again.reflection_id IN :ids
          AND EXISTS (
            SELECT 1 FROM submission AS back WHERE back.reflection_id = again.reflection_id
              AND back.round = 1 AND back.taken_back_at IS NOT NULL AND back.taken_back_at <= again.sent_at
          )
          AND 'facilitators' = (
            SELECT written.audience FROM revision AS written
            WHERE written.entry_id = again.reflection_id AND written.n = again.version
          )
          AND NOT EXISTS (
            SELECT 1 FROM audience_period AS noted
            WHERE noted.entry_id = again.reflection_id AND noted.audience = 'facilitators'
              AND noted.began_at >= again.sent_at
          )
        """,
        ids,
    )


def _not_confided() -> set[int]:
    """Entries that are, and do not say since when."""
    rows = op.get_bind().execute(
        sa.text(
            """
            SELECT id FROM entry WHERE confided_at IS NULL AND (
                (state <> 'draft' AND EXISTS (SELECT 1 FROM reflection WHERE reflection.id = entry.id AND rounds > 0))
                OR (state = 'published' AND audience = 'facilitators')
            )
            """
        )
    )
    return {row.id for row in rows}


def _confide(ids: list[int]) -> None:
    """Since its first round was sent; without one, since it is for the facilitators (as 0013)."""
    _run(
        """
        UPDATE entry SET confided_at = (
            SELECT min(sent.sent_at) FROM submission AS sent
            WHERE sent.reflection_id = entry.id AND sent.taken_back_at IS NULL
        )
        WHERE id IN :ids AND state <> 'draft'
          AND EXISTS (SELECT 1 FROM reflection WHERE reflection.id = entry.id AND rounds > 0)
        """,
        ids,
    )
    _run(
        """
        UPDATE entry SET confided_at = coalesce(
            (SELECT max(revision.written_at) FROM revision WHERE revision.entry_id = entry.id
                AND revision.audience = 'facilitators' AND revision.why IN ('written', 'audience', 'published')),
            published_at
        )
        WHERE id IN :ids AND confided_at IS NULL AND audience = 'facilitators' AND state = 'published'
        """,
        ids,
    )
    _run(
        """
        UPDATE entry SET confided_version = coalesce(
            (SELECT max(revision.n) FROM revision
                WHERE revision.entry_id = entry.id AND revision.written_at <= entry.confided_at),
            1
        )
        WHERE id IN :ids AND confided_at IS NOT NULL
        """,
        ids,
    )


def _open_what_was_answered(ids: list[int]) -> None:
    """A facilitator who has answered an exchange has read it (as 0013)."""
    _run(
        """
        INSERT INTO opening (entry_id, membership_id, opens_at)
        SELECT review.reflection_id, membership.id, min(review.sent_at)
        FROM review
        JOIN entry ON entry.id = review.reflection_id
        JOIN membership ON membership.person_id = review.author_id
          AND membership.partnership_id = entry.partnership_id AND membership.role = 'facilitator'
        WHERE entry.id IN :ids AND membership.began_at > entry.confided_at AND membership.ended_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM opening AS said
            WHERE said.entry_id = review.reflection_id AND said.membership_id = membership.id
          )
        GROUP BY review.reflection_id, membership.id
        """,
        ids,
    )


def _closed_terms(ids: list[int]) -> set[int]:
    """The terms of facilitators to whom some of these entries are closed."""
    rows = _run(
        """
        SELECT DISTINCT membership.id FROM membership
        JOIN entry ON entry.partnership_id = membership.partnership_id
        WHERE entry.id IN :ids AND membership.role = 'facilitator' AND membership.ended_at IS NULL
          AND entry.state = 'published' AND entry.confided_at < membership.began_at
          AND entry.author_id <> membership.person_id
        """,
        ids,
    )
    return {row.id for row in rows}


def _ask_authors(terms: set[int]) -> None:
    """Have the worker tell authors of these facilitators, as at the beginning of a term: none is told twice."""
    connection = op.get_bind()
    for term in sorted(terms):
        event = sa.insert(EVENT).values(name="FacilitatorBegan", payload={"membership_id": term}, occurred_at=NOW)
        event_id = connection.execute(event.returning(EVENT.c.id)).scalar_one()
        waits = {"event_id": event_id, "subscriber": SUBSCRIBER, "run_at": NOW, "attempts": 0}
        connection.execute(sa.insert(DELIVERY).values(waits))
