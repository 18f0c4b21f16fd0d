"""The worker keeps up, and e-mail has a way out: found by knocking at a real mail server, without sending anything."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.doctor import outbox_checks
from lpcommunity.notifications.mail import transport
from lpcommunity.notifications.mail.transport import ServerUnavailable, Transport
from lpcommunity.outbox.models import Delivery
from lpcommunity.storage import clock, heartbeat, now, session, transactional
from tests import factories as make
from tests.doctor.conftest import told
from tests.notifications.post_office import CERTIFICATE, PostOffice, free_port, hanging_office, open_office


@pytest.fixture
def happened(app, begin_with):
    """Something that is to be told, in two places."""
    return begin_with(lambda: [make.belongs(make.person(), make.place(name)) for name in ("Hull", "Leeds")])


def test_what_waits_is_late_after_two_minutes(app, happened):
    assert told(list(outbox_checks.queue(app))).endswith("none of them late.")
    with clock.at(now() + timedelta(seconds=121)):
        found = told(list(outbox_checks.queue(app)))
    assert found.startswith("wrong: ")
    assert "the oldest for 2 minutes. To do: Look at the worker" in found
    worker.run(app, until_empty=True)
    with clock.at(now() + timedelta(hours=1)):
        assert told(list(outbox_checks.queue(app))) == "well: Nothing waits to be told."


@transactional
def change(**values: object) -> None:
    """Change two deliveries, each of an event of its own."""
    of_each = {one.event_id: one for one in session().scalars(select(Delivery).order_by(Delivery.id.desc()))}
    for event_id in sorted(of_each)[:2]:
        for name, value in values.items():
            setattr(of_each[event_id], name, value)


def test_what_was_given_up_and_what_is_unknown_is_told_of(app, happened):
    worker.run(app, until_empty=True)
    change(done_at=None, dead_at=now())
    assert told(list(outbox_checks.queue(app))).startswith("look: 2 deliveries given up.")
    change(dead_at=None, subscriber="of-tomorrow")
    with clock.at(now() + timedelta(hours=1)):
        assert told(list(outbox_checks.queue(app))).startswith("look: 2 deliveries of a sort unknown to this version.")


def test_a_worker_that_is_not_there_is_told_of_though_nothing_waits(patient, tmp_path):
    app = patient(DATA_DIR=tmp_path)
    assert told(list(outbox_checks.worker(app))).startswith("look: It was never seen at work.")
    heartbeat.beat(tmp_path)
    assert told(list(outbox_checks.worker(app))) == "well: It is at work."
    with clock.at(now() + timedelta(minutes=2)):
        assert told(list(outbox_checks.worker(app))).startswith("look: It was last seen at work on ")


@pytest.fixture
def office():
    return PostOffice()


def test_a_server_that_takes_mail_is_well_and_gets_none(patient, office):
    with open_office(office, tls=True) as port:
        app = patient(MAIL_URL=f"smtp+starttls://post:p%40ss%3Aword@localhost:{port}?ca={CERTIFICATE}")
        assert told(list(outbox_checks.mail(app))) == f"well: localhost, port {port}, takes mail from us."
    assert office.letters == office.envelopes == []


@pytest.mark.parametrize(
    ("who", "ca", "says"),
    [
        (
            "post:our-secret",
            f"?ca={CERTIFICATE}",
            "Signing in: it does not answer in time, as some do where the user or password is not right.",
        ),
        ("post:our-secret", "", "Encrypting: its certificate does not hold."),
    ],
)
def test_what_is_wrong_at_the_door_is_said_without_the_password(patient, office, monkeypatch, who, ca, says):
    monkeypatch.setattr(transport, "LONGEST", 1)
    with open_office(office, tls=True) as port:
        found = told(list(outbox_checks.mail(patient(MAIL_URL=f"smtp+starttls://{who}@localhost:{port}{ca}"))))
    assert found.startswith(f"wrong: localhost, port {port}, takes no mail from us. {says} To do: ")
    assert "MAIL_URL" in found
    assert "our-secret" not in found


def test_a_sender_that_is_not_taken_names_its_setting(patient, office):
    office.refuses_sender = "no-reply@lpcommunity.example"
    with open_office(office) as port:
        found = told(list(outbox_checks.mail(patient(MAIL_URL=f"smtp://127.0.0.1:{port}"))))
    assert "Our own address: smtp 550." in found
    assert "MAIL_FROM" in found


def test_nobody_there_and_nobody_who_speaks_are_told_apart(patient, monkeypatch):
    monkeypatch.setattr(transport, "LONGEST", 1)
    assert "Connecting: nothing listens there." in told(
        list(outbox_checks.mail(patient(MAIL_URL=f"smtp://127.0.0.1:{free_port()}")))
    )
    with hanging_office() as port:
        found = told(list(outbox_checks.mail(patient(MAIL_URL=f"smtp://127.0.0.1:{port}"))))
    assert "Connecting: it does not answer in time." in found


def test_without_a_mail_server_it_says_where_mail_is_shown(patient):
    assert told(list(outbox_checks.mail(patient(MAIL_URL="")))).startswith("well: None leaves this installation")


def test_a_server_that_says_what_it_does_not_take_is_believed(patient, monkeypatch):
    def refuse(_way, _sender):
        raise ServerUnavailable("signing in", "smtp 535")

    monkeypatch.setattr(Transport, "knock", refuse)
    found = told(list(outbox_checks.mail(patient(MAIL_URL="smtp://post:our-secret@127.0.0.1:9"))))
    assert "Signing in: it does not take this user and password (smtp 535). To do: " in found
