"""Rows become values: the same as if each had been made by its own class, whatever way that takes."""

from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, cast

import pytest
from sqlalchemy import bindparam, literal, select, union_all

from lpcommunity.storage import Statement
from lpcommunity.storage.statements import _only_holds

ROWS = select(
    union_all(*(select(literal(n).label("id"), literal(f"No. {n}").label("name")) for n in range(3))).subquery()
)


@dataclass(frozen=True)
class Line:
    id: int
    name: str

    @property
    def path(self):
        return f"/lines/{self.id}"


@dataclass(frozen=True)
class WithMore:
    id: int
    name: str
    more: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Shouting:
    id: int
    name: str

    def __post_init__(self):
        object.__setattr__(self, "name", self.name.upper())


@dataclass(frozen=True, slots=True)
class Slim:
    id: int
    name: str


def _numbered(**columns):
    return f"{columns['id']}: {columns['name']}"


@pytest.mark.parametrize("shape", [Line, WithMore, Shouting, Slim, _numbered, dict])
def test_a_row_is_what_its_shape_makes_of_it(app, shape):
    made = Statement(ROWS.order_by("id").limit(bindparam("size")), shape)
    expected = [shape(id=n, name=f"No. {n}") for n in range(3)]
    assert made.all(size=5) == expected
    assert made.first(size=5) == expected[0]
    assert [repr(one) for one in made.all(size=5)] == [repr(one) for one in expected]


def test_what_only_holds_its_columns_is_given_all_of_them_at_once():
    assert _only_holds(Line, ("id", "name"))
    others = (Line, ("id",)), (WithMore, ("id", "name")), (Shouting, ("id", "name")), (Slim, ("id", "name"))
    assert not any(_only_holds(*one) for one in (*others, (dict, ("id", "name"))))


def test_such_a_value_stays_as_it_is(app):
    one, other = Statement(ROWS.order_by("id").limit(bindparam("size")), Line).all(size=2)
    assert (one.path, hash(one), len({one, other, one})) == ("/lines/0", hash(Line(0, "No. 0")), 2)
    with pytest.raises(FrozenInstanceError):
        cast(Any, one).name = "another"
