"""Log lines: what was asked for, how it ended, how long it took. No personal data and no tokens.

A line names the route (`/invitations/<token:token>`), never the address; an error names its kind and the lines
of code it passed, never its message, which may carry what somebody typed.
"""

import logging
import sys
import time
import traceback
from types import TracebackType
from typing import NoReturn

import structlog
from flask import Flask, Response, g, has_request_context, request

from lpcommunity.web.headers import request_id

log = structlog.get_logger("lpcommunity.web")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


def configure(*, readable: bool, silent: bool = False) -> None:
    """Lines for people where `readable`, else one JSON object a line; none where `silent`."""
    structlog.configure(
        processors=[_drop]
        if silent
        else [
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _drop(_logger: object, _name: str, _event: object) -> NoReturn:
    raise structlog.DropEvent


def begin() -> None:
    """Start the clock of this request."""
    g.began = time.perf_counter()


def finish(response: Response) -> Response:
    """Write the line of this request. Health checks come every few seconds and would bury the rest."""
    if request.blueprint != "health":
        log.info(
            "request",
            request_id=request_id(),
            method=request.method,
            route=request.url_rule.rule if request.url_rule else "-",
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        )
    return response


def failed(error: BaseException, what: str = "failed") -> None:
    """Write down an error: its kind and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    kinds = [type(error).__name__]
    while (error := error.__cause__ or error.__context__) is not None and len(kinds) < 5:  # type: ignore[assignment]
        kinds.append(type(error).__name__)
    log.error(what, request_id=request_id() if has_request_context() else "-", error=" < ".join(kinds), where=where)


def register(app: Flask) -> None:
    """Write a line for each request and each error."""
    configure(readable=app.config["ENV_NAME"] != "production", silent=app.testing)

    def log_exception(exc_info: ExcInfo) -> None:
        if exc_info[1] is not None:
            failed(exc_info[1])
        if app.config["ENV_NAME"] == "development":
            traceback.print_exception(*exc_info)

    app.log_exception = log_exception  # type: ignore[method-assign]
    app.before_request(begin)
    app.after_request(finish)
