"""A person at a browser without a screen: signed in, with a form token at hand for whatever they press."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from lpcommunity.accounts import sessions
from lpcommunity.people.models import Person
from tests.harness.client import Client

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Visitor:
    """Somebody at a browser of their own. Without a person it is somebody signed out."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        client = app.test_client()
        assert isinstance(client, Client)
        self.client = client
        self._token: str | None = None
        if person is not None:
            key = sessions.start(person, "a test")
            with client.session_transaction() as kept:
                kept["_user_id"], kept["_fresh"] = key, True

    def twin(self) -> Client:
        """One more window of the same browser, for somebody who presses twice at the same moment."""
        twin = self.client.application.test_client()
        assert isinstance(twin, Client)
        twin._cookies = dict(self.client._cookies or {})
        return twin

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)

    def text(self, path: str) -> str:
        """Open a page that must be there, and read it."""
        response = self.client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return response.get_data(as_text=True)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, on: str = "/following", **more: Any
    ) -> TestResponse:
        """Press a button of the page `on` (any page will do: the token is the browser's)."""
        if self._token is None:
            found = TOKEN.search(self.client.get(on).get_data(as_text=True))
            self._token = found[1] if found else ""
        return self.client.post(path, data={"csrf_token": self._token, **(data or {})}, **more)
