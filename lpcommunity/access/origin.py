"""Where an act comes from: the request and the network address behind it. The command line and the worker have none.

The web says it at the door, for as long as a request lasts; the audit record and the rate limits ask.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """One request. `limited`: whether rate limits hold for it."""

    request_id: str | None = None
    address: str | None = None  # of the person's machine, as TRUSTED_PROXIES gives it
    limited: bool = False


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def current() -> Origin:
    """The request at hand; NOWHERE outside of one."""
    return _origin.get()


def enter(origin: Origin) -> None:
    """Whatever happens in this thread from now on comes from there, until `leave`."""
    _origin.set(origin)


def leave() -> None:
    """The request is over: a thread that serves the next one keeps nothing of it."""
    _origin.set(NOWHERE)


@contextmanager
def at(origin: Origin) -> Iterator[None]:
    """Let everything within the block come from there."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)
