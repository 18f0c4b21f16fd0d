"""What nobody names any more goes, with its tests: dead functions, and dependencies that nothing imports."""

import ast
import re
import tomllib
from collections import Counter
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lpcommunity"
FOLDERS = ("lpcommunity", "bench", "migrations", "scripts")
CODE = [ROOT / "config.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]
PAGES = [path for path in PACKAGE.rglob("templates/**/*") if path.is_file()]

# Named by nobody inside, and why it stays.
FOR_OTHERS = {
    "lpcommunity/accounts/policy.py:can_use_account": "a right, asked by the tests of rights",
    "lpcommunity/storage/statements.py:DIALECTS": "for the tests that read every statement",
}
# Used without being imported by name.
LOADED_BY_NAME = {
    "backports-zstd": "Flask-Compress takes it where Python brings none",
    "psycopg": "SQLAlchemy loads it for postgresql://",
    "tzdata": "zoneinfo reads it where the machine has none",
}


def test_every_function_and_constant_is_named_somewhere():
    words = Counter(word for path in (*CODE, *PAGES) for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
    dead = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in CODE
        if path.is_relative_to(PACKAGE)
        for name in _defined(ast.parse(path.read_text(encoding="utf-8")))
        if words[name] == 1
    }
    assert dead == set(FOR_OTHERS)


def test_every_dependency_is_imported():
    imported = {
        name.split(".")[0]
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imports(node)
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {_plain(re.split(r"[^\w.-]", one)[0]) for one in project["dependencies"]}
    brings: dict[str, set[str]] = {}
    for module, distributions in metadata.packages_distributions().items():
        for one in distributions:
            brings.setdefault(_plain(one), set()).add(module)
    unused = {one for one in needed if not brings.get(one, set()) & imported}
    assert unused <= set(LOADED_BY_NAME)


def _plain(name: str) -> str:
    """The name of a distribution, however it is spelt."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _defined(tree: ast.Module) -> list[str]:
    """Functions and classes that nothing decorates, and constants."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            found.append(node.name)
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append(node.target.id)
    return [name for name in found if not name.startswith("__")]


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
