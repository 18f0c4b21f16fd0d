"""E-mail goes out by real SMTP, only to those it is still meant for, and waits for a server that is away."""

import json
import threading
import time
from datetime import timedelta
from email.headerregistry import Address

import pytest
from sqlalchemy import update

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands as people
from lpcommunity.notifications import commands
from lpcommunity.notifications.mail import transport
from lpcommunity.notifications.mail.queue import one_line
from lpcommunity.notifications.mail.transport import ServerUnavailable, Transport
from lpcommunity.notifications.models import Mail
from lpcommunity.outbox import leases
from lpcommunity.outbox import queries as outbox
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.reflections import commands as reflections
from lpcommunity.storage import clock, now, session, transactional
from tests.factories import reading
from tests.notifications.conftest import answer, reflect
from tests.notifications.post_office import CERTIFICATE, PostOffice, free_port, hanging_office, open_office


@pytest.fixture
def office():
    return PostOffice()


@pytest.fixture
def mail_by(app, monkeypatch):
    """`mail_by("smtp://…")`: mails go there, as they do in production."""

    def set_url(url):
        monkeypatch.setitem(app.config, "MAIL_URL", url)
        monkeypatch.setitem(app.config, "MAILBOX", False)

    return set_url


def later(app, **time):
    with clock.at(now() + timedelta(**time)):
        worker.run(app, until_empty=True)


def test_it_goes_out_encrypted_signed_in_and_in_two_forms(world, work, mails, office, mail_by):
    with open_office(office, tls=True) as port:
        mail_by(f"smtp+starttls://post:p%40ss%3Aword@localhost:{port}?ca={CERTIFICATE}")
        reflection = reflect(world.ann, world.hull)
        answer(world.owen, reflection)
        work()
    (letter,) = office.letters
    (mail,) = mails("answered")
    assert office.envelopes == [("no-reply@lpcommunity.example", [world.ann.email], True)]
    assert letter["Subject"] == "Owen has answered “Why did forty firms never ring back?”"
    assert letter["From"].addresses[0] == Address("lpcommunity", addr_spec="no-reply@lpcommunity.example")
    assert letter["To"] == world.ann.email
    assert letter["Message-ID"] == mail.message_id
    assert letter["Date"] is not None
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, rich = letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()
    assert f"http://localhost/reflections/{reflection.id}" in plain
    assert f"http://localhost/reflections/{reflection.id}" in rich
    assert letter["List-Unsubscribe"].strip("<>") in plain
    assert "<style" not in rich or 'style="' in rich
    assert (mail.text, mail.html, mail.unsubscribe_url) == ("", "", "")
    assert mail.sent_at is not None


def test_a_stranger_s_certificate_is_refused(office):
    with open_office(office, tls=True) as port:
        way = Transport.from_url(f"smtp+starttls://post:p%40ss%3Aword@localhost:{port}")
        with pytest.raises(ServerUnavailable, match="encrypting, SSLCertVerificationError"):
            way.send(_letter(), "a@example.org")
    assert office.letters == []


def test_a_wrong_password_waits_for_the_operator(office, monkeypatch):
    monkeypatch.setattr(transport, "LONGEST", 1)
    with open_office(office, tls=True) as port:
        way = Transport.from_url(f"smtp+starttls://post:wrong@localhost:{port}?ca={CERTIFICATE}")
        with pytest.raises(ServerUnavailable, match="signing in"):
            way.send(_letter(), "a@example.org")


def test_while_the_server_is_down_mail_waits_and_then_drains(world, work, mails, office, mail_by, app):
    port = free_port()
    mail_by(f"smtp://127.0.0.1:{port}")
    reflect(world.ann, world.hull)
    reflect(world.ann, world.hull, title="Another")
    work()
    assert {one.last_error for one in outbox.waiting()} == {"mail server: connecting, ConnectionRefusedError"}
    for _ in range(10):
        later(app, hours=1)
    assert [mail.sent_at for mail in mails()] == [None, None]
    with open_office(office, port=port):
        later(app, hours=2)
    assert len(office.letters) == 2
    assert outbox.waiting() == []


def test_what_was_put_off_goes_at_once_when_the_server_is_back(world, work, office, mail_by, app):
    port = free_port()
    mail_by(f"smtp://127.0.0.1:{port}")
    for n in range(3):
        reflect(world.ann, world.hull, title=f"Number {n}")
    for minutes in (0, 5, 10):
        later(app, minutes=minutes)
    with open_office(office, port=port):
        reflect(world.ann, world.hull, title="A fresh one")
        with clock.at(now() + timedelta(minutes=10, seconds=1)):
            worker.run(app, until_empty=True)
    assert len(office.letters) == 4


def test_a_hanging_server_holds_nothing_for_long(monkeypatch):
    monkeypatch.setattr(transport, "LONGEST", 0.5)
    began = time.monotonic()
    with hanging_office() as port, pytest.raises(ServerUnavailable, match="connecting"):
        Transport.from_url(f"smtp://127.0.0.1:{port}").send(_letter(), "a@example.org")
    assert time.monotonic() - began < 3


