"""What a real service never does: serve the demonstration, or a database that holds it."""

from flask import Flask
from sqlalchemy.exc import DBAPIError

from lpcommunity.demo import queries
from lpcommunity.storage import session
from lpcommunity.web.server import startup_check


@startup_check
def refuse_demonstration(app: Flask) -> str | None:
    """Why this installation must not be served, or None."""
    if app.config["ENV_NAME"] != "production":
        return None
    if app.config["DEMO"]:
        return "Demo mode is on. A production service lets nobody in without a password."
    with app.app_context():
        try:
            loaded = queries.is_loaded()
        except DBAPIError:  # no such table yet: the check of migrations says so
            return None
        finally:
            session().rollback()
    if loaded:
        return "This database holds the demonstration. Give the real programme a database of its own: DATABASE_URL."
    return None
