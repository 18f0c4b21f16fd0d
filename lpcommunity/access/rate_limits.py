"""How much one person may do in an hour: figures that nobody who means it meets, and what stops whoever does not.

A command that is limited says so: `@limited(ENTRIES)`, above its transaction. The act is counted before it is judged,
in a short transaction of its own, so that the count survives a refusal: one statement, one row for each person and
limit, used again when its window is over. What a command does within another is no act of its own, and who comes by no
request (import, command line, worker) is not counted.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam, case
from sqlalchemy.dialects import postgresql, sqlite

from lpcommunity.access import audit, origin
from lpcommunity.access.models import RateCounter
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.access.refusals import Invalid
from lpcommunity.storage import Moment, now, session, transactional, writing

P = ParamSpec("P")
R = TypeVar("R")
A = TypeVar("A", bound=Reader | Operator)

COUNTER = RateCounter.__table__
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """So many acts of one kind within this time, for each person."""

    name: str
    most: int
    within: timedelta = AN_HOUR


# docs/configuration.md shows this table; tests/access/test_rate_limits.py holds the two together.
ENTRIES = Limit("entries", 100)  # entries put on record, of whatever kind
CHANGES = Limit("changes", 200)  # new versions of entries
SENDINGS = Limit("sendings", 60)  # reflections sent to facilitators; taking one back is never limited
ANSWERS = Limit("answers", 60)
REPLIES = Limit("replies", 100)
COMMENTS = Limit("comments", 100)  # below entries, replies to comments included
ACTIONS = Limit("actions", 100)  # undertaken, reported on
PARTNER_MAILS = Limit("partner-mails", 10, timedelta(days=1))  # to owners of actions who have no account
HELP_ASKINGS = Limit("help-askings", 60)  # asking people whether they can help, looking for more of them
REPORTS = Limit("reports", 20, timedelta(days=1))  # texts reported to whoever decides
INTRODUCTIONS = Limit("introductions", 20, timedelta(days=1))  # two people introduced to each other
THANKS = Limit("thanks", 200)
FOLLOWS = Limit("follows", 300)
FEEDS = Limit("feeds", 20)  # addresses of feeds of their own, made anew
BOOKMARKS = Limit("bookmarks", 300)
SEARCHES = Limit("searches", 600)  # noted among one's own; beyond it one finds as before
DRAFTS = Limit("drafts", 100)  # new ones: keeping what one is writing already is never limited
FILES = Limit("files", 120)
PHOTOS = Limit("photos", 30)
ADDRESSES = Limit("addresses", 20)  # asked whether somebody can be added by them
ADDRESSES_OF_TEAM = Limit("addresses-of-team", 200)  # the programme team sets up many places in an hour


class TooMany(Invalid):
    """Done too often for now. `until`: the moment from which it can be sent. Nothing of what was typed is wrong."""

    def __init__(self, limit: str, most: int, within: timedelta, until: datetime) -> None:
        super().__init__("act", "limit-reached", limit=limit, most=most, within=within, until=until)
        self.limit, self.within, self.until = limit, within, until


def limited(limit: Limit) -> Callable[[Callable[Concatenate[A, P], R]], Callable[Concatenate[A, P], R]]:
    """Count a command of a person before it runs. It raises TooMany, beside what it refuses by itself."""

    def around(command: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
        @functools.wraps(command)
        def run(actor: A, /, *args: P.args, **kwargs: P.kwargs) -> R:
            take(actor, limit)
            return command(actor, *args, **kwargs)

        return run

    return around


def take(actor: Reader | Operator, limit: Limit) -> None:
    """Count one act of this person. Raises TooMany where it is one too many. Call before a transaction begins."""
    if not isinstance(actor, Reader) or writing() or not origin.current().limited:
        return
    until = _count(actor.id, limit)
    if until is not None:
        raise TooMany(limit.name, limit.most, limit.within, until)


def take_within(actor: Reader | Operator, limit: Limit) -> None:
    """Count one act of this person within the command that does it: what is refused meanwhile was none. Raises TooMany;
    the command notes that by `noting_refusals`.
    """
    if isinstance(actor, Reader) and origin.current().limited:
        count, began_at = _add(f"{limit.name}:{actor.id}", limit.within)
        if count > limit.most:
            raise TooMany(limit.name, limit.most, limit.within, began_at + limit.within)


@transactional
def _count(person_id: int, limit: Limit) -> datetime | None:
    """Count it, and say until when it is refused, if it is. The first refusal of a window leaves its row."""
    count, began_at = _add(f"{limit.name}:{person_id}", limit.within)
    if count <= limit.most:
        return None
    if count == limit.most + 1:
        _note(limit.name, person_id)
    return began_at + limit.within


def noting_refusals(command: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
    """Let a command that counts by itself (access.throttle, or `take_within`) and raises TooMany leave its row, as
    `limited` does.
    """

    @functools.wraps(command)
    def run(actor: A, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(actor, *args, **kwargs)
        except TooMany as error:
            if not writing():
                _note_refusal(error, actor.id)
            raise

    return run


@transactional
def _note_refusal(error: TooMany, actor_id: int | None) -> None:
    note_refusal(error.limit, f"{error.limit}:{actor_id}", error.within, actor_id)


def note_refusal(name: str, key: str, within: timedelta, actor_id: int | None) -> None:
    """Note in the audit record that something was refused since it was tried too often: once for each key and window,
    or whoever tries on would fill the record. For limits that count in another way (access.throttle). Within a command.
    """
    count, _ = _add(f"refused:{key}", within)
    if count == 1:
        _note(name, actor_id)


def _note(name: str, actor_id: int | None) -> None:
    audit.note("refused-too-many", actor_id=actor_id, subject_kind="limit", subject_id=None, limit=name)


def _add(key: str, within: timedelta) -> tuple[int, datetime]:
    moment = now()
    connection = session().connection()
    values = {"which": key, "moment": moment, "since": moment - within}
    row = connection.execute(_addition(connection.dialect.name), values).one()
    return row.count_now, row.began_at


@cache
def _addition(dialect: str) -> Any:
    """Count one more, in a window that begins anew once it is over. One statement: of two at once, both count."""
    made: Any = sqlite.insert(COUNTER) if dialect == "sqlite" else postgresql.insert(COUNTER)  # type: ignore[arg-type]
    moment = bindparam("moment", type_=Moment)
    over = COUNTER.c.began_at <= bindparam("since", type_=Moment)
    made = made.values(key=bindparam("which"), began_at=moment, count=1).on_conflict_do_update(
        index_elements=[COUNTER.c.key],
        set_={
            "began_at": case((over, moment), else_=COUNTER.c.began_at),
            "count": case((over, 1), else_=COUNTER.c.count + 1),
        },
    )
    return made.returning(COUNTER.c.count.label("count_now"), COUNTER.c.began_at)