def test_a_hanging_server_holds_up_no_notification(world, mail_by, app, lines, monkeypatch):
    stop = threading.Event()
    with hanging_office() as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        monkeypatch.setattr(transport, "LONGEST", 3)
        lanes = [threading.Thread(target=worker._work, args=(app, lane, stop, leases.LEASE)) for lane in worker.lanes()]
        for lane in lanes:
            lane.start()
        try:
            reflect(world.ann, world.hull)
            time.sleep(1.5)  # by now the first mail hangs
            reflect(world.ann, world.hull, title="Another")
            began = time.monotonic()
            while len(lines(world.owen)) < 2 and time.monotonic() < began + 10:
                time.sleep(0.05)
            took = time.monotonic() - began
        finally:
            stop.set()
            for lane in lanes:
                lane.join()
    assert len(lines(world.owen)) == 2
    assert took < 3


def test_a_server_that_looks_at_a_letter_for_a_while_gets_it_once(world, work, mails, office, mail_by, monkeypatch):
    monkeypatch.setattr(transport, "LONGEST", 0.5)
    office.thinks = 0.8
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        reflect(world.ann, world.hull)
        work()
    assert ([mail.sent_at is not None for mail in mails()], len(office.letters)) == ([True], 1)


def test_one_that_never_says_whether_it_takes_a_letter_gets_it_three_times_in_a_day(
    world, mails, office, mail_by, app, monkeypatch
):
    monkeypatch.setattr(transport, "ANSWERS_WITHIN", 0.2)
    office.thinks = 1.0
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        reflect(world.ann, world.hull)
        begun = now()
        copies = []
        for hours in (0, 1, 6, 12.1, 18, 24.2, 25, 48, 90):
            with clock.at(begun + timedelta(hours=hours)):
                _look(app)
            copies.append(len(office.letters))
    assert copies[-1] == 3, copies
    (mail,) = mails()
    assert (mail.sent_at, mail.failed_because) == (None, "the mail server has it and did not answer")
    assert [one.state for one in outbox.waiting()] == ["dead"]


def _look(app):
    """A worker that was at it all the time."""
    while worker._work_off(worker.lanes()[0], leases.LEASE) + worker._work_off(worker.lanes()[1], leases.OUTSIDE):
        pass


def test_4xx_is_tried_again_and_5xx_parked_for_the_operator(world, work, mails, office, mail_by, app):
    office.says = {world.owen.email: "451 later, please"}
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        reflect(world.ann, world.hull)
        work()
        assert [(one.state, one.last_error) for one in outbox.waiting()] == [("later", "smtp 451")]
        office.says = {world.owen.email: f"550 no mailbox {world.owen.email}"}
        later(app, hours=1)
        assert [(one.state, one.last_error) for one in outbox.waiting()] == [("dead", "smtp 550")]
        (mail,) = mails()
        assert (mail.failed_because, mail.sent_at) == ("smtp 550", None)
        office.says = {}
        assert app.test_cli_runner().invoke(_outbox(), ["--retry-dead"]).exit_code == 0
        later(app, hours=1)
    (mail,) = mails()
    assert (mail.failed_at, mail.sent_at is not None) == (None, True)


def test_after_three_days_it_is_parked(world, work, mails, mail_by, app):
    mail_by(f"smtp://127.0.0.1:{free_port()}")
    reflect(world.ann, world.hull)
    work()
    later(app, days=3, hours=1)
    assert [one.state for one in outbox.waiting()] == ["dead"]
    assert mails()[0].failed_at is not None


def test_a_mail_is_sent_once(world, work, office, mail_by, app):
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        reflect(world.ann, world.hull)
        work()
        _again(app)
        work()
    assert len(office.letters) == 1


@pytest.mark.parametrize("case", ["left", "disabled", "unwanted", "taken back", "answered"])
def test_it_is_not_sent_to_whom_it_is_no_longer_meant_for(world, work, mails, office, mail_by, app, case):
    reflection = reflect(world.ann, world.hull)
    mail_by(f"smtp://127.0.0.1:{free_port()}")
    work()
    assert len(mails()) == 1
    match case:
        case "left":
            membership = session().query(Membership).filter_by(person_id=world.owen.id).one()
            end_membership(OPERATOR, membership)
        case "disabled":
            people.disable(OPERATOR, world.owen)
        case "unwanted":
            commands.turn_off(world.owen.id, "reflection-waiting")
        case "taken back":
            reflections.take_back(reading(world.ann), reflection)
        case "answered":
            answer(world.owen, reflection)
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        later(app, hours=2)
    assert [letter["Subject"] for letter in office.letters if "waiting" in letter["Subject"]] == []
    assert mails("reflection-waiting")[0].sent_at is None
    assert outbox.waiting() == []


def test_it_follows_the_person_to_their_new_address(world, work, mails, office, mail_by, app):
    reflect(world.ann, world.hull)
    mail_by(f"smtp://127.0.0.1:{free_port()}")
    work()
    _move(world.owen.id, "owen@new.example")
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        later(app, hours=2)
    assert [to for _, to, _ in office.envelopes] == [["owen@new.example"]]


