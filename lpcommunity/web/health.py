"""Whether the service lives, and whether it is ready to serve. For machines; nothing about anybody."""

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.access import access
from lpcommunity.storage import schema_compatibility
from lpcommunity.storage.schema_compatibility import Fit

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
    """The database answers too, and its tables fit this version."""
    try:
        fit = schema_compatibility.fit()
    except SQLAlchemyError:
        return "the database does not answer\n", 503, {**PLAIN, "Retry-After": "5"}
    if fit is Fit.SERVES:
        return "ok\n", 200, PLAIN
    why = "has to be migrated" if fit is Fit.OLDER else "belongs to a newer version"
    return f"the database {why}\n", 503, {**PLAIN, "Retry-After": "5"}
