"""The worker: tells everyone who wants to know what happened, after it is true.

Two lanes, so that a mail server that keeps us waiting holds up no notification: deliveries whose effects are in our
own database, many in one transaction, and those with an external effect (mail), one at a time. In the first, whatever
falls due becomes an event. Any number of workers may run; one is enough. Beside them the worker lets go of what is over
(retention), in small steps with rests, and reads the documents that people attach (documents.work).
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import TypeVar

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.documents import work as documents
from lpcommunity.outbox import due_rows, leases, registry
from lpcommunity.outbox.commands import retry_put_off
from lpcommunity.outbox.dispatcher import deliver_batch, deliver_next, describe
from lpcommunity.outbox.leases import LEASE, OUTSIDE
from lpcommunity.retention.commands import steps
from lpcommunity.search import filling, merging
from lpcommunity.storage import db, heartbeat, schema_compatibility, service_manager, session
from lpcommunity.storage.schema_compatibility import COMPLAINTS, Fit

Step = TypeVar("Step")
log = structlog.get_logger("lpcommunity.worker")

LOOK_EVERY = 0.5  # seconds
REST = 2.0  # seconds, when the database does not answer, or something is wrong with us
TIDIES_AFTER = 10 * 60.0  # seconds from its start
TIDIES_EVERY = 6 * 60 * 60.0
READS_EVERY = 1.0
LOOKS_AT_TABLES_EVERY = 2.0
APPOINTS_EVERY = 60 * 60.0
BREATH = 0.2  # seconds between two steps of tidying: whoever is waiting to write comes first


class NoLongerFits(Exception):
    """The tables belong to a newer version since. Says so, and what to do."""


@dataclass(frozen=True)
class Lane:
    """Some subscribers, whether anything is due for them, and how it is delivered: returns how much was taken up."""

    subscribers: Sequence[str]
    any_due: Callable[[Sequence[str]], bool]
    deliver: Callable[[Sequence[str], timedelta], int]


def lanes() -> tuple[Lane, Lane]:
    """That of effects in our own database, and that of external effects."""
    own, external = registry.names(external_effect=False), registry.names(external_effect=True)
    return Lane(own, _is_own_due, _deliver_own), Lane(external, leases.any_due, deliver_next)


def _is_own_due(subscribers: Sequence[str]) -> bool:
    return due_rows.any_due() or leases.any_due(subscribers)


def _deliver_own(subscribers: Sequence[str], lease: timedelta) -> int:
    """What falls due first, so that it is told in the same round. Asked before: to look takes no lock."""
    fallen = due_rows.fall_due() if due_rows.any_due() else 0
    return fallen + deliver_batch(subscribers, lease)


def run(app: Flask, *, until_empty: bool = False, lease: timedelta = LEASE, outside: timedelta = OUTSIDE) -> None:
    """Work until told to stop (SIGTERM, SIGINT), or until nothing is due. What is at hand is finished first.

    Raises NoLongerFits where a newer version has contracted the tables meanwhile.
    """
    own, external = lanes()
    _try_again_what_was_put_off(external)
    if until_empty:
        while _work_off(own, lease) + _work_off(external, outside):
            pass  # what one lane did may have given the other something to do
        while documents.read_next():
            pass
        return
    stop, newer = threading.Event(), threading.Event()
    mail = threading.Thread(target=_work, args=(app, external, stop, outside), name="lane-external")
    tidy = threading.Thread(target=_tidy, args=(app, stop), name="lane-tidy")
    watch = threading.Thread(target=_watch, args=(app, stop, newer), name="schema-watch")
    days = threading.Thread(target=_keep_appointed, args=(app, stop), name="appointments")
    fill = threading.Thread(target=_fill, args=(app, stop), name="search-filling")
    read = threading.Thread(target=_read, args=(app, stop), name="documents")
    others = (mail, tidy, watch, days, fill, read)
    with _stopped_by_signal(stop):
        for other in others:
            other.start()
        service_manager.ready()
        _work(app, own, stop, lease)
        for other in others:
            other.join()
    if newer.is_set():
        raise NoLongerFits(COMPLAINTS[Fit.NEWER])


def _try_again_what_was_put_off(lane: Lane) -> None:
    """Whoever starts a worker anew has often mended what held it up: mail that waits is tried at once."""
    try:
        retry_put_off(lane.subscribers)
    except SQLAlchemyError as error:  # the database is away just now: the lanes wait for it
        log.warning("start-stumbled", why=describe(error))
        _let_go()


def _appoint() -> bool:
    """Days to come of which the next is appointed when one has come: begin with them, and mend what broke off. Returns
    whether all are: if not, it is to be tried again.
    """
    try:
        for appoint in registry.appointments():
            appoint()
        db.session.remove()
    except SQLAlchemyError as error:  # the database is away just now
        log.warning("start-stumbled", why=describe(error))
        _let_go()
        return False
    return True


def _work_off(lane: Lane, lease: timedelta) -> int:
    """Deliver whatever is due now; returns how much that was."""
    done = 0
    while taken := lane.deliver(lane.subscribers, lease):
        done += taken
    return done


def _work(app: Flask, lane: Lane, stop: threading.Event, lease: timedelta) -> None:
    """Look, work, rest. A database that is away for a while stops nothing."""
    with app.app_context():
        while not stop.is_set():
            try:
                busy = lane.any_due(lane.subscribers) and lane.deliver(lane.subscribers, lease)
            except Exception as error:  # noqa: BLE001  (a lane that ended by itself would leave people untold)
                log.warning("lane-stumbled", lane=threading.current_thread().name, why=describe(error))
                _let_go()
                stop.wait(REST)
            else:
                if not busy:
                    stop.wait(LOOK_EVERY)
        db.session.remove()


def _with_breath(steps: Iterator[Step], stop: threading.Event) -> Iterator[Step]:
    """Steps with a rest between them, until told to stop."""
    return takewhile(lambda _: not stop.wait(BREATH), steps)


def _merge(stop: threading.Event) -> None:
    """Keep the index of words in few parts."""
    for _ in _with_breath(merging.steps(), stop):
        pass


def _tidy(app: Flask, stop: threading.Event) -> None:
    """Let go of what is over, round after round, until told to stop."""
    with app.app_context():
        wait = TIDIES_AFTER
        while not stop.wait(wait):
            wait = TIDIES_EVERY
            try:
                gone = sum(step.gone for step in _with_breath(steps(app.config), stop))
                _merge(stop)
            except Exception as error:  # noqa: BLE001  (the next round goes on from there)
                log.warning("tidying-stumbled", why=describe(error))
                _let_go()
            else:
                log.info("tidied", rows_and_files=gone)
        db.session.remove()


def _keep_appointed(app: Flask, stop: threading.Event) -> None:
    """See that the days to come are appointed, however long the database was away when we began, and whatever the
    clock did since.
    """
    with app.app_context():
        while not stop.wait(APPOINTS_EVERY if _appoint() else REST):
            pass


def _fill(app: Flask, stop: threading.Event) -> None:
    """Make what a search finds of what was there before it, once, and go on where that was broken off."""
    with app.app_context():
        while not stop.is_set():
            try:
                if filling.unfilled():
                    filling.go_on()
                    things = sum(one.things for one in _with_breath(filling.steps(), stop))
                    _merge(stop)
                    log.info("search-filled", things=things)
                db.session.remove()
                return
            except Exception as error:  # noqa: BLE001  (the next round goes on from there)
                log.warning("filling-stumbled", why=describe(error))
                _let_go()
                stop.wait(REST)


def _read(app: Flask, stop: threading.Event) -> None:
    """Read what people attach, one document after the other, until told to stop."""
    with app.app_context():
        while not stop.is_set():
            try:
                busy = documents.read_next(stop.is_set)
                db.session.remove()
            except Exception as error:  # noqa: BLE001  (the next round goes on from there)
                log.warning("reading-stumbled", why=describe(error))
                _let_go()
                stop.wait(REST)
            else:
                if not busy:
                    stop.wait(READS_EVERY)


def _watch(app: Flask, stop: threading.Event, newer: threading.Event) -> None:
    """End when the tables no longer fit this version: what waits is done by the newer one."""
    with app.app_context():
        while not stop.wait(LOOKS_AT_TABLES_EVERY):
            with suppress(OSError):  # a full disk is no reason to send nothing
                heartbeat.beat(Path(app.config["DATA_DIR"]))
            with suppress(SQLAlchemyError):
                if schema_compatibility.fit() is Fit.NEWER:
                    newer.set()
                    stop.set()
            _let_go()


def _let_go() -> None:
    """Forget whatever was begun. A connection that is gone cannot even be asked to."""
    with suppress(SQLAlchemyError):
        session().rollback()
    with suppress(SQLAlchemyError):
        db.session.remove()


@contextmanager
def _stopped_by_signal(stop: threading.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT set `stop`, where signals reach us at all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def _stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
