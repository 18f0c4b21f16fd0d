"""Month by month: for whom, what a figure counts and opens, what is said of a place that may need a call, the copy."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from lpcommunity.access import Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR, Reader
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.models import Entry
from lpcommunity.invitations.commands import invite, withdraw
from lpcommunity.pages.charts import month_marks
from lpcommunity.pages.month_grid import counted
from lpcommunity.pages.policy import can_see_months
from lpcommunity.pages.queries import month_entries, silence
from lpcommunity.pages.queries.month_counts import count
from lpcommunity.pages.queries.month_range import Month, month_of, shown_months
from lpcommunity.pages.queries.months import Sieve, places_in_months
from lpcommunity.partnerships.commands import found_partnership, take_into_programme
from lpcommunity.partnerships.models import Membership
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.questions.commands import leave_open
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import Move
from lpcommunity.rhythm.commands.pausing import pause
from lpcommunity.rhythm.models import CHECK_IN, OPEN, Chance
from lpcommunity.slips.commands import move_milestone
from lpcommunity.storage import clock, now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.months import many_months
from tests.factories.random_world import random_world
from tests.pages.conftest import AUDIENCES, KINDS, end, sees

HERE = "/programmes/phase-2/months"


def words(html: str) -> str:
    """What a page says, in plain words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def calls(html: str) -> dict[str, str]:
    """Who may need a call, and what is said of it."""
    if 'aria-labelledby="calls"' not in html:
        return {}
    part = html.split('aria-labelledby="calls"')[1].split("</section>")[0]
    found = re.findall(r"<h3[^>]*>([^:<]+): ([^<]+)</h3>(.*?)</li>", part, re.DOTALL)
    return {name: f"{why} | {words(rest).strip()}" for name, why, rest in found}


def cells(html: str) -> dict[str, dict[str, int]]:
    """The numbers of each place, by month."""
    found: dict[str, dict[str, int]] = {}
    for row in re.findall(r'<tr role="row"><th role="rowheader".*?</tr>', html, re.DOTALL):
        name = re.search(r"<a [^>]*>([^<]+)</a>", row)[1]
        numbers = re.findall(r'months/(\d{4}-\d\d)\?place=[^"]+">.*?<span aria-hidden="true">(\d+)</span>', row)
        found[name] = {month: int(number) for month, number in numbers}
    return found


def table(text: str) -> list[list[str]]:
    """A copy, as a spreadsheet opens it."""
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


@transactional
def silent_for(world, days: int) -> None:
    """As if nothing had come for so many days: all that is on record, and the place itself, is older."""
    then = now() - timedelta(days=days + 1)
    for entry in session().query(Entry):
        entry.published_at = then
        entry.confided_at = entry.confided_at and then
    world.hull.active_at = then
    world.keele.created_at = now() - timedelta(days=5)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_there_for_the_programme_team_and_for_facilitators_of_its_places(world, kind):
    visitor = world.visit(kind)
    month = month_of(today()).key
    expected = {None: 303, "team": 200, "facilitator": 200, "facilitator_elsewhere": 200}.get(kind, 404)
    for path in (HERE, f"{HERE}.csv"):
        assert visitor.get(path).status_code == expected, path
    assert visitor.get("/months").status_code == (404 if expected == 404 else 303)
    assert visitor.get("/programmes/nowhere/months").status_code == {None: 303}.get(kind, 404)
    for place, may in ((world.hull, {"team", "facilitator"}), (world.keele, {"team", "facilitator_elsewhere"})):
        found = visitor.get(f"{HERE}/{month}?place={place.slug}").status_code
        assert found == (303 if kind is None else 200 if kind in may else 404), place.name
    for broken in (f"{HERE}/2026-13?place={world.hull.slug}", f"{HERE}/{month}", f"{HERE}/{month}?place=nowhere"):
        assert visitor.get(broken).status_code == (303 if kind is None else 404), broken
    if expected == 200:
        places = {"team": ["Hull", "Keele"], "facilitator": ["Hull"], "facilitator_elsewhere": ["Keele"]}[kind]
        assert list(cells(visitor.text(HERE))) == places
        assert list(dict.fromkeys(row[0] for row in table(visitor.text(f"{HERE}.csv"))[1:])) == places


