"""What is counted of each request, for Prometheus: its route and status, how long it took, errors of the database.

Nothing about anybody: a route is named (`/people/<id:person_id>`), never an address. Each process writes its figures
into a folder that `web.metrics_server` made; without that folder nothing is counted.
"""

import os
import time
from pathlib import Path

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, values

# The name of the folder in the environment is the contract of Prometheus' client.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = {"GET", "HEAD", "POST"}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class RequestMetrics:
    """The counters of this process."""

    def __init__(self) -> None:
        ours = CollectorRegistry()  # nobody reads it: the folder is read
        self.requests = Counter(
            "lpcommunity_requests", "Requests by route and status.", ["method", "route", "status"], registry=ours
        )
        self.seconds = Histogram(
            "lpcommunity_request_seconds", "How long requests took.", ["route"], buckets=SECONDS, registry=ours
        )
        self.database_errors = Counter(
            "lpcommunity_database_errors", "Requests that the database or the disk did not answer.", registry=ours
        )

    def finish(self, response: Response) -> Response:
        """Count this request."""
        route = request.url_rule.rule if request.url_rule else "-"
        method = request.method if request.method in METHODS else "other"  # a client may send any word
        self.requests.labels(method, route, str(response.status_code)).inc()
        self.seconds.labels(route).observe(time.perf_counter() - g.get("began", time.perf_counter()))
        return response


def database_failed() -> None:
    """Count that the database, or the disk, did not answer this request."""
    counted: RequestMetrics | None = current_app.extensions.get("request_metrics")
    if counted is not None:
        counted.database_errors.inc()


def register(app: Flask) -> None:
    """Count each request, if this process belongs to a service that is measured. Call it after `logs.register`."""
    folder = os.environ.get(FOLDER)
    if not app.config.get("METRICS_PORT") or not folder or not Path(folder).is_dir():
        return
    if values.ValueClass is values.MutexValue:  # decided when it was imported, which was before there was a folder
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
    app.extensions["request_metrics"] = counted = RequestMetrics()
    app.after_request(counted.finish)
