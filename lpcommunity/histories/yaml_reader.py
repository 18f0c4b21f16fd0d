"""Reading a programme's file: YAML, with the line of everything in it, and nothing executed.

The file may name others (`include:`), one for each place, say; their lists are added to its own. A file
from a stranger can do no harm: sizes are limited, aliases are refused, nothing is constructed but text.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lpcommunity.histories.problems import CannotImport, Problem, SourceLocation

LARGEST = 2 * 1024 * 1024  # bytes in one file
MOST_FILES = 100
DEEPEST = 40
INCLUDABLE = {"themes", "organisations", "people", "team", "partnerships", "history"}
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Node:
    """What stands at one place of the file: a text, nothing (None), a list, or named parts."""

    place: SourceLocation
    content: Any  # str, list[Node], dict[str, Node] or None
    key_places: dict[str, SourceLocation]  # of named parts: where each name stands

    def where(self, key: str) -> SourceLocation:
        """Where the part of this name stands; where the whole stands, if there is none."""
        return self.key_places.get(key, self.place)


def read(path: Path) -> Node:
    """The whole file, with those that it includes. Raises CannotImport for what is not such a file."""
    whole = _read_one(path, path.name)
    parts = whole.content
    assert isinstance(parts, dict)
    included = parts.pop("include", None)
    if included is None:
        return whole
    for name, place in _file_names(included):
        _add(parts, whole, _read_one(_beside(path, name, place), name, place))
    return whole


def _file_names(included: Node) -> list[tuple[str, SourceLocation]]:
    if not isinstance(included.content, list) or len(included.content) > MOST_FILES:
        raise CannotImport([Problem(included.place, f"“include” is a list of at most {MOST_FILES} file names")])
    names = []
    for node in included.content:
        if not isinstance(node.content, str):
            raise CannotImport([Problem(node.place, "the name of a file is a text")])
        names.append((node.content, node.place))
    return names


def _beside(main: Path, name: str, place: SourceLocation) -> Path:
    """The file of that name below the main file's folder; never above it."""
    folder = main.resolve().parent
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or path == main.resolve():
        raise CannotImport([Problem(place, f"“{name}” is not a file below the folder of {main.name}")])
    return path


def _add(parts: dict[str, Node], whole: Node, more: Node) -> None:
    """Add the lists of an included file to those of the whole."""
    assert isinstance(more.content, dict)
    problems = []
    for key, node in more.content.items():
        if key not in INCLUDABLE:
            problems.append(Problem(more.where(key), f"“{key}” belongs into the main file"))
        elif not isinstance(node.content, list):
            problems.append(Problem(node.place, f"“{key}” is a list"))
        elif key in parts:
            here = parts[key].content
            if isinstance(here, list):
                here.extend(node.content)
        else:
            parts[key] = Node(node.place, list(node.content), {})
            whole.key_places[key] = more.where(key)
    if problems:
        raise CannotImport(problems)


def _read_one(path: Path, shown_as: str, asked_for_at: SourceLocation | None = None) -> Node:
    start = SourceLocation(shown_as, 1)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise CannotImport([Problem(asked_for_at or start, f"there is no file “{shown_as}” to read")]) from None
    if len(content) > LARGEST:
        raise CannotImport([Problem(start, f"the file is larger than {LARGEST // 1024 // 1024} MB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CannotImport([Problem(SourceLocation(shown_as, line), "the file is not written in UTF-8")]) from None
    node = _compose(text, shown_as)
    if node is None or not isinstance(node.content, dict):
        raise CannotImport([Problem(start, "the file is empty" if node is None else "the file has no named parts")])
    return node


def _compose(text: str, file: str) -> Node | None:
    try:
        _refuse_traps(text, file)
        root = yaml.compose(text, Loader=LOADER)
        return None if root is None else _Walk(file).node(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = (error.problem or "it cannot be read").replace("mapping values are not allowed here", "a second colon")
        raise CannotImport(
            [
                Problem(
                    SourceLocation(file, line), f"this is not YAML ({what}). A text with a colon needs quotation marks"
                )
            ]
        ) from None
    except (yaml.YAMLError, ValueError):
        raise CannotImport([Problem(SourceLocation(file, 1), "this is not YAML that can be read")]) from None


def _refuse_traps(text: str, file: str) -> None:
    """Look at the file event by event, before anything is built: what is nested too deep or repeats itself by
    reference could take all memory, or end the process.
    """
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=LOADER):
        place = SourceLocation(file, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            raise CannotImport([Problem(place, "write it out here: anchors and aliases (& and *) are not read")])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise CannotImport([Problem(place, f"this is nested more than {DEEPEST} levels deep")])


class _Walk:
    """From YAML's nodes to ours."""

    def __init__(self, file: str) -> None:
        self.file = file

    def node(self, node: Any) -> Node:
        place = SourceLocation(self.file, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            nothing = node.tag == "tag:yaml.org,2002:null"
            return Node(place, None if nothing else str(node.value), {})
        if isinstance(node, yaml.SequenceNode):
            return Node(place, [self.node(part) for part in node.value], {})
        return self.named_parts(node, place)

    def named_parts(self, node: Any, place: SourceLocation) -> Node:
        parts: dict[str, Node] = {}
        key_places: dict[str, SourceLocation] = {}
        for key, value in node.value:
            here = SourceLocation(self.file, key.start_mark.line + 1)
            if not isinstance(key, yaml.ScalarNode):
                raise CannotImport([Problem(here, "a name is a plain word")])
            name = str(key.value)
            if name in parts:
                raise CannotImport([Problem(here, f"“{name}” stands here twice")])
            parts[name], key_places[name] = self.node(value), here
        return Node(place, parts, key_places)
