"""What import-linter (make check) cannot see: imports that hide inside functions."""

import ast
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


def test_no_import_inside_a_function():
    assert [place for path in PACKAGE.rglob("*.py") for place in _hidden(path)] == []
