"""How many queries each page makes: in one process, through Flask's test client. Run by itself: it prints JSON."""

import json
import re
import sys
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from lpcommunity.app import create_app
from lpcommunity.web.conditional_requests import kept_pages

NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET ")
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def main(wanted: list[dict[str, str]], people: dict[str, str], password: str) -> dict[str, Any]:
    """The number of queries of each wanted page, by its key."""
    asked: list[str] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            asked.append(statement)

    app = create_app()
    clients: dict[str, FlaskClient] = {}
    found: dict[str, int] = {}
    for page in wanted:
        who = page["who"]
        if who not in clients:
            clients[who] = app.test_client()
            if who in people:
                _sign_in(clients[who], people[who], password)
        clients[who].get(page["path"])  # the first time somebody comes, their session is noted
        kept_pages(app).clear()
        asked.clear()
        clients[who].get(page["path"])
        found[page["key"]] = len(asked)
    return found


def _sign_in(client: FlaskClient, email: str, password: str) -> None:
    token = TOKEN.search(client.get("/sign-in").text)
    client.post("/sign-in", data={"csrf_token": token[1] if token else "", "email": email, "password": password})


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump(main(given["pages"], given["people"], given["password"]), sys.stdout)
