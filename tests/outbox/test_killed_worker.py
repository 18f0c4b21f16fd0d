"""SIGKILL at any moment: nothing is lost, effects happen once, at most one mail a kill goes out twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select

from lpcommunity import outbox, worker
from lpcommunity.access.models import Attempt
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.outbox import queries, registry
from lpcommunity.outbox.models import DueRow, OutboxEvent
from lpcommunity.storage import clock, now, session, transactional
from tests.notifications.conftest import reflect, world  # noqa: F401
from tests.notifications.post_office import PostOffice, open_office
from tests.outbox.killed import COUNTING, DayCame

KILLS = 12
A_KILL = 5  # reflections for each
DAYS = 110  # rows that fall due for each: more than fall due at once


@contextmanager
def nursery(database, **settings):
    """Yields a function that starts a worker and returns its process id."""
    environment = {**os.environ, "DATABASE_URL": database.url, "DATA_DIR": str(database.data_dir), **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.outbox.killed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    orders, answers = process.stdin, process.stdout
    assert orders is not None
    assert answers is not None

    def start() -> int:
        orders.write("\n")
        orders.flush()
        return int(answers.readline())

    try:
        yield start
    finally:
        process.kill()
        orders.close()
        answers.close()
        process.wait()


def wait_until(true, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.005)


@transactional
def schedule(numbers) -> None:
    for number in numbers:
        outbox.schedule(DayCame(number), key=f"day:{number}", at=now())


def test_killed_at_any_moment(world, database, monkeypatch):  # noqa: F811
    for one in COUNTING:
        monkeypatch.setitem(registry._subscribers, one.name, one)
    office = PostOffice()
    chance = random.Random(20261122)
    with open_office(office) as port, nursery(database, MAIL_URL=f"smtp://127.0.0.1:{port}") as start:
        for n in range(KILLS):
            for m in range(A_KILL):
                reflect(world.ann, world.hull, title=f"Reflection {n}.{m}")
            schedule(range(n * DAYS, (n + 1) * DAYS))
            before = len(office.letters)
            pid = start()
            wait_until(lambda before=before: len(office.letters) > before, 5)
            time.sleep(chance.uniform(0, 0.12))
            os.kill(pid, signal.SIGKILL)
        monkeypatch.setitem(world.app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
        with clock.at(now() + timedelta(minutes=5)):
            worker.run(world.app, until_empty=True)
    total = KILLS * A_KILL
    assert queries.waiting() == []
    session().rollback()
    effects = Counter(session().scalars(select(Attempt.key).where(Attempt.key.startswith("effect:"))))
    assert len(effects) == total
    assert set(effects.values()) == {1}
    days = Counter(session().scalars(select(Attempt.key).where(Attempt.key.startswith("day:"))))
    assert days == {f"day:{number}": 1 for number in range(KILLS * DAYS)}
    assert session().scalars(select(DueRow.key).where(DueRow.fell_at.is_(None), DueRow.event == "DayCame")).all() == []
    assert len(session().scalars(select(OutboxEvent.id).where(OutboxEvent.name == "DayCame")).all()) == len(days)
    told = session().scalars(select(Notification.entry_id).where(Notification.person_id == world.owen.id)).all()
    assert len(told) == len(set(told)) == total
    sent = Counter(letter["Message-ID"] for letter in office.letters)
    assert set(sent) == set(session().scalars(select(Mail.message_id)))
    assert len(sent) == total
    assert sum(sent.values()) - total <= KILLS
    print(f"{total} mails, {KILLS} kills, {sum(sent.values()) - total} repeated")
    assert all(mail.sent_at for mail in session().scalars(select(Mail)))


SAY_READY = """
import signal, threading, time
from lpcommunity import worker
from lpcommunity.app import create_app

def say():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.02)
    print("ready", flush=True)

threading.Thread(target=say).start()
"""


def test_told_to_stop_it_finishes_and_goes(database):
    script = SAY_READY + "app = create_app()\nwith app.app_context(): worker.run(app)"
    environment = {**os.environ, "DATABASE_URL": database.url, "DATA_DIR": str(database.data_dir)}
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    process.stdout.close()
