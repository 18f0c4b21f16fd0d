"""A view that shows its form again acts only once the form has looked at its token: that is left to the form.

Read from the source, with the functions of the same module that it calls; views made of classes (`editing`) are held to
it by tests of their own.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from types import ModuleType
from typing import Any

ASKED = ".validate"
SAID = "names that say whether it was asked"
NOT_ASKED = re.compile(r"not [\w.()]+\.validate")


def _acts_unasked(view: Any) -> Iterator[str]:
    """Commands that a view calls outside a condition that asks its form."""
    function = inspect.unwrap(view)
    known = {**vars(inspect.getmodule(function)), **inspect.getclosurevars(function).nonlocals}
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    said = {
        one.targets[0].id
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and ASKED in ast.unparse(one.value)
    }
    yield from _calls(tree, {**known, SAID: said}, asked=False)


def _calls(node: ast.AST, known: dict[str, Any], *, asked: bool) -> Iterator[str]:
    called = _found(node.func, known) if isinstance(node, ast.Call) and not asked else None
    if inspect.isroutine(called) and getattr(called, "is_command", False):
        yield called.__qualname__
    elif inspect.isfunction(called) and called.__module__ == known["__name__"]:
        yield from _acts_unasked(called)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield from _calls(value, known, asked=asked)
        elif isinstance(value, list):
            yield from _in_turn(value, known, asked=asked or (name == "body" and _asks(node, known[SAID])))


def _in_turn(parts: list[Any], known: dict[str, Any], *, asked: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, ast.AST):
            yield from _calls(part, known, asked=asked)
            asked = asked or _turns_away(part) or (isinstance(part, ast.expr) and ASKED in ast.unparse(part))


def _asks(node: ast.AST, said: set[str]) -> bool:
    """`if form.validate_on_submit() and …`, or a name for that."""
    if not isinstance(node, ast.If):
        return False
    test = ast.unparse(node.test)
    named = any(isinstance(one, ast.Name) and one.id in said for one in _all_of(node.test))
    return named or (ASKED in test and not NOT_ASKED.search(test))


def _all_of(test: ast.expr) -> list[ast.expr]:
    """What must all be true."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return [each for one in test.values for each in _all_of(one)]
    return [test]


def _turns_away(node: ast.AST) -> bool:
    """`if not form.validate_on_submit(): return …`"""
    if not isinstance(node, ast.If) or not isinstance(node.body[-1], ast.Return | ast.Raise):
        return False
    return bool(NOT_ASKED.search(ast.unparse(node.test)))


def _found(name: ast.AST, known: dict[str, Any]) -> Any:
    if isinstance(name, ast.Name):
        return known.get(name.id)
    if isinstance(name, ast.Attribute):
        owner = _found(name.value, known)
        return getattr(owner, name.attr, None) if isinstance(owner, ModuleType) else None
    return None


def test_nothing_is_done_before_the_form_is_asked(kept_databases):
    app = kept_databases("sqlite").app
    views = [one for one in app.view_functions.values() if getattr(one, "re_renders", False)]
    assert len(views) > 50
    found = {f"{one.__module__}.{one.__name__}: {call}" for one in views for call in _acts_unasked(one)}
    assert found == set()
