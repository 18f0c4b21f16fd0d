"""Letting go of what is over. Each step is short, whole and may be the last: the next one goes on from there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import CursorResult, delete, update

from lpcommunity.retention import rules, stored_files
from lpcommunity.retention.rules import RULES, Rule
from lpcommunity.storage import now, session, transactional

AT_ONCE = 500
FILES = "files"
FILES_SETTING = "KEEP_FILES_DAYS"
FILES_WHAT = "files on disk that nothing names"

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """What one step let go of."""

    rule: str
    gone: int
    waiting: int = 0


@dataclass(frozen=True)
class Over:
    """What is over of one sort: how many would go now, and how many wait for their day."""

    rule: str
    what: str
    setting: str
    days: int
    number: int
    waiting: int = 0


def steps(settings: Settings) -> Iterator[Step]:
    """Let go of everything that is over, step by step; the caller rests in between, and stops when it likes."""
    for name, rule in RULES.items():
        before = now() - timedelta(days=settings[rule.setting])
        while ids := _found(name, before):
            yield Step(name, _remove(rule, before, ids))
    kept = timedelta(days=settings[FILES_SETTING])
    for folder in stored_files.folders():
        swept = stored_files.sweep(folder, kept)
        yield Step(FILES, swept.gone, swept.waiting)


def amount(settings: Settings) -> int:
    """How much `steps` has before it: rows that are over, and folders of files to be looked through."""
    return sum(_number(name, settings[rule.setting]) for name, rule in RULES.items()) + len(stored_files.folders())


def look(settings: Settings) -> Iterator[Over]:
    """What `steps` would let go of now, sort by sort. Changes nothing."""
    for name, rule in RULES.items():
        days = settings[rule.setting]
        yield Over(name, rule.what, rule.setting, days, _number(name, days))
    days = settings[FILES_SETTING]
    found = [stored_files.look(folder, timedelta(days=days)) for folder in stored_files.folders()]
    gone, waiting = sum(one.gone for one in found), sum(one.waiting for one in found)
    yield Over(FILES, FILES_WHAT, FILES_SETTING, days, gone, waiting)


def _number(name: str, days: int) -> int:
    return int(_read(partial(rules.NUMBER[name].value, before=now() - timedelta(days=days))) or 0)


def _found(name: str, before: datetime) -> list[Any]:
    """Some rows that are over. Looked for outside of the writing transaction: others want to write as well."""
    found: list[Any] = _read(partial(rules.FOUND[name].values, before=before, size=AT_ONCE))
    return found


def _read(question: Callable[[], Any]) -> Any:
    try:
        return question()
    finally:
        session().rollback()


@transactional
def _remove(rule: Rule, before: datetime, ids: list[Any]) -> int:
    """Let these go, of which one may have been taken up again meanwhile."""
    table: Any = rule.table
    change = update(table).values(rule.empties) if rule.empties else delete(table)
    statement = change.where(rule.key.in_(ids), rule.over)
    gone = session().connection().execute(statement, {"before": before})
    assert isinstance(gone, CursorResult)
    return gone.rowcount
