"""A nursery of workers for the test that kills them: loads the software once, then forks a worker for each line read.

Run with DATABASE_URL and DATA_DIR of the test's database.
"""

import os
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta

from lpcommunity import worker
from lpcommunity.access.models import Attempt
from lpcommunity.app import create_app
from lpcommunity.notifications.what_moved import rounds
from lpcommunity.outbox import registry
from lpcommunity.outbox.registry import Subscriber
from lpcommunity.reflections.domain_events import ReflectionSubmitted
from lpcommunity.storage import session

LEASE = timedelta(seconds=0.5)


def count(event, meta):
    """An effect in the database that no constraint keeps single."""
    session().add(Attempt(key=f"effect:{event.entry_id}", at=meta.at))


@dataclass(frozen=True)
class DayCame:
    """Something that falls due in this test only."""

    number: int


def count_day(event, meta):
    """The same for what fell due."""
    session().add(Attempt(key=f"day:{event.number}", at=meta.at))


COUNTING = (
    Subscriber("tests.outbox.killed.count", ReflectionSubmitted, count),
    Subscriber("tests.outbox.killed.count_day", DayCame, count_day),
)


def main() -> None:
    rounds.AT_ONCE, rounds.BREATH = 7, timedelta(0)  # few letters at a time, so that a kill falls between
    registry._at_start.clear()  # no seven o'clock that comes meanwhile adds letters of its own
    registry._subscribers.update({one.name: one for one in COUNTING})
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            app = create_app()
            with app.app_context():
                worker.run(app, lease=LEASE, outside=LEASE)
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