def test_a_facilitator_of_no_place_of_a_programme_finds_none_of_its_months(world):
    add_programme(OPERATOR, name="Phase 3", slug="phase-3", starts_on=today(), ends_on=None)
    for tail in ("", ".csv", f"/{month_of(today()).key}?place={world.hull.slug}"):
        assert world.visit("facilitator").get(f"/programmes/phase-3/months{tail}").status_code == 404
    assert world.visit("team").get("/programmes/phase-3/months").status_code == 200
    assert world.visit("team").get("/months").location == "/programmes/phase-3/months"
    assert world.visit("facilitator").get("/months").location == HERE


@pytest.mark.parametrize("kind", ["team", "facilitator"])
def test_a_number_counts_what_its_reader_may_open_and_opens_just_that(world, kind):
    visitor = world.visit(kind)
    shown = cells(visitor.text(HERE))["Hull"]
    assert sum(shown.values()) == 2 * len(sees(kind))
    for month, number in shown.items():
        page = visitor.text(f"{HERE}/{month}?place={world.hull.slug}")
        assert len(re.findall("data-(entry|action)-id", page)) == number
        assert {audience for audience in AUDIENCES if f"-{audience}-" in page} <= sees(kind)


def test_counts_equal_lists_for_everybody_in_a_random_world(app, request):
    """Whoever may see the months: each figure is as long as the list behind it, in pages of whatever length."""
    world = random_world(int(request.config.getoption("--hypothesis-seed")))
    programme = add_programme(OPERATOR, name="All", slug="all", starts_on=None, ends_on=None)
    for work in world.places:
        begin_project(OPERATOR, work, programme, title="Work")
    _act(world)
    months = shown_months(None, None)
    seen = 0
    for reader in world.readers():
        if not isinstance(reader, Reader) or not can_see_months(reader):
            continue
        places = places_in_months(reader, programme.id, Sieve()).rows
        count(reader, places, months)
        for place in places:
            assert reader.programme_team or place.id in reader.facilitates
            for n, month in enumerate(months):
                listed, after = 0, None
                while True:
                    part = month_entries.behind(reader, place.id, month, after, size=2)
                    listed += len(part.cards) + len(part.actions)
                    after = part.next
                    if after is None:
                        break
                assert listed == sum(place.counts.get(n, {}).values()), (reader, place.name, month.key)
                seen += listed
    assert seen


def _act(world) -> None:
    """Actions for every audience in every place, some of them reported in one month or another."""
    for number in range(40):
        place, author = world.places[number % len(world.places)], world.people[number % len(world.people)]
        reported = now() - timedelta(days=17 * (number % 9)) if number % 3 else None
        with clock.at(now() - timedelta(days=200 * (number % 2))):
            make.action(
                author, place, AUDIENCES[number % 5], owner=world.people[-number % len(world.people)],
                outcome="done" if reported else None, came_of_it="It did.", reported_at=reported,
            )  # fmt: skip


def test_a_month_begins_at_midnight_in_london_also_in_summer(world):
    @transactional
    def moved(minutes):
        entry = world.entries["update", "public"]
        entry.published_at = Month(2026, 7).begins + timedelta(minutes=minutes)

    assert Month(2026, 7).begins == datetime(2026, 6, 30, 23, tzinfo=UTC)
    always = add_programme(OPERATOR, name="Always", slug="always", starts_on=None, ends_on=None)
    take_into_programme(OPERATOR, world.hull, always)
    with clock.at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        team = world.visit("team")
        for minutes, month in ((-1, "2026-06"), (0, "2026-07")):
            moved(minutes)
            assert cells(team.text("/programmes/always/months"))["Hull"].get(month) == 1
            assert 'data-entry-id="' in team.text(f"/programmes/always/months/{month}?place={world.hull.slug}")


def test_the_months_are_those_of_the_programme_and_at_most_the_latest_eighteen():
    with clock.at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        keys = [one.key for one in shown_months(None, None)]
        assert (keys[0], keys[-1], len(keys)) == ("2025-06", "2026-11", 18)
        assert [one.key for one in shown_months(today() - timedelta(days=40), None)] == ["2026-10", "2026-11"]
        assert shown_months(today() + timedelta(days=40), None) == []
        old = shown_months(datetime(2016, 1, 1, tzinfo=UTC).date(), datetime(2018, 3, 9, tzinfo=UTC).date())
        assert (old[-1].key, len(old)) == ("2018-03", 18)


