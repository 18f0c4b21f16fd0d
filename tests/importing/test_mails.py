"""An import writes to nobody but by an invitation: what it tells stands in inboxes, and mails begin with the way in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import ask_password_reset
from lpcommunity.actions.models import Action, PartnerOwner
from lpcommunity.actions.tokens import partner_token
from lpcommunity.importing.commands import import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.invitations.commands import invite
from lpcommunity.notifications.models import LetterReader, Mail, Notification
from lpcommunity.notifications.what_moved import rounds
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, now, session, today
from tests.notifications.conftest import browsing

FILE = """\
version: 1
programme: {{name: P, slug: p, starts: {begins}, ends: {ends}, rhythm: fortnight}}
organisations:
  - {{slug: the-port, name: The Port, sector: business}}
people:
  - {{email: jo@council.example, name: Jo Lead}}
  - {{email: mem@council.example, name: Mem Ber}}
invitations: none
partnerships:
  - slug: a-place
    name: A Place
    organisations: [the-port]
    people: [{{person: jo@council.example, role: lead}}, {{person: mem@council.example, role: member}}]
    project: {{title: G, aim: F, milestones: [{{name: M1, due: {due}}}]}}
"""
HISTORY = """\
history:
  - action:
      {{ref: a1, partnership: a-place, by: jo@council.example, at: {at} 10:00, what: Call the port, due: {due},
       partner: {{name: Pat Partner, email: pat@port.example, organisation: the-port}}}}
  - action:
      {{ref: a2, partnership: a-place, by: jo@council.example, at: {at} 10:01, what: Call again, due: {due},
       owner: mem@council.example}}
"""


@pytest.fixture
def bring_in(app, tmp_path):
    """Bring in a place, with a history of yesterday or without, and let the worker do what there is to do."""

    def do(history: bool):
        days = {
            "begins": today() - timedelta(days=60),
            "ends": today() + timedelta(days=200),
            "due": today() + timedelta(days=5),
            "at": today() - timedelta(days=2),
        }
        path = tmp_path / "p.yaml"
        path.write_text((FILE + (HISTORY if history else "")).format(**days), encoding="utf-8")
        imported = import_programme(read_programme(path))
        rounds.appoint_next()
        work(app)
        return imported

    return do


def work(app, days=0):
    with clock.at(now() + timedelta(days=days)):
        worker.run(app, until_empty=True)
    session().rollback()


def mails():
    session().expire_all()
    return [(mail.kind, mail.to) for mail in session().scalars(select(Mail).order_by(Mail.id))]


@pytest.mark.parametrize("history", [True, False])
def test_nobody_is_written_to_who_knows_nothing_of_it(app, bring_in, history):
    bring_in(history)
    for days in range(1, 40):
        work(app, days)
    assert mails() == []
    assert session().scalar(select(LetterReader).limit(1)) is None
    assert session().scalar(select(Notification).limit(1)) is not None, "their inbox tells them"


def test_whoever_was_invited_hears_of_what_happens_from_then_on(app, bring_in):
    bring_in(True)
    invite(OPERATOR, "mem@council.example", "lead", with_slug("a-place"))
    work(app)
    assert mails() == [("invitation", "mem@council.example")], "nothing of what was"
    for days in range(1, 10):
        work(app, days)
    kinds = {kind for kind, to in mails() if to == "mem@council.example"}
    assert {"invitation", "action-late", "what-moved"} <= kinds
    assert {to for _kind, to in mails()} == {"mem@council.example"}


def test_what_is_told_of_before_they_were_invited_goes_to_nobody_later(app, tmp_path, bring_in, monkeypatch):
    monkeypatch.setattr(worker, "run", lambda *_args, **_more: None)
    bring_in(True)
    invite(OPERATOR, "mem@council.example", "lead", with_slug("a-place"))
    monkeypatch.undo()
    work(app)
    assert mails() == [("invitation", "mem@council.example")]


def test_whoever_asks_for_a_password_gets_one(app, bring_in):
    bring_in(False)
    ask_password_reset("jo@council.example", address="192.0.2.1")
    work(app)
    assert mails() == [("password-reset", "jo@council.example")]


def test_a_partner_without_an_account_keeps_the_action_and_hears_nothing(app, bring_in):
    imported = bring_in(True)
    assert (imported.not_invited, imported.partners) == (2, 1)
    (partner,) = session().scalars(select(PartnerOwner)).all()
    assert (partner.name, partner.email, partner.nonce) == ("Pat Partner", "pat@port.example", "")
    token = partner_token(partner)
    assert "Call the port" not in app.test_client().get(f"/actions/report/{token}").text
    jo = session().scalars(select(Person).where(Person.email == "jo@council.example")).one()
    given = session().scalars(select(Action).where(Action.partner_owner_id == partner.id)).one()
    page = browsing(app, jo).get(f"/actions/{given.id}").text
    assert "Pat Partner" in page
    assert "no e-mail was sent to them" in page
    assert "reports by mail" not in page


def test_the_command_says_how_many_were_not_written_to(runner, without_history):
    done = runner("import", str(without_history(("version: 1\n", "version: 1\ninvitations: none\n"))))
    assert "Not written to: 5 people (no e-mail goes to them until they are invited)." in done.output
