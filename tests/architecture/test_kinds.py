"""Nothing outside a kind's folder spells the kind: no import, no name, no address of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lpcommunity
from lpcommunity.entries.kinds import kinds

PACKAGE = Path(lpcommunity.__file__).parent
FOLDERS = {"update": "updates", "reflection": "reflections"}
# Who may: `app` brings them in; reviews are about reflections; a check-in is an update, and what is in the way of it,
# confided, a reflection (ADR 45).
# Notifications tell of the exchange over a reflection. The bench's community is written past the commands (ADR 16).
MAY = {
    "update": {"updates", "rhythm", "seeding", "app.py"},
    "reflection": {"reflections", "reviews", "questions", "rhythm", "notifications", "seeding", "app.py"},
}
AN_ICON = {("invitations/views/welcome.py", "reflection")}  # a sign of the look, beside “Look along a theme”


def _spelled(path: Path, key: str, plural: str) -> Iterator[str]:
    name = str(path.relative_to(PACKAGE))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        code = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        yield from (f"{name}: {found}" for found in re.findall(rf'"{key}"|/{plural}/', code))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and re.match(rf"lpcommunity\.{plural}\b", node.module or ""):
            yield f"{name}:{node.lineno} imports {node.module}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            spelled = node.value in {key, plural} or f"/{plural}/" in node.value or node.value.startswith(f"{key}:")
            if spelled and (name, node.value) not in AN_ICON:
                yield f"{name}:{node.lineno} {node.value!r}"


@pytest.mark.parametrize("key", FOLDERS)
def test_no_other_room_spells_a_kind(key):
    plural = FOLDERS[key]
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html"}]
    others = [path for path in files if path.relative_to(PACKAGE).parts[0] not in MAY[key]]
    assert [found for path in others for found in _spelled(path, key, plural)] == []


def test_every_kind_is_looked_for():
    assert {kind.key: kind.plural for kind in kinds()} == FOLDERS