def test_signs_are_five_at_most_and_each_sort_once_at_least():
    assert month_marks.letters([("dot", 6), ("dip", 3), ("square", 0)]) == "dddrr"
    assert month_marks.letters([("dot", 90), ("dip", 1), ("square", 1)]) == "dddrs"
    assert month_marks.letters([("dot", 0), ("dip", 1), ("square", 1)]) == "rs"
    assert month_marks.letters([("dot", 9), ("dip", 9), ("square", 9)], paused=True) == "ddrsp"
    assert month_marks.letters([]) == ""


# What is confided in a place that is quiet in the open, each in its own way.
def _entry(world):
    make.reflection(world.who["author"], world.hull, "facilitators")


def _for_the_place(world):
    make.update(world.who["author"], world.hull, "partnership")


@transactional
def _asked(world):
    made = world.entries["reflection", "public"]
    made.wait(now())
    made.waiting_since = None
    made.review_state = "answered"


def _narrowed(world):
    change_entry_audience(reading(world.who["author"]), world.entries["update", "community"], "facilitators")


def _undertaken(world):
    make.action(world.who["author"], world.hull, "facilitators", owner=world.who["author"])


def _reported(world):
    with clock.at(now() - timedelta(days=200)):
        made = make.action(world.who["author"], world.hull, "facilitators", owner=world.who["author"])
    report(reading(world.who["author"]), made, Report("done", "It did."))


def _answered(world):
    """Of an exchange that began long ago: only the answer is new."""
    made = world.entries["reflection", "facilitators"]
    with clock.at(now() - timedelta(days=200)):
        _send(made)
    asked = [MoveContent("challenging", "", "", "Why?")]
    reviews.send_review(
        reading(world.who["facilitator"]), made, signed_forms.new_key(), "invites", asked, made.version
    )  # fmt: skip


def _replied(world):
    with clock.at(now() - timedelta(days=190)):
        _answered(world)
    [move] = session().query(Move)
    made = world.entries["reflection", "facilitators"]
    reviews.send_replies(reading(world.who["author"]), made, signed_forms.new_key(), {move.id: "So."})


@transactional
def _send(made):
    made.wait(now())
    session().flush()


def _left_open(world):
    with clock.at(now() - timedelta(days=190)):
        _answered(world)
    [move] = session().query(Move)
    leave_open(reading(world.who["author"]), world.entries["reflection", "facilitators"], move.id)


CONFIDED = [_left_open, _entry, _for_the_place, _asked, _narrowed, _undertaken, _reported, _answered, _replied]


@pytest.mark.parametrize("happens", CONFIDED, ids=lambda one: one.__name__.strip("_"))
def test_quiet_is_said_only_where_nothing_was_confided_either(world, happens):
    silent_for(world, 60)
    _waits_no_more()
    team = world.visit("team")
    before = team.text(HERE)
    assert calls(before)["Hull"].startswith("quiet | Last heard from on ")
    happens(world)
    _waits_no_more()
    after = team.text(HERE)
    assert "Hull" not in calls(after), "neither mark nor name"
    grid = [_plain(html).split('id="grid"')[1] for html in (before, after)]
    assert ">0<" not in grid[0]
    if happens is not _narrowed:  # what the community read until then is gone for it
        assert grid[0] == grid[1], "the grid tells the two from each other by nothing"


def test_but_for_quiet_and_its_day_no_byte_of_the_calls_goes_by_what_was_confided(world):
    with clock.at(now() - timedelta(days=100)):
        _to_do(world)
    silent_for(world, 60)
    _waits_no_more()
    team = world.visit("team")
    before = team.text(HERE)
    assert calls(before)["Hull"].startswith("quiet, the check-in of ")
    assert f'mailto:{world.who["lead"].email}"' in before
    for happens in CONFIDED[:-2]:  # each in turn; the last two begin an exchange that is there by then
        happens(world)
        _waits_no_more()
        after = team.text(HERE)
        assert "quiet" not in calls(after)["Hull"], happens
        assert _but_quiet(after) == _but_quiet(before), happens


