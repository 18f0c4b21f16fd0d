"""Every query of ours that touches what is confided goes through the resolver, and through the right copy of it.

Two tests: the SQL of each constant is read, and each constant is run over a random world as every kind of reader and
compared with the predicate, row by row. A table that hangs on an entry says so in its model; a new one that says
nothing fails here.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import Any

import pytest
from sqlalchemy import BinaryExpression, BindParameter, ColumnElement, Table, literal, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import AliasedReturnsRows
from sqlalchemy.sql.visitors import iterate, replacement_traverse

import lpcommunity
from lpcommunity.actions.policy import readable
from lpcommunity.comments.policy import told
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY, OPENING, READER_AUDIENCES, can_read, meant, reads
from lpcommunity.entries.queries import TOP
from lpcommunity.entries.sayings import said_to
from lpcommunity.introductions.policy import is_theirs
from lpcommunity.moderation.policy import handles
from lpcommunity.people.policy import hidden_from_nobody
from lpcommunity.reviews.policy import EXCHANGE, can_read_exchange
from lpcommunity.reviews.queries import BEGINNING
from lpcommunity.rhythm.policy import linked, reason_for, seen
from lpcommunity.storage import Base, Statement, session, today
from lpcommunity.storage.statements import DIALECTS
from tests.architecture.exceptions import BY_HAND, WITHOUT_RESOLVER
from tests.factories.random_world import RandomWorld, random_world

DIALECT = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
GUARDED = "guarded_by"  # in Table.info: "entry", or "exchange" for what its author and the facilitators read

# What has an audience of its own and is no entry: the name of its table, which is what `guarded_by` says, and the
# condition over it or an alias of it. Each has a property test of its own beside the others of its folder.
# Rooms whose statements have property tests of their own: tests/actions/test_readers.py, tests/slips/test_policy.py,
# tests/rhythm/test_readers.py, tests/questions/test_readers.py, tests/comments/test_readers.py,
# tests/people/test_hidden_details.py, tests/moderation/test_readers.py, tests/introductions/test_introductions.py.
OWN_ROOMS = {"actions", "comments", "introductions", "moderation", "people", "questions", "slips", "rhythm"}
OWN: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "action": readable,
    "slip": partial(said_to, and_team=True),
    "pause": reason_for,
    "chance": seen,
    "check_in": linked,
    "comment": told,
    "comment_revision": told,
    "comment_count": told,
    "closing": told,
    "hidden_details": hidden_from_nobody,
    "reported_text": handles,
    "people_introduction": is_theirs,
}


def constants() -> dict[str, Statement[Any]]:
    """Every statement by the name under which its module keeps it."""
    found: dict[str, Statement[Any]] = {}
    for module in pkgutil.walk_packages(lpcommunity.__path__, "lpcommunity."):
        if not module.name.endswith("__main__"):
            for name, one in vars(importlib.import_module(module.name)).items():
                for key, statement in _statements_in(one):
                    if statement not in found.values():
                        found[f"{module.name.removeprefix('lpcommunity.')}.{name}{key}"] = statement
    return found


def _statements_in(value: Any) -> Iterator[tuple[str, Statement[Any]]]:
    """A constant itself, or those that a constant table or value of ours holds."""
    if isinstance(value, Statement):
        yield "", value
    elif isinstance(value, dict):
        yield from ((f"[{key}]", one) for key, one in value.items() if isinstance(one, Statement))
    elif isinstance(value, list | tuple):
        yield from ((f"[{key}]", one) for key, one in enumerate(value) if isinstance(one, Statement))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from ((f".{key}", one) for key, one in vars(value).items() if isinstance(one, Statement))


def base_of(source: Any) -> Any:
    """The table behind an alias, or the thing itself."""
    while isinstance(source, AliasedReturnsRows):
        source = source.element
    return source


def sources(statement: Statement[Any], dialect: str) -> list[Any]:
    """Every table, or alias of one, that a statement reads."""
    return [part for part in iterate(statement.query(dialect)) if isinstance(base_of(part), Table)]


def guarded(statement: Statement[Any], dialect: str) -> set[str]:
    """The names of the tables that it reads and that somebody may not read."""
    return {base_of(one).name for one in sources(statement, dialect) if GUARDED in base_of(one).info}


def sql(part: Any, dialect: str) -> str:
    """The text of a statement or of a part, in one line."""
    return re.sub(r"\s+", " ", str(part.compile(dialect=DIALECT[dialect])))


def _ours() -> list[Statement[Any]]:
    """Those of the package; tests make their own."""
    return [one for one in Statement.known if one.module.startswith("lpcommunity.")]


def test_every_statement_is_a_constant_of_a_module():
    named = constants()
    lost = [sql(one.query("sqlite"), "sqlite")[:200] for one in _ours() if one not in named.values()]
    assert lost == [], "\n".join(lost)


def test_every_table_that_hangs_on_an_entry_says_so():
    """Whatever has an audience, or leads to an entry by its references, has `guarded_by` in the info of its table."""
    hanging = {"entry"}
    while True:
        more = {
            table.name
            for table in Base.metadata.tables.values()
            if any(key.column.table.name in hanging for key in table.foreign_keys) or "audience" in table.columns
        }
        if more <= hanging:
            break
        hanging |= more
    silent = [
        name
        for name in sorted(hanging)
        if Base.metadata.tables[name].info.get(GUARDED) not in {"entry", "exchange", *OWN}
    ]
    assert silent == [], f"say in the model who may read the rows of {silent}"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_whatever_reads_what_is_confided_asks_the_resolver(dialect):
    """For the entry that it reads, and for each alias of it."""
    without: list[str] = []
    for name, statement in constants().items():
        if not guarded(statement, dialect) or name in WITHOUT_RESOLVER:
            continue
        text = sql(statement.query(dialect), dialect)
        for says in _guards(statement, dialect):
            table, condition = (Base.metadata.tables[says], OWN[says]) if says in OWN else (ENTRY, meant)
            copies = {one for one in sources(statement, dialect) if base_of(one) is table}
            if not any(_where(condition(one), dialect) in text for one in copies):
                without.append(f"{name} ({says})")
        if _of_exchange(statement, dialect) and _where(EXCHANGE, dialect) not in text:
            without.append(name)
    assert without == [], f"without the resolver's condition: {without}"


def test_the_exceptions_are_still_needed():
    named = constants()
    for name, reason in {**WITHOUT_RESOLVER, **BY_HAND}.items():
        assert name in named, f"{name} is gone"
        assert len(reason) > 20, f"say why {name} is an exception"
    for name in WITHOUT_RESOLVER:
        assert guarded(named[name], "sqlite"), f"{name} reads nothing that is guarded"


def _where(condition: ColumnElement[bool], dialect: str) -> str:
    """A condition as the statements that it is part of say it."""
    return sql(select(literal(1)).where(condition), dialect).partition(" WHERE ")[2]


def _guards(statement: Statement[Any], dialect: str) -> set[str]:
    """By what the tables that it reads are guarded. What an author opened is asked by conditions over other tables."""
    tables = {base_of(one) for one in sources(statement, dialect) if GUARDED in base_of(one).info}
    return {one.info[GUARDED] for one in (tables - {OPENING} or tables)}


def _of_exchange(statement: Statement[Any], dialect: str) -> bool:
    """Whether it reads what stays between the author and the facilitators."""
    return any(base_of(one).info.get(GUARDED) == "exchange" for one in sources(statement, dialect))


@pytest.fixture(scope="module")
def seed(request: pytest.FixtureRequest) -> int:
    """That of this run; a failure names it."""
    return int(request.config.getoption("--hypothesis-seed"))


def test_each_constant_shows_what_the_predicate_allows_and_nothing_else(app, seed):
    world = random_world(seed)
    readers = world.readers()  # nothing changes in it, so neither do they
    by_id = {entry.id: entry for entry in session().query(Entry)}
    dialect = session().get_bind().dialect.name
    wrong: list[str] = []
    for name, statement in constants().items():
        if not guarded(statement, dialect) or name in WITHOUT_RESOLVER or name in BY_HAND:
            continue
        if name.partition(".")[0] in OWN_ROOMS:
            continue
        everything = Statement(open_to_all(statement.query(dialect)), statement.shape)
        Statement.known.remove(everything)  # of this test alone
        may: Any = can_read_exchange if _of_exchange(statement, dialect) else can_read
        asked = list(samples(statement, dialect, world, reads(readers[0])))
        for reader in readers:
            for sample in asked:
                values = {**sample, **reads(reader)}
                shown = {entry_id(row, values) for row in statement.all(values)}
                there = {entry_id(row, values) for row in everything.all(values)}
                allowed = {one for one in shown | there if may(reader, by_id[one])}
                if shown != allowed:
                    wrong.append(f"{name} for {reader} with {values}: {sorted(shown ^ allowed)}")
    assert wrong == [], f"seed {seed}\n" + "\n".join(wrong[:10])


def open_to_all(query: Any) -> Any:
    """The same query without the resolver's condition on audiences: what it would show to somebody who reads all."""

    def opened(part: Any, **_: Any) -> Any:
        if isinstance(part, BinaryExpression) and isinstance(part.right, BindParameter):
            return true() if part.right.key == READER_AUDIENCES.key else None
        return None

    return replacement_traverse(query, {}, opened)


