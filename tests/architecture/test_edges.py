"""What meets people builds no query and runs none: it asks a function of queries, and is given values.

`make check` keeps SQLAlchemy out of views, forms and subscribers by its name. Here is what slips past a name: a
session, a Statement or a column that one of our own modules hands on, and whatever else stands above the commands.
"""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from lpcommunity.storage import Base, Statement, db, session
from tests.architecture.contracts import PACKAGE, contracts, lines

# Whom a thing that people are told is for, its file says whole, and so with a query of its own (ADR 15 and 18).
WITH_QUERIES_OF_THEIR_OWN = {"lpcommunity.notifications.kinds"}
# Methods that nothing but a session, a query or its result has. (`where` and `limit` are other things, too; what they
# would be given, and what would run them, is found by what it is.)
MAKES_A_QUERY = {
    "execute", "filter_by", "group_by", "join_from", "order_by", "outerjoin", "scalar", "scalar_one",
    "scalar_one_or_none", "scalars", "select_from", "union_all", "with_for_update",
}  # fmt: skip
ENDS_A_TRANSACTION = {"rollback", "remove"}
BY_ITSELF = {True, "select", "dynamic", "immediate", "write_only"}
OF_THE_ENGINE = {"engine", "init_app"}  # to open it, to close it, to hand it on


def edges() -> list[str]:
    """The modules that meet people, a file or the worker: whatever stands above commands and queries; all of web."""
    found = [PACKAGE / "app.py", *(PACKAGE / "web").rglob("*.py")]
    for contract in contracts():
        for name in _above_commands(lines(contract)):
            for folder in contract["containers"]:
                if f"{folder}.{name}" not in WITH_QUERIES_OF_THEIR_OWN:
                    place = PACKAGE / folder.removeprefix("lpcommunity.") / name
                    found += [*place.rglob("*.py"), place.with_suffix(".py")]
    return [_name(path) for path in sorted(set(found)) if path.exists()]


def _above_commands(order: list[set[str]]) -> set[str]:
    for below, line in enumerate(order):
        if line & {"commands", "queries"}:
            return set().union(*order[:below])
    return set()


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def test_what_meets_people_builds_and_runs_no_query():
    found = [f"{name}:{line}: {what}" for name in edges() for line, what in queries_in(name)]
    assert found == [], "\n".join(found)


def test_everything_that_meets_people_is_looked_at():
    seen = set(edges())
    assert seen >= {_name(path) for path in PACKAGE.glob("*/views/*.py")} | {
        _name(p) for p in PACKAGE.glob("*/views.py")
    }
    assert seen >= {"lpcommunity.web.health", "lpcommunity.pages.masthead", "lpcommunity.notifications.subscribers"}


def test_no_row_asks_for_another_when_somebody_looks_at_it():
    """What belongs to a row comes with it (`joined`), or was asked for by name: a template cannot set off a query."""
    found = [str(one) for mapper in Base.registry.mappers for one in mapper.relationships if one.lazy in BY_ITSELF]
    assert found == []


def queries_in(name: str) -> Iterator[tuple[int, str]]:
    """Where in a module something is that only queries and commands may have, and what it is."""
    module = importlib.import_module(name)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MAKES_A_QUERY:
            yield node.lineno, f".{node.attr}"
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            meant = _meant(node, module)
            if _is_of_queries(meant) and not _is_harmless(meant, _after(node, parents)):
                yield node.lineno, ast.unparse(node)


def _meant(node: ast.expr, module: ModuleType) -> Any:
    """What a name of the module, or an attribute of a module or class that it names, stands for; None: of no matter."""
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    if isinstance(node, ast.Attribute):
        of = _meant(node.value, module)
        return getattr(of, node.attr, None) if type(of) is ModuleType or isinstance(of, type) else None
    return None


def _is_of_queries(meant: Any) -> bool:
    """Whether it is a session, a Statement, a part of SQL, or a collection of these. Models and errors are known."""
    if type(meant) in (dict, list, tuple):
        return any(_is_of_queries(one) for one in (meant.values() if type(meant) is dict else meant))
    if isinstance(meant, type):
        of_sql = meant.__module__.startswith("sqlalchemy") and not issubclass(meant, Exception)
        return of_sql or meant in (Statement, Base)
    if type(meant) is Statement or meant is session or meant is db:
        return True
    named = getattr(meant, "__module__", None) if callable(meant) and type(meant).__module__ == "builtins" else ""
    return str(named).startswith("sqlalchemy") or type(meant).__module__.startswith("sqlalchemy")


def _after(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> list[str]:
    """The attributes that are asked of it: `session().rollback` gives "rollback"."""
    asked = []
    while isinstance(above := parents.get(node), ast.Attribute | ast.Call):
        if isinstance(above, ast.Attribute):
            asked.append(above.attr)
        elif above.func is not node:
            break
        node = above
    return asked


def _is_harmless(meant: Any, asked: list[str]) -> bool:
    """The end of a transaction, and the engine as a whole, are no query."""
    if meant is session:
        return bool(asked) and asked[0] in ENDS_A_TRANSACTION
    if meant is db and asked:
        return asked[0] in OF_THE_ENGINE or (asked[0] == "session" and asked[1:2] == ["remove"])
    return False
