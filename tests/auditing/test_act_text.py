"""Whatever is noted reads as something, and nothing reads as something that is never noted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lpcommunity
from lpcommunity.auditing import act_text
from lpcommunity.auditing.queries import LIKE_ALL, NO_ENTRIES, OPENS_AN_EXCHANGE
from lpcommunity.entries.kinds import kinds

KEPT_BACK = {"confided-report"}  # in the record, and on no page of it: that it is there would tell
PACKAGE = Path(lpcommunity.__file__).parent


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            yield node


def _texts(tree: ast.AST, value: ast.expr) -> set[str]:
    """What an argument can be: a text, one of two, or a constant of the module."""
    if isinstance(value, ast.Constant):
        return {str(value.value)}
    if isinstance(value, ast.IfExp):
        return _texts(tree, value.body) | _texts(tree, value.orelse)
    assert isinstance(value, ast.Name), ast.unparse(value)
    return {getattr(act_text, value.id)} if value.id == "TIDIED" else {f"?{value.id}"}


def noted() -> dict[str, set[str]]:
    """Every act that is noted, and the kinds of its subjects; those of a parameter are looked up where it is given."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in _calls(tree, "audit.note"):
            kind = next(one.value for one in call.keywords if one.arg == "subject_kind")
            subject = str(kind.value) if isinstance(kind, ast.Constant) else "entry"
            for act in _texts(tree, call.args[0]):
                given = _given(tree, act[1:]) if act.startswith("?") else {act}
                for one in given:
                    found.setdefault(one, set()).add(subject)
    return found


def _given(tree: ast.AST, parameter: str) -> set[str]:
    """With what the functions of this module that note a parameter are called."""
    given: set[str] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(_calls(function, "audit.note")):
            names = [one.arg for one in function.args.args]
            if parameter in names:
                for call in _calls(tree, function.name):
                    given |= _texts(tree, call.args[names.index(parameter)])
    assert given, parameter
    return given


def test_every_act_that_is_noted_has_its_words_and_no_other():
    assert set(act_text.ACTS) - {act_text.ON_AN_ENTRY} == set(noted())


def test_what_is_no_entry_is_known_for_it_and_what_is_one_never_is():
    of_entries = {act for act, subjects in noted().items() if "entry" in subjects}
    assert of_entries == {*LIKE_ALL, OPENS_AN_EXCHANGE}
    assert {kind for subjects in noted().values() for kind in subjects} - {"entry", *KEPT_BACK} <= set(NO_ENTRIES)
    assert not {kind.key for kind in kinds()} & set(NO_ENTRIES)


@pytest.mark.parametrize("act", sorted(act_text.ACTS))
def test_each_reads_as_a_sentence_with_nothing_left_to_fill_in(act):
    details = {"before": "2026-01-01T00:00:00+00:00", "removed": 1200, "role": "lead", "limit": "sendings"}
    said = act_text.sentence(act, whom="Ann Archer", entry="Update 7", details=details)
    assert "{" not in said
    assert not said.endswith(".")
    assert "sending" not in said, "what is too often confided is not told"


def test_of_what_people_write_too_often_nothing_is_told():
    for limit in ("entries", "changes", "sendings", "answers", "replies", "drafts", "files", "thanks", "unheard-of"):
        said = act_text.sentence("refused-too-many", whom="", entry="", details={"limit": limit})
        assert said == "was refused: did something too often"
