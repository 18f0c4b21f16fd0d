"""Whether the service lives, and whether it is ready to serve. For machines; nothing about anybody."""

from functools import cache

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.access import access
from lpcommunity.storage import migrations

health = Blueprint("health", __name__)

Answer = tuple[str, int, dict[str, str]]
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@health.get("/healthz")
@access("anyone")
def healthz() -> Answer:
    """The process answers."""
    return "ok\n", 200, PLAIN


@health.get("/readyz")
@access("anyone")
def readyz() -> Answer:
    """The database answers too, and its tables are those that this version expects."""
    try:
        at = migrations.applied()
    except SQLAlchemyError:
        return "the database does not answer\n", 503, {**PLAIN, "Retry-After": "5"}
    if at != _expected():
        return "the database has to be migrated\n", 503, {**PLAIN, "Retry-After": "5"}
    return "ok\n", 200, PLAIN


@cache
def _expected() -> str | None:
    return migrations.head()
