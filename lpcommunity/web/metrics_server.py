"""The figures of all processes together, for Prometheus: at /metrics, on this machine only, on a port of their own.

A process beside the web processes: it answers while they are busy, and none of their threads waits for it. What it
tells of the outbox it asks the database when it is asked.
"""

import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.outbox.backlog import backlog
from lpcommunity.storage import db, session
from lpcommunity.web.metrics import FOLDER

LOOPBACK = "127.0.0.1"


class OutboxFigures(Collector):
    """How much waits to be told, since when, and whether the database answers at all."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def describe(self) -> list[Metric]:
        """Names without figures: nothing is asked before somebody wants to know."""
        return [GaugeMetricFamily("lpcommunity_database_up", "Whether the database answers.")]

    def collect(self) -> Iterator[Metric]:
        with self.app.app_context():
            try:
                found = backlog()
                session().rollback()
            except SQLAlchemyError:
                yield GaugeMetricFamily("lpcommunity_database_up", "Whether the database answers.", 0)
                return
            finally:
                db.session.remove()
        yield GaugeMetricFamily("lpcommunity_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("lpcommunity_outbox_waiting", "Deliveries that are not done.", found.waiting)
        yield GaugeMetricFamily(
            "lpcommunity_outbox_oldest_seconds", "For how long the oldest has been due.", found.oldest_seconds
        )
        yield GaugeMetricFamily("lpcommunity_outbox_given_up", "Deliveries that were given up.", found.given_up)
        yield GaugeMetricFamily("lpcommunity_overdue", "Reminders whose day has come and that wait.", found.overdue)
        yield GaugeMetricFamily(
            "lpcommunity_overdue_seconds", "For how long the first of them has waited.", found.overdue_seconds
        )
        yield GaugeMetricFamily("lpcommunity_mails_waiting", "E-mails that have not gone out.", found.mails)


def registry(app: Flask, folder: str) -> CollectorRegistry:
    """Everything that is told: what processes counted in this folder, and the outbox."""
    told = CollectorRegistry()
    MultiProcessCollector(told, path=folder)  # type: ignore[no-untyped-call]
    told.register(OutboxFigures(app))
    return told


def complaint(app: Flask) -> str | None:
    """Why the figures cannot be told on METRICS_PORT; None if they can, or if nobody wants them."""
    port = app.config["METRICS_PORT"]
    if not port:
        return None
    try:
        if port != app.config["PORT"]:
            socket.create_server((LOOPBACK, port)).close()
            return None
    except (OSError, OverflowError):
        pass
    return f"METRICS_PORT {port} cannot be used: something else listens there, or it is no port. Choose another."


@contextmanager
def listening(app: Flask) -> Iterator[None]:
    """Tell the figures on METRICS_PORT until the block ends. Enter it before the web processes are started.

    Connections to the database must be closed: this process is forked off, too.
    """
    port = app.config["METRICS_PORT"]
    if not port:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="lpcommunity-metrics-") as folder:
        os.environ[FOLDER] = folder
        begin: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        child = begin.Process(target=_tell, args=(app, port, folder, os.getpid()), daemon=True)
        child.start()
        try:
            yield
        finally:
            os.environ.pop(FOLDER, None)
            child.terminate()
            child.join()


def _tell(app: Flask, port: int, folder: str, parent: int) -> None:
    """In the child: answer for as long as the service runs, however it ends."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the service tells us when it has finished
    start_http_server(port, addr=LOOPBACK, registry=registry(app, folder))
    while os.getppid() == parent:
        time.sleep(1)