def entry_id(row: Any, values: dict[str, Any]) -> int:
    """Which entry a row is about: the one that was asked for, or the one that it names."""
    if "entry" in values:
        return int(values["entry"])
    found = (
        row.get("entry_id", row.get("id"))
        if isinstance(row, dict)
        else getattr(row, "entry_id", getattr(row, "id", None))
    )
    assert isinstance(found, int), f"no entry in {row}: name its column entry_id, or say why in exceptions.BY_HAND"
    return found


def samples(
    statement: Statement[Any], dialect: str, world: RandomWorld, of_reader: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Values for the parameters of a statement that do not come with a reader, so many that everything in the world
    comes into question.
    """
    offered: dict[str, list[Any]] = {
        "size": [1000],
        "before": [TOP["before"]],
        "before_id": [TOP["before_id"]],
        "before_line": [TOP["before_id"]],
        "after": [BEGINNING["before"]],
        "after_id": [BEGINNING["before_id"]],
        "round": [0, 1],
        "today": [today()],
        "kinds": [[kind.key for kind in kinds()]],
        "place": [place.id for place in world.places],
        "places": [[place.id for place in world.places]],
        "facilitated": [[place.id for place in world.places]],
        "author": [person.id for person in world.people],
        "person": [person.id for person in world.people],
        "entry": [entry.id for entry in world.entries],
        "entries": [[entry.id for entry in world.entries]],
        "ids": [[entry.id for entry in world.entries]],
        "reflection": [entry.id for entry in world.entries],
        "subjects": [[]],
        "n": [1],
        "versions": [[1]],
        "file": [file.id for file in world.files],
        "theme": [theme.id for theme in world.themes],
        "below": [1000],
        "key": [entry.idempotency_key for entry in world.entries],
        "kind": [kind.key for kind in kinds()],
        "title": [""],  # as every entry of this world has it
        "since": [datetime(2000, 1, 1, tzinfo=UTC)],
    }
    wanted = {
        part.key for part in iterate(statement.query(dialect)) if isinstance(part, BindParameter) and part.required
    }
    names = sorted(wanted - set(of_reader))
    missing = [name for name in names if name not in offered]
    assert not missing, f"offer values for {missing} in `samples`"
    for values in product(*(offered[name] for name in names)):
        yield dict(zip(names, values, strict=True))
