"""A night on which the clocks change, lived through by the software's own clock: `python -m faults.nights DATE`.

In an empty database, with its mail at MAIL_URL. The worker looks every ten minutes, from three hours before the change
to four after. Prints what was told when, and which times pages show.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR, Reader, reader_of
from lpcommunity.app import create_app
from lpcommunity.entries.content import Content
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.outbox.backlog import backlog
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.reflections.commands import write_reflection
from lpcommunity.storage import clock, migrations, now, session, sort_key, transactional
from lpcommunity.updates.commands import post_update
from lpcommunity.web.humanize import full, iso
from tests.harness.client import Client
from tests.harness.visitor import Visitor

STEP = timedelta(minutes=10)
FORETOLD = timedelta(days=7)


@transactional
def _person(name: str) -> Person:
    email = f"{name.lower()}@faults.example"
    one = Person(
        email=email, name=name, sort_name=sort_key(name), job_title="", helps_with="", created_at=now(),
        made_by_demo=False,
    )  # fmt: skip
    session().add(one)
    session().flush()
    return one


def _reflects(author: Person, place: Partnership) -> int:
    who = reader_of(author.id)
    assert isinstance(who, Reader)
    words = Content.written("", {"body": f"Of this night. {uuid4()}"})
    made = write_reflection(who, place, str(uuid4()), words, cycle="free", audience="facilitators", submit=True)
    return made.id


def _posts(author: Person, place: Partnership) -> int:
    who = reader_of(author.id)
    assert isinstance(who, Reader)
    words = Content.written("", {"body": f"In this night. {uuid4()}"})
    return post_update(who, place, str(uuid4()), words, audience="community", standing="on-track").id


def _lived(app: Flask, change: datetime) -> dict[str, Any]:
    """From six weeks before to four hours after."""
    last_day = change.date() + FORETOLD
    with clock.at(change - timedelta(days=40)):
        place = found_partnership(OPERATOR, name="Night", slug="night")
        lena, fay, amina = map(_person, ("Lena", "Fay", "Amina"))
        memberships.join(OPERATOR, place, lena, "lead")
        memberships.join(OPERATOR, place, amina, "member")
        memberships.join(OPERATOR, place, fay, "facilitator", None, last_day)
    with clock.at(change - timedelta(days=30)):
        _reflects(amina, place)
        worker.run(app, until_empty=True)
    moment, written = change - timedelta(hours=3), {}
    while moment <= change + timedelta(hours=4):
        with clock.at(moment):
            if abs(moment - change) == timedelta(minutes=30):
                _reflects(amina, place)
                written[_posts(amina, place)] = moment
            worker.run(app, until_empty=True)
        moment += STEP
    with clock.at(moment):
        visitor = Visitor(app, amina)
        shown = {number: visitor.text(f"/updates/{number}") for number in written}
        order = Visitor(app, lena).text("/home")
        waits = backlog().waiting
    mails = session().execute(select(Mail.kind, Mail.to, Mail.written_at, Mail.sent_at)).all()
    at = [order.find(f"/updates/{number}") for number in written]
    told = session().execute(select(Notification.person_id, Notification.entry_id)).all()
    return {
        "offsets": [str((change + by).astimezone(clock.LONDON).utcoffset()) for by in (-STEP, STEP)],
        "mails": Counter(kind for kind, *_ in mails),
        "unsent": sum(sent is None for *_, sent in mails),
        "waits": waits,
        "foretold": [iso(written_at) for kind, _, written_at, _ in mails if kind == "facilitator-leaves"],
        "times": [iso(moment) for moment in written.values()],
        "shown": [iso(moment) in shown[number] and full(moment) in shown[number] for number, moment in written.items()],
        "newest_first": -1 not in at and at == sorted(at, reverse=True),
        "told": Counter(number for _, number in told if number in written),
        "told_twice": len(told) - len(set(told)),
    }


def main() -> None:
    """Live through it."""
    app = create_app()
    app.test_client_class = Client
    with app.app_context():
        migrations.upgrade(app.config["SQLALCHEMY_DATABASE_URI"])
        change = datetime.fromisoformat(sys.argv[1]).replace(hour=1, tzinfo=UTC)
        print(json.dumps(_lived(app, change)))


if __name__ == "__main__":
    main()