def _but_quiet(html: str) -> str:
    found = html.split('aria-labelledby="calls"')[1].split("</section>")[0]
    return re.sub(r": quiet(, and|,) |Last heard from on \d+ \w+( \d{4})?\. ", ": ", found).replace(">: ", ">")


@transactional
def _to_do(world):
    """A check-in that is open, a milestone that moved twice and an action that is late, all of it long ago."""
    day = today()
    made = Chance(offered_as=f"of-day:{day}", partnership_id=world.hull.id, kind=CHECK_IN, state=OPEN, day=day)
    session().add(made)
    lead = world.who["lead"]
    make.action(lead, world.hull, "community", due_on=day + timedelta(days=9), owner=lead)
    milestone = add_milestone(OPERATOR, world.project, name="Shared space", due_on=day)
    for days, reason in ((300, "approvals"), (400, "partner")):
        move_milestone(
            reading(lead), milestone, to_on=day + timedelta(days=days), reason=reason, why="So.", audience="partnership"
        )  # fmt: skip


@transactional
def _waits_no_more():
    for entry in session().query(Reflection):
        if entry.review_state == "waiting":
            entry.review_state, entry.waiting_since = "answered", None


def test_what_is_ones_own_alone_leaves_a_place_quiet_and_a_new_word_in_the_open_ends_it(world):
    silent_for(world, 60)
    team = world.visit("team")
    make.update(world.who["author"], world.hull, "me")
    make.update(world.who["author"], world.hull, "partnership", state="draft")
    make.action(world.who["author"], world.hull, "me", owner=world.who["author"])
    assert "quiet" in calls(team.text(HERE))["Hull"]
    make.update(world.who["author"], world.hull, "community")
    assert "Hull" not in calls(team.text(HERE))


def test_facilitators_are_told_what_they_found_and_never_that_a_place_is_quiet(world):
    """Who came later than something that was confided must not see by the word that something was."""
    silent_for(world, 60)
    facilitator = world.visit("facilitator")
    before = facilitator.text(HERE)
    assert calls(before)["Hull"].startswith("nothing to read since ")
    assert "quiet" not in words(before)
    assert f'href="/people/{world.who["lead"].id}"' in before
    assert "mailto:" not in before, "who looks after members sees addresses"

    with clock.at(datetime(2016, 1, 1, tzinfo=UTC)):
        made = make.action(world.who["author"], world.hull, "facilitators", owner=world.who["author"])
    report(reading(world.who["author"]), made, Report("done", "It did, and nobody of today may know."))
    assert _plain(facilitator.text(HERE)) == _plain(before)
    make.reflection(world.who["author"], world.hull, "facilitators")
    assert "Hull" not in calls(facilitator.text(HERE))
    with pytest.raises(Refused):
        silence.silent_since(reading(world.who["facilitator"]), {world.hull.id: None})


