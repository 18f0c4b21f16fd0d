"""A file becomes a programme: through the commands that clicks use, at its own time, all of it or nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lpcommunity.access.models import AuditRecord
from lpcommunity.demo import sample_images
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.following.models import Follow
from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme, import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.invitations.commands import claim
from lpcommunity.invitations.models import Invitation
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Organisation, Person, RoleHolding
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.programmes.queries import programme as programme_at
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.models import Move, Reply, Review
from lpcommunity.slips.models import Slip
from lpcommunity.storage import Base, clock, db, session, statistics, today
from lpcommunity.thanks.models import Thanks
from tests.importing.conftest import line_of

EVERYTHING = [Programme, Theme, Organisation, Person, RoleHolding, Partnership, Membership, Project, Milestone, Entry]
EVERYTHING += [Revision, Review, Reply, Thanks, Follow, Draft, Invitation, OutboxEvent, AuditRecord]


def counts():
    return {table.__name__: session().scalar(select(func.count()).select_from(table)) for table in EVERYTHING}


def bring_in(path):
    return import_programme(read_programme(path))


def entry(title):
    return session().scalars(select(Entry).where(Entry.title == title)).one()


def test_everything_is_there_afterwards(app, programme_file):
    brought = bring_in(programme_file())
    assert (brought.programme, brought.partnerships, brought.people) == ("Places that Learn", 1, 5)
    programme = programme_at("places-that-learn")
    assert (programme.starts_on, programme.predecessor.name) == (date(2017, 7, 1), "The Pilot")
    assert programme.predecessor.starts_on is None
    member = session().scalars(select(Person).where(Person.email == "member@place.example")).one()
    assert (member.name, member.helps_with, member.password_hash) == ("Kim Member", "Chairs", None)
    first, second = session().scalars(select(Milestone).order_by(Milestone.due_on))
    assert (first.first_planned_on, first.reached_on) == (date(2017, 8, 15), date(2017, 9, 1))
    assert (second.first_planned_on, second.reached_on) == (date(2017, 11, 1), None)
    lead = session().scalar(select(Person.id).where(Person.email == "lead@place.example"))
    slips = session().scalars(select(Slip).order_by(Slip.id))
    assert [(one.from_on, one.to_on, one.reason, one.audience, one.author_id, one.why) for one in slips] == [
        (date(2017, 11, 1), date(2017, 12, 1), "procurement", "partnership", lead, "Three quotes."),
        (date(2017, 12, 1), date(2018, 2, 1), "money", "facilitators", None, "Not a penny."),
    ]
    roles = dict(session().execute(select(Membership.role, Membership.ends_on)).all())
    assert roles["facilitator"] == date(2017, 12, 31)
    assert [held.role for held in session().scalars(select(RoleHolding))] == ["programme-team"]


def test_every_act_happens_at_its_own_time(app, programme_file):
    bring_in(programme_file())
    posted = entry("It began")
    assert posted.published_at.astimezone(clock.LONDON).strftime("%Y-%m-%d %H:%M") == "2017-08-08 10:30"
    assert posted.version == 2  # revised on 4 September
    foretold = OutboxEvent.name == "FacilitatorLeaving"  # of what is to come
    times = session().scalars(select(OutboxEvent.occurred_at).where(~foretold).order_by(OutboxEvent.id)).all()
    assert max(times).year < 2019
    assert list(times) == sorted(times)


def test_a_reflection_goes_through_its_rounds(app, programme_file):
    bring_in(programme_file())
    thought = entry("Why did nobody come?")
    assert isinstance(thought, Reflection)
    assert (thought.review_state, thought.rounds, thought.audience) == ("acknowledged", 2, "community")
    assert thought.fields == {"what": "Nobody came.", "so-what": "I had counted chairs.", "now-what": "I will ask."}
    assert [review.outcome for review in session().scalars(select(Review).order_by(Review.id))] == [
        "invites",
        "acknowledges",
    ]
    reply = session().scalars(select(Reply)).one()
    assert session().get(Move, reply.move_id).says == "Whom had you asked?"
    assert thought.thanks_count == 2
    early = session().scalars(select(Revision).where(Revision.entry_id == thought.id, Revision.n == 1)).one()
    assert early.audience == "facilitators"


def test_what_is_unfinished_taken_back_or_withdrawn_stays_with_its_author(app, programme_file):
    bring_in(programme_file())
    assert entry("For myself").audience == "me"
    assert entry("Too early").state == "draft"
    assert session().scalars(select(Entry).where(Entry.state == "withdrawn")).one().fields["body"] == "Wrong figures."
    draft = session().scalars(select(Draft).where(Draft.subject.like("update:new:%"), Draft.spent_at.is_(None))).one()
    assert draft.fields["body"] == ["And then"]
    assert draft.path == "/partnerships/a-place/updates/new"
    assert draft.label == "Half a thought"


def rows_and_files(app):
    rows = {
        table.name: session().scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }
    return rows, sorted(Path(app.config["DATA_DIR"]).rglob("*"))


def test_a_check_leaves_nothing_neither_row_nor_file(app, programme_file, without_history):
    before = rows_and_files(app)
    assert check_programme(programme_file()).acts == 20
    assert rows_and_files(app) == before
    assert check_programme(without_history()).invited == 5
    assert rows_and_files(app) == before
    with pytest.raises(CannotImport):
        check_programme(programme_file(("cycle: driscoll", "cycle: gibbs")))
    assert rows_and_files(app) == before


def test_what_is_refused_leaves_nothing_neither_row_nor_file(app, programme_file):
    pictures = "themes: [growth]\n      pictures: [{draw: a-map, alt: A map}]\n"
    path = programme_file(("themes: [growth]\n", pictures), ("cycle: driscoll", "cycle: gibbs"))
    before, drawn = rows_and_files(app), []

    def draw(name):
        drawn.append(name)
        return sample_images.draw("two-lists")

    with pytest.raises(CannotImport, match="is no prompt of gibbs"):
        import_programme(read_programme(path), draw=draw)
    assert drawn == ["a-map"]
    rows, files = rows_and_files(app)
    assert rows == before[0]
    assert [path for path in files if path.is_file() and path not in before[1]] == []


def test_the_same_programme_is_refused_with_its_line(app, programme_file):
    path = programme_file()
    bring_in(path)
    before = counts()
    for again in (bring_in, check_programme):
        with pytest.raises(CannotImport) as refused:
            again(path)
        (problem,) = refused.value.problems
        assert str(problem).startswith(f"programme.yaml:{line_of('slug: places-that-learn')}: the programme")
    assert counts() == before


def test_what_a_command_refuses_is_told_with_its_line_and_nothing_stays(app, without_history):
    path = without_history(("latitude: 52.5", "latitude: 12.5"))
    before = counts()
    with pytest.raises(CannotImport) as refused:
        bring_in(path)
    (problem,) = refused.value.problems
    line = line_of("latitude") - 1
    assert str(problem).startswith(f"programme.yaml:{line}: This latitude is not in the United Kingdom")
    assert counts() == before


def test_a_mistake_late_in_the_story_takes_everything_back(app, programme_file, monkeypatch):
    path = programme_file()
    before = counts()

    def fail(*_args, **_kwargs):
        raise RuntimeError("the last act")

    monkeypatch.setattr("lpcommunity.importing.replay.save_draft", fail)
    with pytest.raises(RuntimeError):
        bring_in(path)
    db.session.remove()
    assert counts() == before


def test_everybody_new_is_invited_once_for_what_they_will_be(app, without_history):
    brought = bring_in(without_history())
    assert brought.invited == 5
    invited = {row.email: row for row in session().scalars(select(Invitation))}
    assert len(invited) == 5
    assert invited["outside@place.example"].role == "facilitator"
    assert invited["lead@place.example"].partnership.slug == "a-place"
    assert invited["team@place.example"].role == "programme-team"
    assert invited["lead@place.example"].name == "Jo Lead"
    assert session().scalar(select(func.count()).select_from(Person).where(Person.password_hash.is_not(None))) == 0


def test_claiming_the_invitation_opens_the_account_and_lengthens_no_role(app, without_history):
    until = today() + timedelta(days=90)
    path = without_history(("from: 2017-07-03, to: 2017-12-31", f"from: 2017-07-03, to: {until}"))
    bring_in(path)
    invitation = session().scalars(select(Invitation).where(Invitation.email == "outside@place.example")).one()
    person = claim(invitation, name="Dr Pat Outside", password="walk and talk on tuesdays")
    held = session().scalars(select(Membership).where(Membership.person_id == person.id)).one()
    assert (held.role, held.ends_on, held.ended_at) == ("facilitator", until, None)
    assert session().get(Person, person.id).password_hash
    team = session().scalars(select(Invitation).where(Invitation.email == "team@place.example")).one()
    claim(team, name="Sam Team", password="walk and talk on wednesdays")
    assert len(session().scalars(select(RoleHolding)).all()) == 1


def test_nobody_is_invited_where_the_file_says_so(app, without_history):
    brought = bring_in(without_history(("version: 1\n", "version: 1\ninvitations: none\n")))
    assert brought.invited == 0
    assert session().scalar(select(func.count()).select_from(Invitation)) == 0


def test_a_second_programme_finds_the_places_and_people_of_the_first(app, without_history):
    bring_in(without_history())
    changes = (("name: Places that Learn", "name: Again"), ("slug: places-that-learn", "slug: again"))
    brought = bring_in(without_history(*changes))
    assert brought.invited == 0  # everybody was there
    after = counts()
    assert (after["Programme"], after["Project"], after["Partnership"], after["Person"]) == (3, 2, 1, 5)
    assert after["Membership"] == 4


def test_the_command_line_tells_every_problem_and_ends_with_1(runner, programme_file):
    path = programme_file(("sector: council", "sector: club"), ("cycle: driscoll", "cycle: rolfe"))
    for words in (("import", str(path)), ("import", str(path), "--check")):
        result = runner(*words)
        assert result.exit_code == 1
        lines = [line.split(": ")[0] for line in result.stderr.splitlines()]
        assert lines == [f"programme.yaml:{line_of('sector: council')}", f"programme.yaml:{line_of('cycle: driscoll')}"]


def test_the_command_line_says_what_came_in(runner, programme_file, monkeypatch):
    looked: list[str] = []
    monkeypatch.setattr(statistics, "gather_with", lambda engine: looked.append(engine.dialect.name))
    path = str(programme_file())
    checked = runner("import", path, "--check")
    assert looked == []
    assert checked.exit_code == 0, checked.output
    assert checked.output.startswith("programme.yaml is fine. It would bring Places that Learn: ")
    done = runner("import", path)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Brought in Places that Learn: ")
    assert len(looked) == 1, "lists of what came in are planned without knowing it"
    assert runner("import", path).exit_code == 1


def test_a_file_that_is_not_there_is_said_plainly(runner):
    result = runner("import", "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (1, "nowhere.yaml:1: there is no file “nowhere.yaml” to read\n")
