"""What the commands refuse, and what only the file can say, is told by line, all of it at once, and nothing stays."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Refused
from lpcommunity.histories.problems import CannotImport, Problems, SourceLocation
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.commands import check_programme
from lpcommunity.importing.steps import DOES_NOT_FIT, MAY_NOT, NOTHING_CHANGED, Step, Steps
from lpcommunity.outbox import registry
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import now, session, transactional
from tests.importing.conftest import is_told_at, line_of
from tests.outbox.conftest import BellRung

NINE = datetime(2018, 1, 1, 9)  # noqa: DTZ001  (wall clock in London)


def problems_of(path):
    with pytest.raises(CannotImport) as refused:
        check_programme(path)
    return [str(problem) for problem in refused.value.problems]


# What is changed, on which line the problem is found, what is said.
REFERENCES = [
    (("ends: 2018-03-31", "ends: 2017-03-31"), "ends: 2018", "The last day must be after the first day"),
    (("organisation: a-council}", "organisation: b-council}"), "Jo Lead", "there is no organisation “b-council”"),
    (("organisations: [a-council]", "organisations: [b]"), "organisations: [", "there is no organisation “b”"),
    (("theme: growth\n      mile", "theme: decline\n      mile"), "theme: growth", "there is no theme “decline”"),
    (("- {person: team@", "- {person: tame@"), "- {person: team@", "there is no person “tame@place.example”"),
    (("to: 2017-09-30", "to: 2017-07-09"), "{person: gone@", "The last day must be on or after the first day"),
    (("    longitude: -1.5\n", ""), "latitude: 52.5", "Give both latitude and longitude, or neither"),
]

HISTORY = [
    (("author: lead@place.example\n      at: 2017-08-08", "author: outside@place.example\n      at: 2017-08-08"),
     "author: lead@", MAY_NOT),
    (("at: 2017-09-01 20:00", "at: 2017-10-01 20:00"), "author: gone@", MAY_NOT),
    (("by: lead@place.example, why: Three", "by: member@place.example, why: Three"), "why: Three", MAY_NOT),
    (("by: lead@place.example, why: Three", "by: nobody@place.example, why: Three"), "why: Three",
     "there is no person “nobody@place.example”"),
    (("to: 2017-12-01", "to: 2017-11-01"), "to: 2017-12-01", "It is due on this day already"),
    (("milestone: First step", "milestone: Third step"), "milestone: First", "has no milestone “Third step”"),
    (("themes: [growth]", "themes: [decline]"), "themes: [growth]", "there is no theme “decline”"),
    (("      reason: Nobody came.\n", ""), "standing: needs-attention", "“needs-attention” wants a reason"),
    (("about: [first,", "about: [zeroth,"), "about: [first,", "is neither a milestone here nor anything told"),
    (("        so-what: I had", "        so-wat: I had"), "so-what: I had", "“so-wat” is no prompt of driscoll"),
    (("by: outside@place.example\n      at: 2017-08-15", "by: lead@place.example\n      at: 2017-08-15"),
     "by: outside@", MAY_NOT),
    (("passage: counted chairs", "passage: counted tables"), "passage: counted", "These words are not in the text"),
    (("passage: counted chairs", "passage: Nobody came"), "passage: counted", "not in the text of this prompt"),
    (("prompt: so-what", "prompt: feelings"), "prompt: so-what", "“feelings” is none of its prompts"),
    (("{move: 2,", "{move: 3,"), "{move: 2,", "the answer has 2 moves, counted from 1"),
    (("  - submission: {of: thought", "  - submission: {of: nothing"), "- submission", "nothing told before is called"),
    (("- submission: {of: thought, by: member@", "- submission: {of: thought, by: lead@"),
     "- submission", MAY_NOT),
    (("outcome: invites", "outcome: acknowledges"), "- leaving-there", MAY_NOT),
    (("09:00, audience: community}", "09:00, audience: facilitators}"),
     "audience: community}", NOTHING_CHANGED),
    (("{for: thought, by: [lead@", "{for: thought, by: [member@"), "{for: thought", MAY_NOT),
    (("{for: thought, by: [lead@place.example, team@", "{for: note, by: [lead@place.example, team@"), "{for: thought",
     "nothing told before is called “note”"),
    (("theme: growth, at", "theme: growth, person: lead@place.example, at"), "theme: growth, at", "exactly one of"),
    (("who: team@place.example, person: lead@", "who: lead@place.example, person: lead@"),
     "person: lead@place.example, at",
     MAY_NOT),
    (("theme: growth, at", "partnership: a-place, at"), "theme: growth, at", NOTHING_CHANGED),
    (("audience: me\n", "audience: me\n      send: true\n"), "audience: me", "It is for you only. Say who may read it"),
    (("- revision: {of: first,", "- revision: {of: back,"), "- revision: {of: first", "a reflection has no “"),
    (("of: wrong, by", "of: unfinished, by"), "of: wrong, by", "nothing told before is called “unfinished”"),
    (("title: For myself\n      audience: me\n      answers: {body: I shall leave.}",
      "title: For myself\n      audience: me\n      answers: {body: ''}"),
     "answers: {body: I shall", "Write at least a sentence"),
    (("- withdrawal: {of: wrong", "- taking-back: {of: thought"), "- withdrawal", MAY_NOT),
]  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what follows it tries both
@pytest.mark.parametrize(
    ("change", "at", "says"), [*REFERENCES, *HISTORY], ids=lambda value: str(value)[:40].replace("\n", " ")
)
def test_each_mistake_is_told_with_its_line(app, programme_file, change, at, says):
    is_told_at(problems_of(programme_file(change)), change, at, says)


def test_everything_is_told_at_once_in_the_order_of_lines(app, programme_file):
    path = programme_file(
        ("latitude: 52.5", "latitude: 12.5"),
        ("themes: [growth]", "themes: [decline]"),
        ("audience: me\n", "audience: me\n      send: true\n"),
        ("at: 2017-09-05 08:00", "at: 2017-09-01 08:00"),
        ("who: team@place.example, partnership: a-place", "who: team@place.example, theme: growth"),
    )
    found = problems_of(path)
    assert [int(problem.split(":")[1]) for problem in found] == [
        line_of("latitude"),
        line_of("theme: growth, at"),
        line_of("at: 2017-09-05") + 1,
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "line", "says"),
    [
        # Everything in this place, and whoever comes to it, is passed over.
        ([("latitude: 52.5", "latitude: 12.5")], "latitude", "not in the United Kingdom"),
        # What is said of an entry that was refused.
        ([("milestone: First step", "milestone: Third step"), ("about: [first, First step]", "about: [First step]")],
         "milestone: First", "has no milestone"),
        # The response to an answer that was refused, and all that follows it.
        ([("by: outside@place.example\n      at: 2017-08-15", "by: lead@place.example\n      at: 2017-08-15")],
         "by: outside@", MAY_NOT),
        # Somebody whose role was refused.
        ([("from: 2017-07-10, to: 2017-09-30", "from: 2017-07-10, to: 2017-07-09")], "{person: gone@", "last day"),
        # What somebody does who is not in the file.
        ([("by: outside@place.example\n      at: 2017-08-15", "by: nobody@place.example\n      at: 2017-08-15")],
         "by: outside@", "there is no person “nobody@place.example”"),
    ],
)  # fmt: skip
def test_what_speaks_of_something_refused_is_passed_over(app, programme_file, changes, line, says):
    [problem] = problems_of(programme_file(*changes))
    assert problem.startswith(f"programme.yaml:{line_of(line)}: ")
    assert says in problem


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "at", "says"),
    [
        (("  - withdrawal: {of: wrong, by: lead@place.example, at: 2017-09-06",
          "  - thanks: {for: unfinished, by: [team@place.example], at: 2018-01-21"),
         "- withdrawal", "“unfinished” is a draft at that time"),
        (("- taking-back: {of: back", "- taking-back: {of: first"), "- taking-back", "“first” is not a reflection"),
        (("- taking-back: {of: back", "- response: {on: back, answers: [{move: 1, says: Yes.}]"),
         "- taking-back", "“back” has no answer yet"),
        (("answers: {now-what: I will ask.}", "answers: {what: Nobody came.}"), "- revision: {of: th", NOTHING_CHANGED),
    ],
)  # fmt: skip
def test_more_that_cannot_have_been(app, programme_file, change, at, says):
    is_told_at(problems_of(programme_file(change)), change, at, says)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whoever_may_not_post_keeps_no_draft_either(app, programme_file):
    change = ("author: lead@place.example\n      at: 2018-01-20", "author: team@place.example\n      at: 2018-01-20")
    [problem] = problems_of(programme_file(change))
    assert problem == f"programme.yaml:{line_of('at: 2018-01-20') - 1}: {MAY_NOT}"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_of_a_name_that_is_given_twice_nothing_more_is_said(app, programme_file):
    path = programme_file(("ref: wrong", "ref: first"), ("of: wrong, by: lead@", "of: first, by: member@"))
    [problem] = problems_of(path)
    assert problem == f"programme.yaml:{line_of('ref: wrong')}: “first” names something else already"


def _theme(slug):
    session().add(Theme(slug=slug, name=slug, sort_name=slug))
    session().flush()


def _refused():
    _theme("b")
    raise Refused


@transactional
def _taken(steps, *, at_their_time=False):
    problems = Problems()
    Steps(problems, at_their_time=at_their_time).take(steps)
    return problems.found, list(session().scalars(select(Theme.slug).order_by(Theme.slug)))


def test_a_step_that_is_refused_takes_nothing_else_back(app):
    one = Item(SourceLocation("a.yaml", 3), {}, {})
    first, later = NINE, NINE + timedelta(days=1)
    told: list[str] = []
    steps = [
        Step(later, one, lambda: _theme("c")),
        Step(first, one, _refused, lambda: told.append("b")),
        Step(first, one, lambda: _theme("a")),
    ]
    found, themes = _taken(steps)
    assert [str(problem) for problem in found] == [f"a.yaml:3: {MAY_NOT}"]
    assert (themes, told) == (["a", "c"], ["b"])


def _taken_already():
    session().add(Theme(slug="a", name="A again", sort_name="a"))  # flushed, and refused, when the step ends


def test_what_the_database_refuses_is_told_in_words_and_takes_nothing_else_back(app):
    lines = [Item(SourceLocation("a.yaml", n), {}, {}) for n in range(1, 5)]
    told: list[str] = []
    steps = [
        Step(NINE, lines[0], lambda: _theme("a")),
        Step(NINE, lines[1], _taken_already, lambda: told.append("a")),
        Step(NINE, lines[2], lambda: _theme(None)),
        Step(NINE, lines[3], lambda: _theme("b")),
    ]
    found, themes = _taken(steps)
    assert [str(problem) for problem in found] == [f"a.yaml:2: {DOES_NOT_FIT}", f"a.yaml:3: {DOES_NOT_FIT}"]
    assert (themes, told) == (["a", "b"], ["a"])


@transactional
def _taken_but(wrong, steps):
    problems = Problems()
    problems.add(wrong.place, "this cannot be meant", of=wrong)
    Steps(problems, at_their_time=False).take(steps)
    return [str(problem) for problem in problems.found], list(session().scalars(select(Theme.slug)))


def test_with_what_a_rule_found_wrong_nothing_is_done(app):
    """Two parts of a file may say the same, word for word."""
    wrong, right = (Item(SourceLocation("a.yaml", n), {}, {"slug": "a"}) for n in (1, 2))
    passed_over: list[str] = []
    steps = [
        Step(NINE, wrong, lambda: _theme("a"), lambda: passed_over.append("a")),
        Step(NINE, right, lambda: _theme("b")),
    ]
    assert _taken_but(wrong, steps) == (["a.yaml:1: this cannot be meant"], ["b"])
    assert passed_over == ["a"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("key", "day"),
    [("on: 2017-10-02", "on: 2017-06-30"), ("reached: 2017-09-01", "reached: 2017-06-30"),
     ("at: 2017-08-08 10:30", "at: 2017-06-30 10:30")],
)  # fmt: skip
def test_what_happened_before_all_began_is_told_once(app, programme_file, key, day):
    found = problems_of(programme_file((key, day)))
    assert len(found) == 1, found
    [problem] = found
    assert problem.endswith("this is before the morning of 2017-07-01, with which the file begins")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_milestone_that_says_nothing_of_its_first_day_is_told_once(app, programme_file):
    [problem] = problems_of(programme_file(("          first-planned: 2017-11-01\n", "")))
    assert problem.startswith(f"programme.yaml:{line_of('          slips:') - 1}: a milestone that slipped says where")


def test_each_step_has_its_own_moment_or_all_are_now(app):
    one, moments = Item(SourceLocation("a.yaml", 3), {}, {}), []
    steps = [Step(NINE + timedelta(days=n), one, lambda: moments.append(now())) for n in (1, 0)]
    _taken(steps, at_their_time=True)
    assert [moment.day for moment in moments] == [1, 2]
    _taken(steps)
    assert moments[2].year > 2018


def test_what_an_act_tells_must_change_something(app):
    one = Item(SourceLocation("a.yaml", 3), {}, {})
    [problem], _ = _taken([Step(NINE, one, lambda: None, changes=True)])
    assert problem.text == NOTHING_CHANGED


def test_a_refusal_finds_its_line_by_the_commands_own_names():
    place = SourceLocation("a.yaml", 1)
    move = Item(SourceLocation("a.yaml", 4), {"says": SourceLocation("a.yaml", 5)}, {"says": "x", "prompt": None})
    places = {"body": SourceLocation("a.yaml", 2), "moves": SourceLocation("a.yaml", 3)}
    item = Item(place, places, {"body": "x", "moves": [move]})
    step = Step(NINE, item, lambda: None, fields={"text": "body"})
    lines = {
        ("text",): 2, ("moves", 0, "says"): 5, ("moves", 0, "prompt"): 4, ("moves", 7, "says"): 3, ("moves",): 3,
        ("other",): 1,
    }  # fmt: skip
    assert {way: step.where(way).line for way in lines} == lines


def test_what_falls_due_between_two_acts_of_a_story_is_an_event_by_the_second(app, monkeypatch):
    """So what comes later in the story neither moves it nor calls it off; and a check takes it back."""
    monkeypatch.setattr(registry, "_subscribers", {})
    registry.subscribe(BellRung, "steps.bell")(lambda event, meta: None)

    def plan() -> None:
        for n in (1, 3):
            outbox.schedule(BellRung(n), key=f"bell:{n}", at=now() + timedelta(days=n))

    @transactional
    def live() -> list[OutboxEvent]:
        item, problems = Item(SourceLocation("story.yaml", 1), {}, {}), Problems()
        acts = [(NINE, plan), (NINE + timedelta(days=2), lambda: outbox.unschedule("bell:"))]
        Steps(problems, at_their_time=True).take([Step(at, item, do) for at, do in acts])
        problems.stop_if_any()
        return list(session().scalars(select(OutboxEvent)))

    [rung] = live()
    assert (rung.payload, rung.occurred_at.replace(tzinfo=None)) == ({"bell_id": 1}, NINE + timedelta(days=1))