def _plain(html: str) -> str:
    return re.sub(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b', "", html)


def test_who_may_need_a_call_and_what_can_be_done(world):
    team, facilitator = world.visit("team"), world.visit("facilitator")
    lead, programme = world.who["lead"], world.programme

    @transactional
    def happens():
        waiting = world.entries["reflection", "facilitators"]
        waiting.review_state, waiting.rounds, waiting.waiting_since = "waiting", 1, now() - timedelta(days=9)
        for entry in session().query(Entry):
            entry.published_at = now() - timedelta(days=2)
        for days in (15, 3):
            day = today() - timedelta(days=days)
            made = Chance(offered_as=f"of-day:{day}", partnership_id=world.hull.id, kind=CHECK_IN, state=OPEN, day=day)
            session().add(made)

    happens()
    for audience in ("community", "partnership"):
        make.action(lead, world.hull, audience, what="CANARY-late", due_on=today() - timedelta(days=3), owner=lead)
    milestone = add_milestone(OPERATOR, world.project, name="Shared space", due_on=today())
    for days, reason in ((9, "approvals"), (20, "partner")):
        move_milestone(
            reading(lead), milestone, to_on=today() + timedelta(days=days), reason=reason, why="CANARY-why",
            audience="partnership",
        )  # fmt: skip
    said = calls(team.text(HERE))
    assert list(said) == ["Hull"], "Keele is set up just now, led and facilitated"
    assert said["Hull"].startswith("a reflection has been waiting for nine days, and the check-in of ")
    assert "“Shared space”, now " in said["Hull"]
    assert ": approvals, then a partner’s capacity." in said["Hull"]
    assert "An action is late." in said["Hull"], "of those that the community reads"
    assert "Facilitator can answer." in said["Hull"]
    assert "need do nothing" not in said["Hull"], "there is more to do"
    assert "CANARY" not in team.text(HERE)
    html = team.text(HERE)
    assert f'href="mailto:{world.who["facilitator"].email}"' in html
    theirs = facilitator.text(HERE)
    assert "Two actions are late." in calls(theirs)["Hull"]
    assert 'href="/reviews"' in theirs
    assert "mailto:" not in theirs, "who looks after members sees addresses"
    end(_seat_of(lead))
    promised = invite(OPERATOR, "tom@example.org", "lead", world.hull)
    assert "nobody leads" not in calls(team.text(HERE))["Hull"].lower()
    theirs = calls(facilitator.text(HERE))["Hull"]
    assert theirs.startswith("nobody leads, and "), "who is invited is not theirs to know"
    withdraw(OPERATOR, promised)
    end(_seat_of(world.who["facilitator"]))
    said = calls(team.text(HERE))
    assert said["Hull"].startswith("nobody facilitates, and nobody leads | A reflection has been waiting for")
    assert f'href="/partnerships/{world.hull.slug}/invitations/facilitator?programme=phase-2"' in team.text(HERE)
    invite(OPERATOR, "owen@example.org", "facilitator", world.hull)
    invite(OPERATOR, "ada@example.org", "lead", world.hull)
    assert calls(team.text(HERE))["Hull"].startswith("a reflection has been waiting for nine days")
    assert programme.slug in HERE


def _seat_of(person):
    return session().query(Membership).filter_by(person_id=person.id).one()


def test_a_paused_place_is_neither_late_nor_quiet_and_its_months_say_so(world):
    silent_for(world, 60)
    team = world.visit("team")
    assert "Hull" in calls(team.text(HERE))
    with clock.at(now() - timedelta(days=40)):
        pause(reading(world.who["lead"]), world.hull, today() + timedelta(days=100), "CANARY-illness", "facilitators")
    html = team.text(HERE)
    assert calls(html) == {}
    assert "Nobody needs a call just now." in html
    row = html.split(">Hull</a>")[1].split("</tr>")[0]
    assert "Paused until " in row
    assert row.count("lp-months__cell--paused") >= 1
    assert "CANARY" not in html
    copied = [row for row in table(team.text(f"{HERE}.csv")) if row[0] == "Hull"]
    assert copied[-1][1:] == [month_of(today()).key, "", "", "", "", "yes"]
    behind = team.text(f"{HERE}/{month_of(today()).key}?place={world.hull.slug}")
    assert re.search(r"Paused \d+[\w ]*\. Nothing is expected of a place", behind)
    make.update(world.who["author"], world.hull, "community")
    row = team.text(HERE).split(">Hull</a>")[1].split("</tr>")[0]
    assert "lp-months__cell--1 lp-months__cell--pausing" in row
    assert re.search(r": one update; paused \d", row)
    assert "Paused " not in team.text(f"{HERE}/{month_of(today()).later(-4).key}?place={world.hull.slug}")


def test_it_is_narrowed_by_theme_and_sector_and_leads_to_another_programme(world):
    team = world.visit("team")
    assert list(cells(team.text(f"{HERE}?theme=growth"))) == ["Hull"]
    assert list(cells(team.text(f"{HERE}?sector=council"))) == ["Hull"]
    assert list(cells(team.text(f"{HERE}?sector=nhs"))) == []
    assert "No place has that" in team.text(f"{HERE}?theme=growth&sector=nhs")
    assert list(cells(team.text(f"{HERE}?theme=nothing"))) == ["Hull", "Keele"]
    add_programme(OPERATOR, name="Phase 3", slug="phase-3", starts_on=today() + timedelta(days=50), ends_on=None)
    there = team.get(f"{HERE}?programme=phase-3&theme=growth")
    assert there.location == "/programmes/phase-3/months?theme=growth"
    assert team.get(f"{HERE}?programme=nowhere").status_code == 200
    assert world.visit("facilitator").get(f"{HERE}?programme=phase-3").status_code == 200, "none of theirs"


def test_the_copy_has_the_same_rows_is_harmless_and_stands_in_the_record(world):
    found_partnership(OPERATOR, name="=HYPERLINK(1)", slug="evil", programme=world.programme)
    team = world.visit("team")
    answer = team.get(f"{HERE}.csv?theme=growth")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="months-phase-2.csv"'
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    headings, *rows = table(answer.get_data(as_text=True))
    assert headings == ["place", "month", "updates", "reflections", "actions reported", "in all", "paused"]
    assert {row[0] for row in rows} == {"Hull"}
    assert {row[1]: int(row[5]) for row in rows if row[5]} == cells(team.text(HERE))["Hull"]
    came = re.findall(r"Hull, (\w+ \d{4}): ([\w ,]+)</span>", team.text(HERE))
    assert dict(came) == {_named(row[1]): _came(row) for row in rows if row[5]}
    assert '"\'=HYPERLINK(1)"' in team.text(f"{HERE}.csv")
    [first, *_] = session().query(AuditRecord).filter_by(act="months-exported").all()
    assert (first.actor_id, first.subject_kind, first.subject_id) == (
        world.who["team"].id, "programme", world.programme.id
    )  # fmt: skip


def _named(key: str) -> str:
    return Month(*map(int, key.split("-"))).name


def _came(row: list[str]) -> str:
    return counted({what: int(n or 0) for what, n in zip(("update", "reflection", "action"), row[2:5], strict=True)})


def test_who_needs_an_answer_alone_stands_after_the_others_and_no_place_means_no_calls(world):
    team, facilitator = world.visit("team"), world.visit("facilitator")
    add_programme(OPERATOR, name="Phase 3", slug="phase-3", starts_on=today(), ends_on=None)
    empty = team.text("/programmes/phase-3/months")
    assert "No place takes part yet" in empty
    assert "call" not in words(empty.split("<main")[1].split("</main>")[0]).replace("glad of a call", "")

    @transactional
    def happens():
        for number, audience in enumerate(("facilitators", "partnership")):
            waiting = world.entries["reflection", audience]
            waiting.review_state, waiting.rounds = "waiting", 1
            waiting.waiting_since = now() - timedelta(days=9 - number)
        for entry in session().query(Entry):
            entry.published_at = now() - timedelta(days=2)

    happens()
    end(_seat_of(world.who["facilitator_elsewhere"]))
    said = calls(team.text(HERE))
    assert list(said) == ["Keele", "Hull"], "each by name, but in Hull only a facilitator has to answer"
    assert said["Hull"].startswith(
        "two reflections have been waiting, the oldest for nine days | "
        "Facilitator can answer. The lead need do nothing."
    )
    assert "two reflections, the oldest for nine days" in words(team.text("/home")).lower(), "home says the same"
    assert "First where more is needed than an answer" in team.text(HERE)
    assert "First where" not in facilitator.text(HERE)
    end(_seat_of(world.who["lead"]))
    assert list(calls(team.text(HERE))) == ["Hull", "Keele"]


def test_many_places_come_in_pages_each_with_its_own_calls_and_as_many_queries(world, count_queries):
    team = world.visit("team")
    team.text(HERE)
    with count_queries() as few:
        team.text(HERE)
    many_months(places=60, months=18)
    with count_queries() as many:
        html = team.text("/programmes/both/months")
    assert len(few) == len(many) == 12, many
    assert len(cells(html)) == 50
    assert len(calls(html)) == 12
    rest = re.search(r'<a class="govuk-link" href="([^"]+)">Show (\d+|\w+) more places?</a>', html)
    assert len(calls(team.text(rest[1].replace("&amp;", "&")))) > 12
    following = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert not cells(html).keys() & cells(team.text(following)).keys()
    facilitator = world.visit("facilitator")
    facilitator.text(HERE)
    with count_queries() as asked:
        facilitator.text(HERE)
    assert len(asked) == 11, asked
    place = next(iter(re.findall(r"months/(20[\d-]+)\?place=([\w-]+)", html)))
    with count_queries() as asked:
        team.text(f"/programmes/both/months/{place[0]}?place={place[1]}")
    assert len(asked) <= 7, asked
