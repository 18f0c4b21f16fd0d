"""A test client whose requests know nothing of the test around them."""

from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lpcommunity.storage import db


class Client(FlaskClient):
    """Each request gets an application context of its own: its own session, its own `g`, as on a real server.

    Without that, a test that stands in a context shares both with every request, and whoever signed in first
    stays signed in. Afterwards the test's own rows are read afresh.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, buffered=kwargs.pop("buffered", True), **kwargs)
        if has_app_context():
            db.session.rollback()
        return response
