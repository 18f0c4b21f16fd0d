"""A file's shapes as pydantic's models, and what pydantic finds wrong as sentences with their lines.

Pydantic is named by its module only: it loads what it is made of when the first model is made, so that a process which
reads no file does not wait for it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any

import pydantic

from lpcommunity.histories.problems import CannotImport, Problem
from lpcommunity.histories.schema_types import ByName, Choice, Item, Kind, LocatedText, Many, Maybe, Shape, Value
from lpcommunity.histories.yaml_reader import Node


def read(node: Node, shape: Shape) -> Item:
    """What stands in the file, in its shape, each value with its place. Raises CannotImport with all that is wrong."""
    known: dict[int, Iterable[str]] = {}
    content = _plain(node)
    try:
        found = _adapter(shape).validate_python(content, context=known)
    except pydantic.ValidationError as wrong:
        raise CannotImport(_problem(error, node, content, known) for error in wrong.errors()) from None
    item = _located(found, node)
    assert isinstance(item, Item)
    return item


# From shapes to types.


@cache
def _adapter(shape: Shape) -> Any:
    return pydantic.TypeAdapter(_type_of(shape))


@cache
def _model(shape: Shape | Choice) -> Any:
    fields: dict[str, Any]
    if isinstance(shape, Choice):
        fields = {name: (_type_of(one), None) for name, one in shape.shapes.items()}
    else:
        fields = {name: (_type_of(kind), ...) for name, kind in shape.must.items()}
        fields |= {name: (_type_of(kind), None) for name, kind in shape.may.items()}
    model = pydantic.create_model("Shape", __config__=pydantic.ConfigDict(extra="forbid", defer_build=True), **fields)
    return Annotated[model, pydantic.BeforeValidator(_named_parts(fields, one=isinstance(shape, Choice)))]


def _type_of(kind: Kind) -> Any:
    match kind:
        case Value(read):
            return Annotated[Any, pydantic.PlainValidator(read)]
        case Maybe(other):
            return _type_of(other) | None
        case Many(other, most):
            return Annotated[list[_type_of(other)], pydantic.Field(max_length=most)]  # type: ignore[misc]
        case ByName(other):
            return dict[str, _type_of(other)]  # type: ignore[misc]
        case Shape() | Choice():
            return _model(kind)


def _named_parts(known: Mapping[str, object], *, one: bool = False) -> Any:
    """What must hold of named parts before they are looked at. What is known there is noted, for the sentences."""

    def check(given: Any, info: pydantic.ValidationInfo[Any]) -> Any:
        if one and (not isinstance(given, dict) or len(given) != 1):
            raise ValueError(f"here belongs exactly one of: {', '.join(known)}")
        if not isinstance(given, dict):
            raise ValueError(f"here belong: {', '.join(known)}")
        info.context[id(given)] = known
        return given

    return check


# From the file to pydantic, and back.


def _plain(node: Node) -> Any:
    match node.content:
        case dict() as parts:
            return {name: _plain(part) for name, part in parts.items()}
        case list() as parts:
            return [_plain(part) for part in parts]
        case said:
            return said


def _located(value: Any, node: Node) -> Any:
    """The value with the places of its node. What was left out is there as None."""
    if isinstance(node.content, dict):
        below = node.content
        parts = {name: _located(part, below[name]) if name in below else part for name, part in dict(value).items()}
        return Item(node.place, node.key_places, parts)
    if isinstance(node.content, list):
        return [_located(part, its_node) for part, its_node in zip(value, node.content, strict=True)]
    return LocatedText.at(value, node.place) if isinstance(value, str) else value


def _problem(error: Any, node: Node, content: Any, known: Mapping[int, Iterable[str]]) -> Problem:
    """What pydantic found wrong, said plainly, at the place to which its path leads."""
    above: Node = node
    names: Iterable[str] = ()
    step: Any = ""
    for step in error["loc"]:
        above, names = node, known.get(id(content), ())
        if step not in node.content and not isinstance(node.content, list):
            break
        node, content = node.content[step], content[step]
    match error["type"]:
        case "missing":
            return Problem(above.place, f"“{step}” is missing")
        case "extra_forbidden":
            return Problem(above.where(step), f"“{step}” is not known here. Known are: {', '.join(names)}")
        case "list_type":
            return Problem(node.place, "here belongs a list")
        case "too_long":
            most = error["ctx"]["max_length"]
            return Problem(node.place, f"this list has {len(content)} parts; it can have at most {most}")
        case "dict_type":
            return Problem(node.place, "here belong names with a value each")
        case _:
            return Problem(node.place, str(error["ctx"]["error"]))
