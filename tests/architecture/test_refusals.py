"""Commands refuse with a code and a field of the domain; the sentence to each code stands in a refusal_text.py."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import lpcommunity
from lpcommunity.access import Conflict, Invalid
from lpcommunity.access.refusal_catalogue import Sentence

PACKAGE = Path(lpcommunity.__file__).parent
FILES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
FIELD = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
PLACE_OF_CODE = {"Conflict": 0, "Invalid": 1}
PASSES_ON = {"access/refusals.py"}  # what the classes themselves hand to each other


@dataclass(frozen=True)
class Raised:
    """A place in the source where a refusal is made."""

    place: str
    code: str | None  # None: not written there as a code
    field: ast.expr | None
    values: frozenset[str | None]


def bases() -> dict[str, str]:
    """Every class of refusal by its name, and whether it is a Conflict or an Invalid."""
    found: dict[str, str] = {}
    for base in (Conflict, Invalid):
        waiting = [base]
        while waiting:
            one = waiting.pop()
            if one.__module__.startswith("lpcommunity."):
                found[one.__name__] = base.__name__
                waiting += one.__subclasses__()
    return found


def raised() -> Iterator[Raised]:
    """Every refusal that the package makes: Invalid(…), Conflict(…), and what a class made of them says of itself."""
    kinds = bases()
    for name, path in FILES.items():
        if name in PASSES_ON:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in PLACE_OF_CODE:
                yield _made(name, node, _name(node.func))
            elif isinstance(node, ast.ClassDef) and node.name in kinds:
                yield from (_made(name, call, kinds[node.name]) for call in _handed_up(node))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _handed_up(node: ast.ClassDef) -> list[ast.Call]:
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) == "super().__init__"]


def _made(name: str, call: ast.Call, kind: str) -> Raised:
    at = PLACE_OF_CODE[kind]
    said = call.args[at] if len(call.args) == at + 1 else None
    text = said.value if isinstance(said, ast.Constant) else None
    code = text if isinstance(text, str) and CODE.fullmatch(text) else None
    field = call.args[0] if kind == "Invalid" and call.args else None
    return Raised(f"{name}:{call.lineno}", code, field, frozenset(one.arg for one in call.keywords))


def sentences() -> dict[str, Sentence]:
    """All that is said, by its code."""
    found: dict[str, Sentence] = {}
    for name in FILES:
        if name.endswith("refusal_text.py"):
            module = importlib.import_module(f"lpcommunity.{name.removesuffix('.py').replace('/', '.')}")
            found.update(module.SENTENCES)
    return found


def needs(sentence: Sentence) -> set[str]:
    """The values that a sentence names."""
    if isinstance(sentence, str):
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    return set(inspect.signature(sentence).parameters)


@pytest.fixture(scope="module")
def made() -> list[Raised]:
    found = list(raised())
    assert len(found) > 90  # or this test no longer finds them
    return found


def test_every_refusal_is_made_with_a_code(made):
    """A sentence, or a code put together elsewhere, could not be looked up here, nor by a program."""
    assert [one.place for one in made if one.code is None] == []


def test_every_code_has_a_sentence(made):
    known = sentences()
    assert [f"{one.place} {one.code}" for one in made if one.code is not None and one.code not in known] == []


def test_every_sentence_belongs_to_a_code_that_is_raised(made):
    assert set(sentences()) - {one.code for one in made} == set()


def test_every_value_that_a_sentence_names_is_given(made):
    known = sentences()
    wrong = [
        f"{one.place} {one.code} {sorted(map(str, needs(known[one.code]) ^ one.values))}"
        for one in made
        if one.code in known and needs(known[one.code]) != one.values
    ]
    assert wrong == []


def test_a_field_is_one_of_the_domain(made):
    """A name, or the way to one of several; how a form calls it is the form's business."""
    wrong = [
        f"{one.place} {ast.unparse(part)}"
        for one in made
        if one.field is not None
        for part in (one.field.elts if isinstance(one.field, ast.Tuple) else [one.field])
        if isinstance(part, ast.JoinedStr | ast.BinOp)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str) and not FIELD.fullmatch(part.value))
    ]
    assert wrong == []


def test_refusals_keep_their_names():
    """Under another name this test would not find them."""
    renamed = [
        f"{name}:{node.lineno}"
        for name, path in FILES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in bases() and alias.asname
    ]
    assert renamed == []


def test_the_sentences_of_every_feature_are_brought_in():
    """By its views, or its command line where it has no pages: what nobody imports is not registered."""
    imported = {
        node.module
        for name, path in FILES.items()
        if re.search(r"/(views|cli)\b", name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "refusal_text" for alias in node.names)
    }
    folders = {f"lpcommunity.{Path(name).parent}" for name in FILES if name.endswith("/refusal_text.py")}
    assert folders == imported
    assert folders  # or none was found
