"""Reading a revision: whether one that says of itself that it only expands does something that code of before does not
outlast. Only what is known to be harmless is let through.
"""

import ast
import re

HARMLESS = {
    "add_column", "batch_alter_table", "bulk_insert", "create_index", "create_table", "drop_index", "execute", "f",
    "get_bind", "get_context",
}  # fmt: skip
# What a table no longer insists on, and why code of before goes on working with what may be there then.
LOOSENED = {"uq_pin_partnership_id": "it takes the first row of a place that it finds, and shows that"}
IN_SQL = re.compile(
    r"\b(ALTER|CHECK|DELETE\s+FROM|DROP|RENAME|REPLACE|REVOKE|TRIGGER|TRUNCATE|UNIQUE)\b(?!\()", re.IGNORECASE
)
ON_TABLE = re.compile(r"CREATE TRIGGER \w+ (?:AFTER|BEFORE) [\w ,]+? ON (\w+) ")
SPEAKS_SQL = re.compile(r"^\s*(ALTER|CREATE|DELETE|DROP|INSERT|PRAGMA|REPLACE|REVOKE|SELECT|TRUNCATE|UPDATE|WITH)\b")


def breaks_before(source: str) -> str | None:
    """What the revision declares. Raises AssertionError if it declares nothing."""
    for node in ast.parse(source).body:
        target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
        if isinstance(target, ast.Name) and target.id == "BREAKS_BEFORE":
            assert isinstance(node, ast.AnnAssign | ast.Assign)
            value = node.value
            assert isinstance(value, ast.Constant), "BREAKS_BEFORE is a revision or None"
            return None if value.value is None else str(value.value)
    raise AssertionError("no BREAKS_BEFORE: say which code goes on working")


def breaking(source: str) -> list[str]:
    """What in it, on the way up, may break code of before, by line."""
    module = ast.parse(source)
    made: set[object] = {
        call.args[0].value for call in _calls(module, "create_table") if isinstance(call.args[0], ast.Constant)
    }
    found: list[str] = []
    for part in _on_the_way_up(module):
        batches = {
            item.optional_vars.id
            for node in ast.walk(part)
            if isinstance(node, ast.With)
            for item in node.items
            if isinstance(item.optional_vars, ast.Name) and "batch_alter_table" in ast.dump(item.context_expr)
        }
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                whose = node.func.value
                if isinstance(whose, ast.Name) and whose.id in {"op", *batches}:
                    found += [f"{node.lineno}: {why}" for why in _of_call(node, node.func.attr, made)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SPEAKS_SQL.match(node.value):
                new = ON_TABLE.match(node.value)
                if new is None or new[1] not in made:  # what fires on a new table fires for nobody of before
                    found += [f"{node.lineno}: {word[0]} in SQL" for word in IN_SQL.finditer(node.value)]
    return found


def _of_call(node: ast.Call, name: str, made: set[object]) -> list[str]:
    if name == "drop_constraint" and any(each in LOOSENED for each in _words(node)):
        return []
    if name not in HARMLESS:
        return [name]
    words = {one.arg: one.value for one in node.keywords}
    if name == "create_index" and getattr(words.get("unique"), "value", False):
        on_new = len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and node.args[1].value in made
        return [] if on_new else ["a unique index on a table that is there"]
    if name == "add_column":
        return _of_column(node)
    return []


def _words(node: ast.Call) -> set[object]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}


def _of_column(node: ast.Call) -> list[str]:
    """A new column must be one that an INSERT of before may leave out."""
    for column in _calls(node, "Column"):
        words = {one.arg: one.value for one in column.keywords}
        required = getattr(words.get("nullable"), "value", True) is False or "primary_key" in words
        if required and "server_default" not in words:
            return ["a new column that must be given"]
        if "unique" in words or list(_calls(column, "CheckConstraint")):
            return ["a new column with a constraint"]
    return []


def _calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name
    ]


def _on_the_way_up(module: ast.Module) -> list[ast.AST]:
    """`upgrade`, what it calls and names, and so on."""
    known: dict[str, ast.AST] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            known[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
            known |= dict.fromkeys(names, node)
    reached, todo = {"upgrade"}, ["upgrade"]
    while todo:
        tree = known.get(todo.pop())
        names_in = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()
        todo += names_in & known.keys() - reached
        reached |= names_in & known.keys()
    return list({id(known[name]): known[name] for name in reached if name in known}.values())
