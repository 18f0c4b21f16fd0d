"""What pyproject.toml says of the order in which the modules of each folder stand."""

import tomllib
from pathlib import Path
from typing import Any

import lpcommunity

PACKAGE = Path(lpcommunity.__file__).parent


def contracts() -> list[dict[str, Any]]:
    """Those of the folders; not that of the package, in which the folders themselves stand in order."""
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    every: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [one for one in every if one["type"] == "layers" and one["containers"] != ["lpcommunity"]]


def lines(contract: dict[str, Any]) -> list[set[str]]:
    """The names in each line of a contract, uppermost first."""
    return [{name.strip(" ()") for name in line.replace(":", "|").split("|")} for line in contract["layers"]]
