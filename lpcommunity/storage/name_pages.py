"""Lists by name, page by page: what follows a name is found along the index of names, however far down the list.

THINGS = Statement(select(thing.c.id, thing.c.sort_name, …).where(later(thing)).order_by(…).limit(SIZE), Line)
page = name_page(THINGS, request.args.get("after"))
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, FromClause, Integer, String, bindparam, tuple_

from lpcommunity.storage.statements import Statement

PAGE = 100
BIGGEST_ID = 2**31 - 1
AFTER_NAME = bindparam("after_name", type_=String)
AFTER_ID = bindparam("after_id", type_=Integer)
SIZE = bindparam("size", type_=Integer)
TOP: Mapping[str, Any] = {"after_name": "", "after_id": -1}


class Named(Protocol):
    """A row of a list by name."""

    @property
    def id(self) -> int: ...

    @property
    def sort_name(self) -> str: ...


Row = TypeVar("Row", bound=Named)


@dataclass(frozen=True)
class NamePage(Generic[Row]):
    """Some rows, and the cursor of the next page if there is one."""

    rows: list[Row]
    next: str | None


def by_name(table: FromClause) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """SQL: the order of a list by name."""
    return table.c.sort_name, table.c.id


def later(table: FromClause) -> ColumnElement[bool]:
    """SQL: what comes after the place in a list that `place_in_names` names."""
    return tuple_(*by_name(table)) > tuple_(AFTER_NAME, AFTER_ID)


def name_cursor(row: Named) -> str:
    """The place in a list after this row, as an address carries it."""
    return f"{row.id}-{row.sort_name}"


def place_in_names(after: str | None) -> Mapping[str, Any]:
    """The values that `later` asks for; for a missing or broken cursor the list begins at its top."""
    number, dash, name = (after or "").partition("-")
    if not dash or not (number.isascii() and number.isdigit()) or "\0" in name:
        return TOP
    return {"after_name": name, "after_id": min(int(number[:12]), BIGGEST_ID)}


def name_page(statement: Statement[Row], after: str | None = None, size: int = PAGE, **values: Any) -> NamePage[Row]:
    """One page of a list by name: one query. `after` is the cursor that the page before gave."""
    found = statement.all(place_in_names(after), size=size + 1, **values)
    shown = found[:size]
    return NamePage(shown, name_cursor(shown[-1]) if len(found) > size else None)
