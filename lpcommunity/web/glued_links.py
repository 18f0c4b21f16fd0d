"""Links with something glued to them: the full stop of a sentence, a bracket, the “>” of a mail program, a “/”.

A mail program makes of “(https://…/invitations/abc).” what it thinks is the link. Who follows it is sent to what was
meant. Nothing is looked up for that: the shape of the address decides, and a wrong key is refused as it was.
"""

import re
import string

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.web.csrf import SAFE_METHODS

KEY = re.compile(r"[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)*")
SHORTEST_KEY = 20
MOST_BEFORE = 3
ENDS = frozenset(string.ascii_letters + string.digits + "_-")  # what an address of ours ends with
LONGEST = 1_000  # signs of a path: none of ours is longer
EXTENSION = "lpcommunity.key-prefixes"


def meant() -> AnyResponse | None:
    """Send whoever follows such a link to the address without what was glued to it."""
    if request.method not in SAFE_METHODS or len(request.path) > LONGEST:
        return None
    path = _without_tail_of_key(request.path)
    if path is None and isinstance(request.routing_exception, NotFound):
        path = _page_without_tail(request.path)
    return None if path is None else redirect(path, code=303)


def _without_tail_of_key(path: str) -> str | None:
    for prefix in _prefixes():
        if path.startswith(prefix):
            rest = path[len(prefix) :]
            key = KEY.search(rest)
            if key is not None and key[0] != rest and len(key[0]) >= SHORTEST_KEY and key.start() <= MOST_BEFORE:
                return prefix + key[0]
    return None


def _page_without_tail(path: str) -> str | None:
    """A page of ours that this would be. None has an address that begins with “//”, which leads to another site."""
    end = len(path)
    while end and path[end - 1] not in ENDS:
        end -= 1
    bare = path[:end]
    if bare in ("", path):
        return None
    try:
        current_app.create_url_adapter(request).match(bare, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    return bare


def _prefixes() -> list[str]:
    """What stands before the key in links that open something by themselves."""
    known: list[str] | None = current_app.extensions.get(EXTENSION)
    if known is None:
        rules = (rule for rule in current_app.url_map.iter_rules() if rule.arguments == {"token"})
        known = current_app.extensions[EXTENSION] = sorted({rule.rule.partition("<")[0] for rule in rules})
    return known


def register(app: Flask) -> None:
    """Look before anything is refused."""
    app.before_request(meant)
