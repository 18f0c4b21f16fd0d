"""Who reads why a milestone moved: as a predicate, as SQL, and as the issue says it. Days and cause are everybody's."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lpcommunity.access.reader import OPERATOR, Reader
from lpcommunity.entries.policy import reads
from lpcommunity.entries.sayings import Said, is_said_to
from lpcommunity.partnerships import memberships
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.slips import queries
from lpcommunity.slips.models import AUDIENCES, REASONS, Slip
from lpcommunity.storage import now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import is_left_out, random_world
from tests.factories.world import KINDS_OF_PERSON, READERS, parted


def can_read_why(actor, slip):
    """The predicate of the resolver, over a slip: "partnership" is the programme team as well."""
    return is_said_to(actor, Said(slip.author_id, slip.partnership_id, slip.audience, slip.confided_at), and_team=True)


TEAM = {"programme team", "programme team member elsewhere"}
WHO_READS = {**READERS, "partnership": READERS["partnership"] | TEAM}


@pytest.fixture
def world(begin_with):
    return begin_with(parted)


@pytest.fixture
def milestone(world):
    return make.milestone(world.here)


def read_by(world, slip):
    """Who may read its sentence, asked of the predicate and of each statement; all see the days and the cause."""
    found = set()
    for kind, person in world.people.items():
        reader = reading(person)
        for lines in (
            queries.slips_of_place(reader, world.here.id),
            queries.slips_of_milestone(reader, slip.milestone_id),
        ):
            [line] = lines
            assert (line.reason, line.to_on) == (slip.reason, slip.to_on)
            assert (line.why is not None) == can_read_why(reader, slip), kind
            assert (line.audience is not None) == (line.why is not None)
            if line.why is None:
                assert line.author is None
        found |= {kind} if can_read_why(reader, slip) else set()
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_sentence_is_read_by_its_audience_and_its_author(world, milestone, audience):
    slip = make.slip(milestone, world.someone("lead here"), audience)
    assert read_by(world, slip) == WHO_READS[audience] | {"lead here"}


def test_the_team_does_not_read_what_is_for_the_facilitators(world, milestone):
    slip = make.slip(milestone, world.someone("lead here"), "facilitators")
    assert not read_by(world, slip) & (TEAM | {"administrator", "evaluator", "member here", "deputy here"})


def test_who_comes_to_facilitate_reads_what_is_said_from_then_on(world, milestone):
    before = make.slip(milestone, world.someone("lead here"), "facilitators")
    term = world.come()
    after = make.slip(milestone, world.someone("lead here"), "facilitators")
    newcomer = reading(world.someone("later facilitator"))
    assert [can_read_why(newcomer, one) for one in (before, after)] == [False, True]
    assert [line.why is not None for line in queries.slips_of_place(newcomer, world.here.id)] == [False, True]
    memberships.end_membership(OPERATOR, term)
    assert not can_read_why(reading(world.someone("later facilitator")), after)


def test_what_nobody_wrote_by_name_is_still_for_its_audience(world, milestone):
    slip = make.slip(milestone, None, "facilitators")
    assert read_by(world, slip) == WHO_READS["facilitators"]


def test_an_author_who_has_left_still_reads_it(world, milestone):
    slip = make.slip(milestone, world.someone("lead here"), "partnership")

    @transactional
    def by_somebody_who_left():
        slip.author_id = world.someone("former author").id

    by_somebody_who_left()
    assert read_by(world, slip) == WHO_READS["partnership"] | {"former author"}
    assert set(KINDS_OF_PERSON) > WHO_READS["partnership"]


@transactional
def _some_slips(seed, world):
    chance, made = random.Random(seed), []
    programmes = [add_programme(OPERATOR, name=f"P {seed} {n}", starts_on=None, ends_on=None) for n in range(2)]
    for place in world.places:
        project = begin_project(OPERATOR, place, chance.choice(programmes), title="x")
        for n in range(2):
            milestone = add_milestone(OPERATOR, project, name=f"M {n}", due_on=today())
            for audience in chance.sample(AUDIENCES, 3):
                author = chance.choice([None, *world.people])
                moment = now() + timedelta(minutes=chance.choice((-2, 0, 2)))
                made.append(
                    Slip(
                        milestone_id=milestone.id, partnership_id=place.id, author_id=author.id if author else None,
                        from_on=today(), to_on=today(), reason=chance.choice([*REASONS]), why="x", audience=audience,
                        moved_at=moment, moved_on=today(), confided_at=moment if audience == "facilitators" else None,
                    )
                )  # fmt: skip
    session().add_all(made)
    session().flush()
    return programmes, made


@settings(max_examples=50)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_statements_and_predicate_agree_in_random_worlds(app, seed):
    if is_left_out(seed, of=2):
        return
    world = random_world(seed, places=3, people=8, entries=2)
    programmes, slips = _some_slips(seed, world)
    by_id = {one.id: one for one in slips}
    for reader in world.readers():
        may = {one.id for one in slips if can_read_why(reader, one)}
        of_places = [line for place in world.places for line in queries.slips_of_place(reader, place.id)]
        of_stones = [
            line for stone in {one.milestone_id for one in slips} for line in queries.slips_of_milestone(reader, stone)
        ]
        of_programmes = [
            line
            for programme in programmes
            for line in queries.OF_PROGRAMME.all(
                reads(reader), programme=programme.id, cause="", year=0, month=0,
                before_day=queries.NEWEST[0], before=queries.NEWEST[1], size=1000,
            )
        ]  # fmt: skip
        for lines in (of_places, of_stones, of_programmes):
            assert {line.id for line in lines} == set(by_id), "days and cause are for everybody"
            assert {line.id for line in lines if line.why is not None} == may
            mine = {one.id for one in slips if isinstance(reader, Reader) and one.author_id == reader.id}
            assert {line.id for line in lines if line.own} == mine
