"""A second file over places and people that are there: what is there is used as it is."""

from datetime import date

from sqlalchemy import func, select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.importing.commands import import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.commands import end_role
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading

HERE = "place.example in a-place"


def person_at(email):
    return session().scalars(select(Person).where(Person.email == email)).one()


def people_now():
    """Who belongs, belonged or will, and every role, as the tables say it."""
    memberships = select(Membership.id, Membership.role, Membership.starts_on, Membership.ends_on, Membership.ended_at)
    roles = select(RoleHolding.person_id, RoleHolding.role, RoleHolding.ended_at)
    return session().execute(memberships.order_by(Membership.id)).all(), session().execute(
        roles.order_by(RoleHolding.id)
    ).all()


SECOND = (
    ("name: Places that Learn", "name: Again"),
    ("slug: places-that-learn", "slug: again"),
    ("starts: 2017-07-01", "starts: 2018-04-01"),
    ("ends: 2018-03-31", "ends: 2099-03-31"),
    # Who leads is a member, who is a member leads, who left is back, who was a facilitator is a deputy.
    ("lead@place.example, role: lead}", "lead@place.example, role: member}"),
    ("member@place.example, role: member, from: 2017-07-10, to: null", "member@place.example, role: lead"),
    ("gone@place.example, role: member, from: 2017-07-10", "gone@place.example, role: member, from: 2017-08-10"),
    ("role: facilitator, from: 2017-07-03", "role: deputy, from: 2017-07-04"),
)


def test_a_second_programme_changes_ends_and_begins_again_nobodys_role(app, without_history):
    import_programme(read_programme(without_history()))
    make.person(role="programme-team")
    end_role(OPERATOR, person_at("team@place.example"), "programme-team")
    before = people_now()
    import_programme(read_programme(without_history(*SECOND)))
    assert people_now() == before
    lead = person_at("lead@place.example")
    assert len(reading(lead).leads) == 1
    assert session().scalar(select(func.count()).where(OutboxEvent.name == "MembershipEnded")) == 0


def test_a_second_programme_brings_who_is_new_there(app, without_history):
    import_programme(read_programme(without_history()))
    newcomer = ("  - {email: team@", "  - {email: new@place.example, name: Nia New}\n  - {email: team@")
    there = (
        "      - {person: outside@",
        "      - {person: new@place.example, role: member}\n      - {person: outside@",
    )
    brought = import_programme(read_programme(without_history(*SECOND, newcomer, there)))
    assert (brought.partnerships, brought.people, brought.invited) == (0, 1, 1)
    (held,) = session().scalars(select(Membership).where(Membership.person_id == person_at("new@place.example").id))
    assert (held.role, held.starts_on) == ("member", date(2018, 4, 1))


def test_a_check_lists_what_it_would_bring_and_what_it_would_use(runner, without_history):
    assert runner("import", str(without_history())).exit_code == 0
    result = runner("import", str(without_history(*SECOND)), "--check")
    assert result.exit_code == 0, result.stderr
    brings, uses = result.output.split("It would bring:")[1].split("There already, and used as it is:")
    assert [line.strip() for line in brings.strip().splitlines()] == ["programme again", "project “Trying” of a-place"]
    assert [line.strip() for line in uses.strip().splitlines()] == [
        "programme the-pilot",
        "theme growth",
        "organisation a-council",
        *(f"person {name}@place.example" for name in ("lead", "member", "gone", "outside", "team")),
        "partnership a-place",
        "team@place.example: programme-team",
        f"outside@{HERE}: facilitator from 2017-07-03 to 2017-12-31 (not deputy from 2017-07-04 to 2017-12-31)",
        f"gone@{HERE}: member from 2017-07-10 to 2017-09-30 (not member from 2017-08-10 to 2017-09-30)",
        "lead@place.example in a-place: lead from 2017-07-01 (not member from 2018-04-01)",
        "member@place.example in a-place: member from 2017-07-10 (not lead from 2018-04-01)",
    ]
