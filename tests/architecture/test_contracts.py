"""Every folder has a contract that names each of its modules, and the seven kinds stand in one order in all of them.

import-linter (make check) holds the folders to their contracts; here is what it cannot see: a folder without one, or a
list in which the seven stand otherwise than everywhere else.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import lpcommunity

PACKAGE = Path(lpcommunity.__file__).parent
SEVEN = [
    {"views", "api", "subscribers"},
    {"forms"},
    {"commands"},
    {"queries"},
    {"policy"},
    {"domain_events"},
    {"models"},
]


def _contracts() -> list[dict[str, Any]]:
    """Those that say in which order the modules of a folder stand."""
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [one for one in contracts if one["type"] == "layers" and one["containers"] != ["lpcommunity"]]


def _modules(line: str) -> set[str]:
    return {name.strip(" ()") for name in line.replace(":", "|").split("|")}


def test_every_folder_stands_in_one_contract_that_lists_all_its_modules():
    folders = {f"lpcommunity.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    listed = Counter(container for one in _contracts() for container in one["containers"])
    assert set(listed) == folders
    assert {name for name, times in listed.items() if times > 1} == set()
    open_ones = [one["name"] for one in _contracts() if not one.get("exhaustive") or one.get("exhaustive_ignores")]
    assert open_ones == []


def test_the_seven_kinds_stand_in_one_order_in_every_folder():
    for contract in _contracts():
        lines = [_modules(line) for line in contract["layers"]]
        order = [kind for line in lines for kind in range(len(SEVEN)) if SEVEN[kind] & line]
        assert order == sorted(set(order)), contract["name"]
