"""Owners without an account: a mail, a link that shows one action, a report, and “not me, forget my address”."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from lpcommunity.access import Invalid, origin
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.origin import Origin
from lpcommunity.access.rate_limits import PARTNER_MAILS, TooMany
from lpcommunity.actions import queries
from lpcommunity.actions.commands import owners
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.actions.contacts import contact_of
from lpcommunity.actions.models import PartnerOwner
from lpcommunity.actions.tokens import partner_token
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.queries import inbox
from lpcommunity.storage import clock, now, session, today
from lpcommunity.worker import run
from tests import factories as make
from tests.factories import reading


def form_token(page):
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


SUE = PartnerContact("Sue Lavery", "sue@club.example")


def begin(world, contact=SUE, **more):
    said = {"what": "Find a second first-aider", "due_on": today() + timedelta(days=20), "partner": contact, **more}
    return undertake(reading(world.someone("author")), world.here, str(uuid4()), Undertaking(**said))


def mails(app):
    run(app, until_empty=True)
    return session().query(Mail).order_by(Mail.id).all()


def path_of(action):
    return f"/actions/report/{partner_token(session().get(PartnerOwner, action.partner_owner_id))}"


def test_they_are_told_by_mail_who_gave_it_and_report_back_by_its_link(app, world, client):
    action = begin(world, expects="Two.")
    [mail] = mails(app)
    assert mail.to == SUE.email
    assert world.someone("author").name in mail.text
    assert "Not me, forget my address" in mail.text
    path = path_of(action)
    assert path in mail.text
    page = client.get(path)
    assert action.what in page.text
    assert "Two." not in page.text
    sent = {"csrf_token": form_token(page), "outcome": "done", "came_of_it": ""}
    assert client.post(path, data=sent).status_code == 422
    assert client.post(path, data={**sent, "came_of_it": "Marek can."}).status_code == 303
    assert client.post(path, data={**sent, "came_of_it": "Marek can."}).status_code == 303
    assert "Two." in client.get(path).text
    seen = queries.action(reading(world.someone("member here")), action.id)
    assert (seen.outcome, seen.came_of_it, seen.owner_name) == ("done", "Marek can.", "A partner")
    run(app, until_empty=True)
    assert [line.type.key for line in inbox(reading(world.someone("author"))).lines] == ["action-reported"]


def test_the_link_with_the_address_ends_thirty_days_after_the_report(app, world, client):
    action = begin(world)
    mails(app)
    path = path_of(action)
    client.post(path, data={"csrf_token": form_token(client.get(path)), "outcome": "done", "came_of_it": "Done."})
    with clock.at(now() + timedelta(days=29)):
        run(app, until_empty=True)
        assert client.get(path).status_code == 200
    with clock.at(now() + timedelta(days=30, minutes=1)):
        assert client.get(path).status_code == 404
        run(app, until_empty=True)
    partner = session().get(PartnerOwner, action.partner_owner_id)
    assert (partner.name, partner.email) == ("", None)
    assert all(SUE.email not in (one.to, one.text) and "Sue" not in one.text for one in session().query(Mail))


def test_not_me_works_at_once_and_for_this_place_for_ever(app, world, client):
    action = begin(world)
    mails(app)
    path = path_of(action)
    page = client.get(path)
    assert session().get(PartnerOwner, action.partner_owner_id).forgotten_at is None
    gone = client.post(f"{path}/forgetting", data={"csrf_token": form_token(page)})
    assert "Your address is forgotten" in gone.text
    with pytest.raises(Invalid) as refused:
        begin(world, PartnerContact("Susan", " SUE@club.example"))
    assert refused.value.code == "partner-address-forgotten"
    elsewhere = undertake(
        reading(world.someone("member elsewhere")), world.elsewhere, str(uuid4()),
        Undertaking("Ask", today(), partner=SUE),
    )  # fmt: skip
    assert elsewhere.partner_owner_id is not None
    [open_one] = queries.undertaken(reading(world.someone("member here")), world.here.id).open
    assert not open_one.has_owner
    before = {one.id for one in session().query(Mail)}
    run(app, until_empty=True)
    assert [one.to for one in session().query(Mail) if one.id in before] == [""]
    assert "action-declined" in [line.type.key for line in inbox(reading(world.someone("author"))).lines]
    assert client.get(path).status_code == 200  # and says so
    sent = {"csrf_token": form_token(page), "outcome": "done", "came_of_it": "x"}
    assert client.post(path, data=sent).status_code == 200
    assert action.outcome is None


def test_who_has_reported_is_forgotten_at_once_too_and_the_report_stays(app, world, client):
    action = begin(world)
    mails(app)
    path = path_of(action)
    sent = {"csrf_token": form_token(client.get(path)), "outcome": "done", "came_of_it": "Marek can."}
    client.post(path, data=sent)
    author = reading(world.someone("author"))
    assert contact_of(author, queries.action(author, action.id)).name == SUE.name
    page = client.get(path)
    assert "Not me, forget my address" in page.text
    gone = client.post(f"{path}/forgetting", data={"csrf_token": form_token(page)})
    assert "What you reported stays on record" in gone.text
    assert "needs somebody else" not in gone.text
    assert contact_of(author, queries.action(author, action.id)) is None, "at once, before any worker comes by"
    seen = queries.action(author, action.id)
    assert (seen.outcome, seen.came_of_it, seen.owner_name) == ("done", "Marek can.", "A partner")
    with pytest.raises(Invalid):
        begin(world)
    run(app, until_empty=True)
    partner = session().get(PartnerOwner, action.partner_owner_id)
    assert (partner.name, partner.email) == ("", None)
    assert "action-declined" not in [line.type.key for line in inbox(author).lines]


def test_what_was_not_sent_yet_to_a_forgotten_address_is_not_sent(app, world, client):
    action = begin(world)
    path = path_of(action)
    client.post(f"{path}/forgetting", data={"csrf_token": form_token(client.get(path))})
    assert [one for one in mails(app) if one.sent_at] == []


def test_name_and_address_are_seen_by_who_typed_them_and_the_leads(app, world, client):
    action = begin(world, audience="community")
    sees = {
        kind
        for kind, person in world.people.items()
        if person is not None
        and (line := queries.action(reading(person), action.id)) is not None
        and contact_of(reading(person), line) is not None
    }
    assert sees == {"author", "lead here", "deputy here", "lead of both"}
    page = client.get(f"/partnerships/{world.here.slug}/actions").text
    assert SUE.name not in page


def test_ten_such_mails_a_person_a_day(app, world):
    make.used_up(world.someone("author"), PARTNER_MAILS)
    with origin.at(Origin(limited=True)), pytest.raises(TooMany):
        begin(world)


def test_what_was_refused_is_no_mail_of_the_ten(app, world):
    """Nor is a second click; and the one that was one too many leaves its row in the record, once."""
    author, key = reading(world.someone("author")), str(uuid4())
    with origin.at(Origin(limited=True)):
        for wrong in (PartnerContact("", SUE.email), PartnerContact("Sue", "")) * 6:
            with pytest.raises(Invalid) as refused:
                begin(world, wrong)
            assert not isinstance(refused.value, TooMany)
        for _ in range(12):
            undertake(author, world.here, key, Undertaking("Find one", today(), partner=SUE))
        for _ in range(9):
            begin(world)
        for _ in range(2):
            with pytest.raises(TooMany):
                begin(world)
    assert session().query(PartnerOwner).count() == 10
    assert session().query(AuditRecord).filter_by(act="refused-too-many").count() == 1


def test_who_was_handed_it_by_mail_no_longer_sees_it_when_it_is_somebody_elses(app, world, client):
    action = begin(world)
    path = path_of(action)
    owners.hand_over(reading(world.someone("author")), action, world.someone("member here").id)
    assert client.get(path).status_code == 404


def test_what_they_wrote_while_somebody_else_took_it_over_can_be_copied(app, world, client):
    action = begin(world)
    path = path_of(action)
    sent = {"csrf_token": form_token(client.get(path)), "outcome": "done", "came_of_it": "Marek can, on Tuesdays."}
    owners.hand_over(reading(world.someone("author")), action, world.someone("member here").id)
    late = client.post(path, data=sent)
    assert late.status_code == 404
    assert "Somebody else does this by now" in late.text
    assert "Marek can, on Tuesdays." in late.text
    assert (action.outcome, action.came_of_it) == (None, "")
    assert "Somebody else does this by now" in client.get(path).text
    with clock.at(now() + timedelta(days=31)):
        over = client.post(path, data=sent)
        assert (over.status_code, "Marek can, on Tuesdays." in over.text) == (404, True)


def test_what_they_wrote_while_somebody_reported_for_them_can_be_copied(app, world, client):
    action = begin(world)
    path = path_of(action)
    sent = {"csrf_token": form_token(client.get(path)), "outcome": "done", "came_of_it": "Marek can, on Tuesdays."}
    report(reading(world.someone("author")), action, Report("dropped", "Nobody is needed."))
    late = client.post(path, data=sent)
    assert late.status_code == 409
    assert "Marek can, on Tuesdays." in late.text
    assert action.came_of_it == "Nobody is needed."
    assert "What you typed" not in client.get(path).text


def test_they_are_reminded_like_any_owner(app, world):
    begin(world)
    with clock.at(clock.in_london(today() + timedelta(days=13), owners.MORNING) + timedelta(minutes=1)):
        assert [one.kind for one in mails(app)] == ["action-for-partner", "partner-action-due-soon"]
    with clock.at(clock.in_london(today() + timedelta(days=21), owners.MORNING) + timedelta(minutes=1)):
        assert [one.kind for one in mails(app)][2:] == ["partner-action-late"]
    for one in session().query(Mail):
        giver = world.someone("author").name
        assert giver in one.subject
        assert f"{giver} of {world.here.name}" in one.text, one.kind
        assert f"{world.here.name} is a partnership that keeps track" in one.text, one.kind
        assert f"Only they and the leads of {world.here.name} see your address." in one.text, one.kind