def test_a_name_cannot_write_a_header(world, work, mails, office, mail_by):
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        reflection = reflect(world.ann, world.hull, title="Hello\r\nBcc: everyone@example.org\u2028X")
        answer(world.owen, reflection)
        work()
    (letter,) = office.letters
    assert letter["Bcc"] is None
    assert "Bcc: everyone" in letter["Subject"]
    assert one_line("a\r\n b\x00\tc\u2029d") == "a b c d"


def test_addresses_are_ours_whatever_the_host_header_says(world, client, work, mails):
    people.ask_password_reset(world.ann.email, address="127.0.0.1")
    work()
    (mail,) = mails("password-reset")
    assert mail.subject == "Choose a new password (this link works for one hour)"
    assert "http://localhost/reset-password/" in mail.text
    assert mail.unsubscribe_url == ""


def test_an_expired_reset_is_not_sent(world, work, mails, office, mail_by, app):
    mail_by(f"smtp://127.0.0.1:{free_port()}")
    people.ask_password_reset(world.ann.email, address="127.0.0.1")
    work()
    with open_office(office) as port:
        mail_by(f"smtp://127.0.0.1:{port}")
        later(app, hours=2)
    assert office.letters == []


def test_a_change_of_address_is_asked_at_the_new_and_told_at_the_old(world, work, mails):
    old = world.ann.email
    change = people.ask_email_change(reading(world.ann), "ann@new.example")
    work()
    (asked,) = mails("email-change")
    assert (asked.to, asked.sent_at is not None) == ("ann@new.example", True)
    people.confirm_email(change)
    work()
    (told,) = mails("email-changed")
    assert told.to == old
    assert "ann@new.example" not in told.text + told.html


def test_a_letter_is_written_the_same_for_screen_readers_and_for_machines(world, work, mails):
    reflect(world.ann, world.hull)
    work()
    (mail,) = mails()
    for words in ("Hello Owen,", "one good question is an answer", "because you facilitate"):
        assert words in mail.text
        assert words in mail.html
    assert json.dumps(mail.text).count("\\n\\n\\n") == 0


@pytest.mark.parametrize("url", ["", "http://mail.example.org", "smtp://", "mail.example.org:25"])
def test_a_mail_url_that_cannot_be_meant(url):
    with pytest.raises(ValueError, match="MAIL_URL"):
        Transport.from_url(url)


def _outbox():
    from lpcommunity.outbox.cli import command  # noqa: PLC0415

    return command


def _letter():
    from email.message import EmailMessage  # noqa: PLC0415

    letter = EmailMessage()
    letter["From"] = "a@example.org"
    letter.set_content("Hello")
    return letter


@transactional
def _move(person_id: int, email: str) -> None:
    session().get_one(Person, person_id).email = email


@transactional
def _again(app) -> None:
    """As after a crash between sending and noting that the delivery is done."""
    from lpcommunity.outbox.models import Delivery  # noqa: PLC0415

    session().execute(update(Delivery).where(Delivery.subscriber == "mail-sender").values(done_at=None))
    assert session().query(Mail).count() == 1


# Each with what was wrong: the address of the server, its kind, our password, our own address.
WRONG = {
    "nowhere": lambda port: {"MAIL_URL": f"smtp://127.0.0.1:{free_port()}"},
    "no address": lambda port: {"MAIL_URL": "smtp://"},
    "no port": lambda port: {"MAIL_URL": "smtp://127.0.0.1:many"},
    "another way": lambda port: {"MAIL_URL": f"smtp+starttls://127.0.0.1:{port}"},
    "sender refused": lambda port: {"MAIL_FROM": "nobody@nowhere.example"},
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("mended_by", ["a new start", "the next letter"])
def test_once_a_setting_is_mended_what_waited_goes_at_once(
    world, work, mails, office, app, monkeypatch, wrong, mended_by
):
    """X9: nothing is given up meanwhile, however long it was wrong, and nothing waits for its next turn."""
    office.refuses_sender = "nobody@nowhere.example"
    with open_office(office) as port:
        with monkeypatch.context() as setting:
            for name, value in {"MAIL_URL": f"smtp://127.0.0.1:{port}", **WRONG[wrong](port)}.items():
                setting.setitem(app.config, name, value)
            reflect(world.ann, world.hull)
            for minutes in (0, 5, 30, 120):
                later(app, minutes=minutes)
            assert [one.state for one in outbox.waiting()] == ["later"], outbox.waiting()
            assert office.letters == []
        monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
        with clock.at(now() + timedelta(minutes=120, seconds=1)):
            if mended_by == "a new start":
                worker.run(app, until_empty=True)
            else:
                reflect(world.ann, world.hull, title="A fresh one")
                while worker._work_off(worker.lanes()[0], leases.LEASE) + worker._work_off(
                    worker.lanes()[1], leases.LEASE
                ):
                    pass
    assert len(office.letters) == (1 if mended_by == "a new start" else 2)
    assert outbox.waiting() == []
