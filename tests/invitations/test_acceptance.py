"""Coming in by an invitation: every kind of visitor, every kind of link, and two at once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Conflict
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import disable
from lpcommunity.invitations import commands, queries
from lpcommunity.invitations.models import Invitation
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.memberships import end_membership, join
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.commands import end_role, grant_role
from lpcommunity.people.models import Person
from lpcommunity.people.queries import by_email
from lpcommunity.storage import clock, now, session
from tests.accounts.conftest import RIGHT
from tests.factories import reading
from tests.harness.races import at_once

NEW = {"name": "Colin Marsh", "password": "quay-lantern-moss-75"}


def test_looking_claims_nothing_however_often(browser, invited, link):
    invitation = invited()
    for _ in range(3):
        page = browser.get(link(invitation))
        assert page.status_code == 200
    assert "Grace Oyelaran invites you to be a member of Hull." in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert browser.client.head(link(invitation)).status_code == 200
    session().refresh(invitation)
    assert invitation.claimed_at is None
    assert by_email("colin@hull.example") is None


def test_somebody_new_chooses_name_and_password_and_is_in(browser, invited, link, hull, new_browser):
    invitation = invited(name="Colin")
    assert 'value="Colin"' in browser.get(link(invitation)).text
    answer = browser.post(link(invitation), NEW)
    assert (answer.status_code, answer.location) == (303, "/welcome")
    welcome = browser.get("/welcome").text
    assert "Your password is set. You are a member of Hull." in welcome
    assert "Welcome, Colin" in welcome
    assert "Post the first update of Hull" in welcome
    person = by_email("colin@hull.example")
    assert browser.post(link(invitation), NEW).location == "/welcome", "a double click is one"
    assert reading(person).member_of == {hull.id}
    assert new_browser().sign_in(person, NEW["password"]).status_code == 303
    assert browser.cookie("lpcommunity-device")
    assert session().scalar(select(func.count()).where(OutboxEvent.name == "InvitationClaimed")) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "password": NEW["password"]}, "Write your name"),
        ({"name": "Colin", "password": "short"}, "needs at least 12"),
        ({"name": "Colin", "password": "password1234"}, "tried first"),
        ({"name": "Colin Marsh", "password": "colinmarsh2018"}, "close to your name"),
        ({"name": "C" * 121, "password": NEW["password"]}, "at most 120"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(browser, invited, link, typed, said):
    invitation = invited()
    answer = browser.post(link(invitation), typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["password"] not in answer.text
    assert f'value="{typed["name"]}"' in answer.text or not typed["name"]
    session().refresh(invitation)
    assert invitation.claimed_at is None


def test_without_a_form_token_nobody_comes_in(browser, invited, link):
    invitation = invited()
    answer = browser.client.post(link(invitation), data=NEW)
    assert answer.status_code == 422
    assert "Colin Marsh" in answer.text
    assert by_email("colin@hull.example") is None


def test_what_is_wrong_with_name_and_password_is_said_at_once(browser, invited, link):
    link = link(invited())
    page = browser.post(link, {"name": "", "password": "short"})
    assert page.status_code == 422
    summary = page.text.split("govuk-error-summary__body")[1].split("</ul>")[0]
    assert "Write your name" in summary
    assert "needs at least 12" in summary
    page = browser.post(link, {"name": "C" * 121, "password": ""}).text
    assert page.count("Choose a password</a>") == 1


def test_an_account_made_by_an_import_gets_its_password(browser, invited, link, make_person, hull):
    person = make_person("colin@hull.example", "C. Marsh", password_hash=None)
    page = browser.get(link(invitation := invited())).text
    assert 'value="C. Marsh"' in page
    browser.post(link(invitation), NEW)
    session().refresh(person)
    assert (person.name, bool(person.password_hash)) == ("Colin Marsh", True)
    assert browser.is_in


def test_who_has_an_account_signs_in_first_and_then_accepts(browser, invited, link, make_person, hull):
    person = make_person("colin@hull.example", "Colin Marsh")
    address = link(invited())
    page = browser.get(address).text
    assert f"/sign-in?next={address}" in page
    answer = browser.post(address, NEW)
    assert answer.status_code == 409
    assert person.name == "Colin Marsh"
    answer = browser.sign_in(person, data={"next": address})
    assert answer.location == address
    assert "Accept the invitation" in browser.get(address).text
    assert browser.post(address).location == "/welcome"
    assert reading(person).member_of == {hull.id}
    assert browser.sign_in(person, NEW["password"]).status_code == 422


def test_signed_in_as_somebody_else_it_asks_kindly_and_gives_nothing(browser, invited, link, make_person):
    other = make_person("other@hull.example", "Ann Other")
    browser.sign_in(other)
    address = link(invited())
    page = browser.get(address).text
    assert (
        "You are signed in as Ann Other (other@hull.example). This invitation was sent to colin@hull.example." in page
    )
    assert browser.post(address, NEW).status_code == 409
    assert not reading(other).in_community
    answer = browser.post("/sign-out", {"next": address})
    assert answer.location == address
    assert browser.post(address, NEW).location == "/welcome"


def test_an_accepted_invitation_says_when_and_whom_to_ask(browser, new_browser, invited, link, lead):
    address = link(invited())
    browser.post(address, NEW)
    page = new_browser().get(address)
    assert page.status_code == 404
    day = f"{now().day} {now():%B}"
    assert f"This invitation was accepted on {day}" in page.text
    assert "If that was not you, ask Grace Oyelaran for a new one." in page.text
    assert new_browser().post(address, NEW).status_code == 409
    assert "you are in already" in browser.get(address).text


def test_expired_withdrawn_and_lapsed_links_say_so(browser, invited, link, lead, team, hull):
    expired, withdrawn, lapsed = invited("a@x.example"), invited("b@x.example"), invited("c@x.example")
    with clock.at(now() + timedelta(days=14, minutes=1)):
        page = browser.get(link(expired))
        assert page.status_code == 404
        assert "This invitation was open until" in page.text
        assert browser.post(link(expired), NEW).status_code == 409
    commands.withdraw(reading(lead), withdrawn)
    assert "This invitation was withdrawn" in browser.get(link(withdrawn)).text
    assert browser.post(link(withdrawn), NEW).status_code == 409
    _end_lead(hull, team)
    page = browser.get(link(lapsed))
    assert page.status_code == 404
    assert "Grace Oyelaran no longer invites people to Hull" in page.text
    assert browser.post(link(lapsed), NEW).status_code == 409
    assert by_email("c@x.example") is None
    commands.send_again(reading(team), queries.invitation(lapsed.id))
    assert browser.get(link(lapsed)).status_code == 200


def _end_lead(hull, team) -> None:
    held = session().scalar(select(Membership).where(Membership.partnership_id == hull.id, Membership.role == "lead"))
    assert held is not None
    end_membership(reading(team), held)


def test_a_right_lost_between_looking_and_claiming_counts(invited, hull, team, lead):
    invitation = invited()
    _end_lead(hull, team)
    with pytest.raises(Conflict):
        commands.claim(invitation, **NEW)
    disabled = invited("d@x.example", actor=team)
    disable(OPERATOR, team)
    with pytest.raises(Conflict):
        commands.claim(disabled, **NEW)
    session().refresh(disabled)
    assert disabled.claimed_at is None


def test_a_role_of_the_programme_team_by_someone_who_left_it_is_not_given(make_person, team):
    another = make_person("another@team.example", "Another")
    grant_role(OPERATOR, another, "programme-team")
    invitation = queries.invitation(commands.invite(reading(team), "new@x.example", "programme-team").id)
    end_role(reading(another), team, "programme-team")
    with pytest.raises(Conflict):
        commands.claim(invitation, **NEW)


def test_the_command_lines_invitation_needs_nobody(browser, link, app):
    invitation = queries.invitation(commands.invite(OPERATOR, "first@x.example", "programme-team").id)
    assert "You are invited to be in the programme team." in browser.get(link(invitation)).text
    browser.post(link(invitation), NEW)
    assert reading(by_email("first@x.example")).programme_team
    assert "Set up your programme" in browser.get("/welcome").text


def test_a_closed_account_is_not_opened_by_an_invitation(browser, invited, link, make_person):
    person = make_person("colin@hull.example", "Colin", password_hash=None)
    disable(OPERATOR, person)
    assert browser.get(link(invitation := invited())).status_code == 409
    assert browser.post(link(invitation), NEW).status_code == 409
    session().refresh(person)
    assert person.password_hash is None


def test_an_invitation_never_takes_a_higher_role_away(invited, hull, make_person, team):
    person = make_person("colin@hull.example", "Colin Marsh")
    invitation = invited(role="member")
    join(reading(team), hull, person, "lead")
    commands.accept(reading(person), invitation)
    assert reading(person).leads == {hull.id}


def test_an_invitation_raises_a_role(invited, hull, make_person, team):
    person = make_person("colin@hull.example", "Colin Marsh")
    join(reading(team), hull, person, "member")
    commands.accept(reading(person), invited(role="deputy"))
    assert reading(person).leads == {hull.id}


@pytest.mark.parametrize(
    "token", ["garbage-garbage", "x", "ünïcode-tokens", "%00%ff", "WzEsIngiXQ.forged", "a" * 3000, "1", "%F0%9F%92%A9"]
)
@pytest.mark.parametrize("path", ["/invitations/", "/reset-password/", "/confirm-email/"])
def test_garbage_is_a_kind_page(browser, token, path):
    for answer in (browser.get(path + token), browser.post(path + token, NEW)):
        assert answer.status_code == 404
        assert "link" in answer.text
        assert "We cannot find that page" not in answer.text


def test_a_token_of_another_purpose_opens_nothing(browser, invited, link):
    token = link(invited()).rpartition("/")[2]
    assert browser.get(f"/reset-password/{token}").status_code == 404


def test_of_many_at_once_one_comes_in(database, app, invited):
    invitation_id = invited().id
    session().rollback()
    results: list[str] = []
    gate = threading.Barrier(6)

    def come(n: int) -> None:
        with database.app.app_context():
            invitation = queries.invitation(invitation_id)
            gate.wait()
            try:
                commands.claim(invitation, name=f"Colin {n}", password=f"quay-lantern-moss-{n}5")
                results.append("in")
            except Conflict:
                results.append("late")

    threads = [threading.Thread(target=come, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert sorted(results) == ["in"] + ["late"] * 5
    assert (
        session().scalar(
            select(func.count()).select_from(Membership).join(Person).where(Person.name != "Grace Oyelaran")
        )
        == 1
    )


def test_two_invitations_of_one_address_at_once_make_one_account(database, app, invited, team):
    ids = [invited().id, commands.invite(reading(team), "colin@hull.example", "evaluator").id]

    def come(invitation_id: int) -> Callable[[], object]:
        return lambda: commands.claim(queries.invitation(invitation_id), **NEW)

    assert len(at_once(database, *map(come, ids))) == 1
    assert session().scalar(select(func.count()).where(Person.email == "colin@hull.example")) == 1
    open_ones = session().scalars(select(Invitation).where(Invitation.claimed_at.is_(None))).all()
    assert len(open_ones) == 1


def test_the_welcome_page_is_light(browser, invited, link, count_queries):
    browser.post(link(invited()), NEW)
    with count_queries() as asked:
        assert browser.get("/welcome").status_code == 200
    assert len(asked) <= 8, asked


def test_every_role_has_its_welcome(browser, hull, make_person, new_browser, team):
    for role, said in (
        ("facilitator", "See what waits for you"),
        ("lead", "Invite your colleagues"),
        ("deputy", "Invite"),
    ):
        person = make_person(f"{role}@x.example", role)
        join(reading(team), hull, person, role)
        fresh = new_browser()
        fresh.sign_in(person)
        assert said in fresh.get("/welcome").text
    evaluator = make_person("e@x.example", "Eve")
    grant_role(OPERATOR, evaluator, "evaluator")
    browser.sign_in(evaluator)
    assert "Look along a theme" in browser.get("/welcome").text
    assert RIGHT not in browser.get("/welcome").text
