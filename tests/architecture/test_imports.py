"""What import-linter (make check) cannot see: imports that hide inside functions."""

import ast
import re
from pathlib import Path

import lpcommunity

PACKAGE = Path(lpcommunity.__file__).parent


def _hidden(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    ]
    imports = [node for function in functions for node in ast.walk(function)]
    return [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for node in imports
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


# Loads a command when it is asked for. Nothing can be hidden there: no module may import it (`layers`).
LOADS_BY_NAME = {"cli.py"}


def test_nothing_is_imported_by_its_name_in_a_string():
    """importlib would hide a circle from every contract. (Its metadata knows versions, and imports nothing.)"""
    hidden = re.compile(
        r"^\s*(?:import importlib|from importlib(?!\.metadata)\b)|\b__import__\(|\bimport_string\b", re.M
    )
    found = [str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if hidden.search(path.read_text("utf-8"))]
    assert set(found) == LOADS_BY_NAME


def test_no_import_inside_a_function():
    assert [place for path in PACKAGE.rglob("*.py") for place in _hidden(path)] == []
