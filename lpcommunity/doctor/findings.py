"""What was found about one part of the service."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum

from flask import Flask
from sqlalchemy.exc import DBAPIError

from lpcommunity.outbox.dispatcher import describe
from lpcommunity.storage import session

FIRST_TABLES = "Bring the tables right first, as said above; then look again: lpcommunity doctor."


class State(IntEnum):
    """How it is. The number is the exit status, as monitors know it: well, a warning, something critical."""

    WELL = 0
    LOOK = 1
    WRONG = 2


@dataclass(frozen=True)
class Finding:
    """One part (`e-mail`), how it is, that in a sentence, and what to do where something is to be done."""

    part: str
    state: State
    says: str
    do: str = ""


def well(part: str, says: str) -> Finding:
    """It is as it should be."""
    return Finding(part, State.WELL, says)


def look(part: str, says: str, do: str) -> Finding:
    """It works, and will not for ever."""
    return Finding(part, State.LOOK, says, do)


def wrong(part: str, says: str, do: str) -> Finding:
    """People cannot do something, or will lose something."""
    return Finding(part, State.WRONG, says, do)


@dataclass(frozen=True)
class Check:
    """One part and who looks at it. `asks_database`: it can say nothing while the database does not answer."""

    part: str
    examine: Callable[[Flask], Iterator[Finding]]
    asks_database: bool = False


def examine(app: Flask, checks: Sequence[Check]) -> Iterator[Finding]:
    """What each of them finds, in this order. One that fails by itself is a finding, too, and ends no other.

    Without the database, those that ask it are left out, and so are those that need other tables than there are: what
    is wrong is said once. Each begins with a transaction of its own, since PostgreSQL answers nothing more in one that
    failed.
    """
    database_answers = tables_fit = True
    need_others: list[str] = []
    for check in checks:
        if check.asks_database and not database_answers:
            continue
        try:
            found = list(check.examine(app))
        except DBAPIError as error:
            if not tables_fit:
                need_others.append(check.part)
                continue
            found = [_fell_ill(check.part, error)]
        except Exception as error:  # noqa: BLE001  (a doctor that falls ill says nothing of the patient)
            found = [_fell_ill(check.part, error)]
        finally:
            with suppress(DBAPIError):
                session().rollback()
        if any(one.state is State.WRONG for one in found):
            database_answers = database_answers and check.part != "database"
            tables_fit = tables_fit and check.part != "tables"
        yield from found
    if need_others:
        yield look("tables", f"Not looked at, since it needs other tables: {', '.join(need_others)}.", FIRST_TABLES)


def _fell_ill(part: str, error: Exception) -> Finding:
    return wrong(
        part,
        f"This could not be looked at: {describe(error)}.",
        "Look at the other lines first; if they are well, tell whoever makes the software.",
    )


def worst(found: Sequence[Finding]) -> State:
    """How the whole is: as its worst part."""
    return max((one.state for one in found), default=State.WELL)
