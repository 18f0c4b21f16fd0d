"""Two workers, killed at any moment between any two steps: each reader has one letter, and the next is appointed."""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

from sqlalchemy import insert, select

from lpcommunity import outbox, worker
from lpcommunity.notifications.domain_events import LettersDue
from lpcommunity.notifications.models import LetterReader, Mail
from lpcommunity.notifications.what_moved import rounds
from lpcommunity.notifications.what_moved.choices import KEY, WEEKLY
from lpcommunity.outbox import queries
from lpcommunity.outbox.models import DueRow
from lpcommunity.storage import clock, now, session, transactional
from tests import factories as make
from tests.notifications.post_office import PostOffice, open_office
from tests.outbox.test_killed_worker import nursery, wait_until

PEOPLE, KILLS = 24, 4


@transactional
def _begin(people) -> None:
    """It was seven on the day of the week that everybody chose; another seven o'clock may come meanwhile."""
    day = rounds.last_seven()
    chosen = {"how": WEEKLY, "weekday": day.weekday()}
    session().execute(insert(LetterReader), [{"person_id": one.id, **chosen} for one in people])
    outbox.schedule(LettersDue(day.isoformat()), key=f"letters:{day.isoformat()}", at=now())


def test_killed_at_any_moment_each_has_one_letter(app, database, monkeypatch):
    hull, people = make.place("Hull"), [make.person() for _ in range(PEOPLE)]
    for person in people:
        make.belongs(person, hull)
    with clock.at(now() - timedelta(minutes=1)):
        make.update(people[0], hull)
    worker.run(app, until_empty=True)
    session().query(Mail).delete()
    session().commit()
    _begin(people)
    office, chance = PostOffice(), random.Random(20261130)
    monkeypatch.setattr(rounds, "AT_ONCE", 7)
    monkeypatch.setattr(rounds, "BREATH", timedelta(0))
    with open_office(office) as port, nursery(database, MAIL_URL=f"smtp://127.0.0.1:{port}") as start:
        for _ in range(KILLS):
            pids, before = [start(), start()], len(office.letters)
            wait_until(lambda before=before: len(office.letters) > before, 3)
            time.sleep(chance.uniform(0, 0.1))
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
        monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
        with clock.at(now() + timedelta(minutes=5)):
            worker.run(app, until_empty=True)
    session().rollback()
    assert queries.waiting() == []
    sent = Counter(letter["Message-ID"] for letter in office.letters)
    to = Counter(letter["To"] for letter in {letter["Message-ID"]: letter for letter in office.letters}.values())
    assert to == {person.email: 1 for person in people[1:]}
    assert sum(sent.values()) - len(sent) <= 2 * KILLS
    written = list(session().scalars(select(Mail.person_id).where(Mail.kind == KEY)))
    assert sorted(written) == sorted(person.id for person in people)
    coming = list(session().scalars(select(DueRow.key).where(DueRow.fell_at.is_(None))))
    assert len([key for key in coming if key.startswith("letters:")]) == 1
