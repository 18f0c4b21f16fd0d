"""Serving the pages, after making sure that this installation is fit for it."""

import gc
import os
from collections.abc import Callable

from flask import Flask

from lpcommunity.storage import db, migrations
from lpcommunity.web import assets, metrics_server
from lpcommunity.web.listener import NoListener, listen
from lpcommunity.web.prefork import Prefork

# A process: as many as it may have connections to the database, unless the machine is small.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
LAST_WORDS = 20  # seconds that requests may still take after a process was told to stop


class NotServable(Exception):
    """This installation must not be served as it is. Says why, and what to do."""


Check = Callable[[Flask], str | None]
_checks: list[Check] = []


def startup_check(check: Check) -> Check:
    """Register what must hold before anything is served: a function of the app that returns a complaint, or None."""
    if check not in _checks:
        _checks.append(check)
    return check


@startup_check
def _migrated(app: Flask) -> str | None:
    """The tables must be those that this version of the software expects."""
    if migrations.current(app.config["SQLALCHEMY_DATABASE_URI"]) == migrations.head():
        return None
    return "The database is not in the shape that this version expects. Run: lpcommunity db upgrade"


@startup_check
def _styled(_app: Flask) -> str | None:
    """Pages without styles and scripts work, but nobody meant them to be served."""
    if assets.is_built():
        return None
    return "The styles and scripts of this installation are missing. In a checkout, run: make assets"


def check(app: Flask) -> None:
    """Make sure that this installation may be served. Raises NotServable."""
    for complain in _checks:
        complaint = complain(app)
        if complaint:
            raise NotServable(complaint)


def serve(app: Flask, processes: int) -> None:
    """Serve at HOST and PORT until told to stop (SIGTERM, SIGINT); requests at work are finished first.

    Raises NotServable, also where the address is taken.
    """
    check(app)
    if unusable := metrics_server.complaint(app):
        raise NotServable(unusable)
    # The processes are forked off this one: no connection may be shared among them.
    db.session.remove()
    db.engine.dispose()
    gc.freeze()  # what they share is not walked through by each of them, nor at the end
    # The address is taken after the process of the figures is forked off: that one must not hold it, too.
    with metrics_server.listening(app):
        try:
            listener = listen(app.config["HOST"], app.config["PORT"])
        except NoListener as why:
            raise NotServable(str(why)) from why
        Prefork("lpcommunity.app:create_app", listener, processes, THREADS, LAST_WORDS).serve()
