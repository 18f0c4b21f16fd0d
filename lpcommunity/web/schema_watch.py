"""A web process stops answering when the tables no longer fit it: a newer version has contracted them meanwhile.

What was sent then comes back with every word, as where the database does not answer (503); what was only expanded is no
reason. Looked at beside the requests, so that none of them pays for it.
"""

import threading
import time
from contextlib import suppress

import structlog
from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from lpcommunity.storage import db, schema_compatibility
from lpcommunity.storage.schema_compatibility import COMPLAINTS, Fit

LOOK_EVERY = 2.0  # seconds
FOR_MACHINES = {"health.healthz", "health.readyz"}

log = structlog.get_logger("lpcommunity.web")
_unfit = threading.Event()


class NoLongerFits(ServiceUnavailable):
    """The tables belong to a newer version."""


def begin(app: Flask) -> None:
    """In a web process: from now on, look."""
    threading.Thread(target=_watch, args=(app,), name="schema-watch", daemon=True).start()


def look(app: Flask) -> None:
    """See whether the tables still fit. What cannot be asked just now stays as it was."""
    with app.app_context(), suppress(SQLAlchemyError):
        try:
            newer = schema_compatibility.fit() is Fit.NEWER
        finally:
            db.session.remove()
        if newer and not _unfit.is_set():
            log.error("database-of-a-newer-version", why=COMPLAINTS[Fit.NEWER])
        (_unfit.set if newer else _unfit.clear)()


def register(app: Flask) -> None:
    """Ask before anything else of a request reads the database."""
    app.before_request(_refuse)


def _refuse() -> None:
    if _unfit.is_set() and request.endpoint not in FOR_MACHINES:
        raise NoLongerFits


def _watch(app: Flask) -> None:
    while True:
        time.sleep(LOOK_EVERY)
        look(app)
