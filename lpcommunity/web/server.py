"""Serving the pages, after making sure that this installation is fit for it."""

import gc
import os
import socket
from collections.abc import Callable

import structlog
from flask import Flask

from lpcommunity.storage import db, schema_compatibility
from lpcommunity.web import assets, conditional_requests, metrics_server, templating
from lpcommunity.web.listener import NoListener, handed_over, listen
from lpcommunity.web.prefork import Prefork

# A process: as many as it may have connections to the database, unless the machine is small.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
log = structlog.get_logger("lpcommunity.web")
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
    """The tables must fit this version of the software."""
    return schema_compatibility.COMPLAINTS.get(schema_compatibility.fit_of(app.config["SQLALCHEMY_DATABASE_URI"]))


@startup_check
def _styled(_app: Flask) -> str | None:
    """Pages without styles and scripts work, but nobody meant them to be served."""
    if assets.is_built():
        return None
    return "The styles and scripts of this installation are missing. In a checkout, run: make assets"


def check(app: Flask) -> None:
    """Make sure that this installation may be served, and hold what it consists of: another version may come to lie in
    its place while it runs. Raises NotServable.
    """
    for complain in _checks:
        complaint = complain(app)
        if complaint:
            raise NotServable(complaint)
    conditional_requests.build()
    if app.config["ENV_NAME"] in ("production", "demo"):
        templating.keep_all(app)


def serve(app: Flask, processes: int) -> None:
    """Serve at HOST and PORT, or at what systemd hands over, until told to stop (SIGTERM, SIGINT); requests at work are
    finished first.

    Raises NotServable, also where the address is taken.
    """
    given = _given()
    check(app)
    if unusable := metrics_server.complaint(app):
        raise NotServable(unusable)
    # The processes are forked off this one: no connection may be shared among them.
    db.session.remove()
    db.engine.dispose()
    gc.freeze()  # what they share is not walked through by each of them, nor at the end
    # The address is taken after the process of the figures is forked off: that one must not hold it, too.
    with metrics_server.listening(app):
        listener = given or _own(app)
        Prefork("lpcommunity.app:create_app", listener, processes, THREADS, LAST_WORDS).serve()


def _given() -> socket.socket | None:
    try:
        given = handed_over()
    except NoListener as why:
        raise NotServable(str(why)) from why
    if given is not None:
        host, port = given.getsockname()[:2]
        log.info("serving-at-socket-of-systemd", address=f"{host}:{port}")
    return given


def _own(app: Flask) -> socket.socket:
    try:
        return listen(app.config["HOST"], app.config["PORT"])
    except NoListener as why:
        raise NotServable(str(why)) from why
