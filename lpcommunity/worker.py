"""The worker: tells everyone who wants to know what happened, after it is true.

Two lanes, so that a mail server that keeps us waiting holds up no notification: deliveries whose effects are in our
own database, and those with an external effect (mail). Any number of workers may run; one is enough.
"""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import FrameType

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.outbox import registry
from lpcommunity.outbox.dispatcher import deliver_next, describe
from lpcommunity.outbox.leases import LEASE, any_due
from lpcommunity.storage import db, session

log = structlog.get_logger("lpcommunity.worker")

LOOK_EVERY = 0.5  # seconds
REST = 2.0  # seconds, when the database does not answer, or something is wrong with us


def run(app: Flask, *, until_empty: bool = False, lease: timedelta = LEASE) -> None:
    """Work until told to stop (SIGTERM, SIGINT), or until nothing is due. What is at hand is finished first."""
    lanes = [registry.names(external_effect=False), registry.names(external_effect=True)]
    if until_empty:
        while sum(_work_off(lane, lease) for lane in lanes):
            pass  # what one lane did may have given the other something to do
        return
    stop = threading.Event()
    mail = threading.Thread(target=_lane, args=(app, lanes[1], stop, lease), name="lane-external")
    with _stopped_by_signal(stop):
        mail.start()
        _lane(app, lanes[0], stop, lease)
        mail.join()


def _work_off(subscribers: Sequence[str], lease: timedelta) -> int:
    """Deliver whatever is due now; returns how much that was."""
    done = 0
    while deliver_next(subscribers, lease):
        done += 1
    return done


def _lane(app: Flask, subscribers: Sequence[str], stop: threading.Event, lease: timedelta) -> None:
    """Look, work, rest. A database that is away for a while stops nothing."""
    with app.app_context():
        while not stop.is_set():
            try:
                busy = any_due(subscribers) and deliver_next(subscribers, lease)
            except Exception as error:  # noqa: BLE001  (a lane that ended by itself would leave people untold)
                log.warning("lane-stumbled", lane=threading.current_thread().name, why=describe(error))
                _let_go()
                stop.wait(REST)
            else:
                if not busy:
                    stop.wait(LOOK_EVERY)
        db.session.remove()


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
