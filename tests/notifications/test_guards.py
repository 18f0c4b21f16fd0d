"""Whether an e-mail is still meant for its reader is asked again when it is sent."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lpcommunity import outbox, worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands as accounts
from lpcommunity.accounts.domain_events import PasswordChanged
from lpcommunity.invitations import commands as invitations
from lpcommunity.people.models import RoleHolding
from lpcommunity.storage import clock, now, session, transactional
from tests.factories import reading
from tests.notifications.conftest import reflect
from tests.notifications.post_office import PostOffice, free_port, open_office


@transactional
def end_roles(person):
    session().execute(update(RoleHolding).where(RoleHolding.person_id == person.id).values(ended_at=now()))


def team_that_left(world):
    reflect(world.cora, world.leeds)
    yield "facilitator-missing"
    end_roles(world.team)


def invitation_withdrawn(world):
    invitation = invitations.invite(OPERATOR, "first@example.org", "programme-team")
    yield "invitation"
    invitations.withdraw(OPERATOR, invitation)


def change_confirmed(world):
    change = accounts.ask_email_change(reading(world.ann), "ann@new.example")
    yield "email-change"
    accounts.confirm_email(change)


def account_closed(world):
    transactional(outbox.record)(PasswordChanged(world.ben.id))
    yield "password-changed"
    accounts.disable(OPERATOR, world.ben)


@pytest.mark.parametrize("story", [team_that_left, invitation_withdrawn, change_confirmed, account_closed])
def test_what_is_over_is_not_sent(world, work, mails, monkeypatch, story):
    monkeypatch.setitem(world.app.config, "MAIL_URL", f"smtp://127.0.0.1:{free_port()}")
    told = story(world)
    kind = next(told)
    work()
    assert len(mails(kind)) == 1
    next(told, None)
    with open_office(PostOffice()) as port:
        monkeypatch.setitem(world.app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
        with clock.at(now() + timedelta(minutes=10)):
            worker.run(world.app, until_empty=True)
    (mail,) = mails(kind)
    over = "account closed" if story is account_closed else "no longer meant for them"
    assert (mail.sent_at, mail.failed_because) == (None, over)
