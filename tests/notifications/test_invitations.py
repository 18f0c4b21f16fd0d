"""The invited hear by e-mail, the inviter in the app."""

from datetime import timedelta

from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands
from lpcommunity.notifications import queries
from lpcommunity.storage import clock, now
from tests import factories
from tests.factories import reading


def test_an_invitation_goes_out_and_its_acceptance_comes_back(world, work, mails, lines):
    factories.belongs(world.team, world.hull, "lead")
    work()
    invitation = commands.invite(reading(world.team), "new@example.org", "member", world.hull, "Nora New")
    work()
    (mail,) = mails("invitation")
    assert (mail.to, mail.person_id, mail.unsubscribe_url) == ("new@example.org", None, "")
    assert mail.subject == "Priya Nair invites you to join Hull on lpcommunity"
    assert "http://localhost/invitations/" in mail.text
    assert "You will be a member of Hull." in mail.text
    person = commands.claim(invitation, name="Nora New", password="moss-lantern-quay-57")
    work()
    assert lines(world.team) == [("joined", "inviter")]
    assert lines(person) == []
    (line,) = queries.inbox(reading(world.team)).lines
    assert (line.actor, line.place) == ("Nora New", "Hull")


def test_the_operator_s_invitation_names_nobody(world, work, mails):
    commands.invite(OPERATOR, "first@example.org", "programme-team")
    work()
    (mail,) = mails("invitation")
    assert mail.subject == "You are invited to join lpcommunity"
    assert "You will be in the programme team." in mail.text


def test_an_invitation_sent_again_is_another_mail(world, work, mails):
    invitation = commands.invite(OPERATOR, "first@example.org", "programme-team")
    work()
    with clock.at(now() + timedelta(days=2)):
        commands.send_again(OPERATOR, invitation)
        work()
    assert len({mail.message_id for mail in mails("invitation")}) == 2


def test_a_withdrawn_invitation_is_not_sent(world, work, mails):
    invitation = commands.invite(OPERATOR, "first@example.org", "programme-team")
    commands.withdraw(OPERATOR, invitation)
    work()
    assert mails() == []
