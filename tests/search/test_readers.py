"""Who finds what: exactly what they may read, in a random world and as every kind of reader."""

from datetime import timedelta
from itertools import product

import pytest

from lpcommunity.access.reader import Reader
from lpcommunity.comments import commands
from lpcommunity.comments.words import Words
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.search import filling, finding, queries, query_language, sieve, tokens
from lpcommunity.search.models import Searchable
from lpcommunity.storage import now, session, today
from tests import factories
from tests.factories.random_world import random_world
from tests.harness.visitor import Visitor
from tests.search.texts import post


@pytest.fixture
def seed(request):
    return int(request.config.getoption("--hypothesis-seed"))


def test_everybody_finds_what_they_may_read_and_nothing_else(app, seed):
    """The marks beside the words are wider than the resolver, and the resolver decides."""
    world = random_world(seed)
    filling.begin()
    list(filling.steps())
    entries = list(session().query(Entry))
    wanted = query_language.Wanted("", ())
    wrong = []
    for reader in world.readers():
        if not isinstance(reader, Reader):
            continue
        match = queries.match_of(wanted, reader, ["#kupdate", "#kreflection"])
        hits = queries.hits(reader, match, size=5000)
        found = {one.thing_id for one in queries.shown(reader, hits.ids)}
        allowed = {entry.id for entry in entries if can_read(reader, entry)}
        if found != allowed:
            wrong.append(f"{reader}: {sorted(found ^ allowed)}")
    assert wrong == [], f"seed {seed}: {wrong}"


def test_a_word_that_only_others_may_read_answers_as_one_that_nobody_wrote(app, count_queries):
    """Byte for byte, but for the word, and query for query."""
    here, elsewhere = factories.place("Here"), factories.place("Elsewhere")
    author, reader = factories.person("Author Person"), factories.person("Reader Person")
    factories.belongs(author, elsewhere)
    factories.belongs(reader, here)
    for audience in ("me", "facilitators", "partnership"):
        made = post(author, elsewhere, f"Xylophonic {audience}", "Zanzibari words", audience)
    said = Words.written("Zanzibari and xylophonic")
    commands.post_comment(factories.reading(author), made, signed_forms.new_key(), said)
    client = Visitor(app, reader)

    def answered(word):
        with count_queries() as asked:
            page = client.get(f"/search?q={word}").get_data(as_text=True)
        with count_queries() as suggested:
            client.get(f"/search/suggestions?q={word}")
        masked = page.replace(word, "…")
        return [line for line in masked.splitlines() if "csrf_token" not in line], len(asked), len(suggested)

    answered("anything")  # the names are read once
    assert answered("zanzibari") == answered("qanzibarx")
    assert answered("xylophonic") == answered("xylophoniq")
    assert "Xylophonic" in Visitor(app, author).get("/search?q=zanzibari").get_data(as_text=True)


def test_what_is_taken_off_the_record_is_found_by_its_author_alone(app):
    here = factories.place()
    ann, ben = factories.person(), factories.person()
    factories.belongs(ann, here)
    factories.belongs(ben, here)
    made = post(ann, here, "Rhubarb", "Custard", "partnership")
    assert found(ben, "rhubarb") == ["Rhubarb"]
    change_entry_audience(factories.reading(ann), made, "facilitators")
    assert (found(ben, "rhubarb"), found(ann, "custard")) == ([], ["Rhubarb"])
    change_entry_audience(factories.reading(ann), made, "public")
    assert found(ben, "rhubarb") == ["Rhubarb"]
    withdraw_entry(factories.reading(ann), made)
    assert (found(ben, "rhubarb"), found(ann, "custard")) == ([], ["Rhubarb"])
    assert session().query(Searchable).filter_by(source="entry").count() == 1


def test_the_newest_come_first_page_by_page_whenever_they_were_written(app):
    """Over several spans of time (tokens.span), some of them without any."""
    here, ann = factories.place(), factories.person()
    factories.belongs(ann, here)
    for days in (0, 1, 24, 25, 200, 201, 1000):
        made = post(ann, here, f"Rhubarb {days}", "Custard")
        made.published_at = now() - timedelta(days=days)
        session().commit()
    reader = factories.reading(ann)
    match = queries.match_of(query_language.read("rhubarb"), reader)
    seen, after = [], None
    while page := queries.hits(reader, match, after=after, size=2).ids:
        seen += [one.title for one in queries.shown(reader, page)]
        after = page[-1]
    assert seen == [f"Rhubarb {days}" for days in (0, 1, 24, 25, 200, 201, 1000)]


def test_whoever_may_read_a_text_finds_it_however_old_it_is_and_by_its_place(app):
    """For whom it could be is said for each span of time (tokens.in_spans), in each as for all of time."""
    here, there = factories.place("Here"), factories.place("There")
    ann, ben, carl, dora, _ = people = [
        factories.person(f"{name} Person") for name in ("Ann", "Ben", "Carl", "Dora", "Ed")
    ]
    begun = today() - timedelta(days=900)
    for who, where, role in (
        (ann, here, "member"), (ann, there, "member"), (ben, here, "member"), (ben, there, "facilitator"),
        (carl, here, "facilitator"), (dora, there, "member"),
    ):  # fmt: skip
        factories.belongs(who, where, role, since=begun)
    made: list[Entry] = []
    for days, audience, where in product((0, 2, 7, 40, 800), AUDIENCES, (here, there)):
        one = post(ann, where, f"Rhubarb {audience} {days}", "Custard", audience)
        one.published_at = now() - timedelta(days=days, minutes=len(made))
        session().commit()
        made.append(one)
    for who, narrowed in product(people, ([], [here], [there])):
        reader = factories.reading(who)
        match = queries.match_of(query_language.read("rhubarb"), reader, *([tokens.place(one.id)] for one in narrowed))
        seen = [one.thing_id for one in queries.shown(reader, queries.hits(reader, match, size=100).ids)]
        readable = [one.id for one in reversed(made) if can_read(reader, one)]
        wanted = [key for key in readable if not narrowed or session().get(Entry, key).partnership_id == narrowed[0].id]
        assert sorted(seen) == sorted(wanted), (who.name, narrowed)
    assert len({tuple(can_read(factories.reading(who), one) for one in made) for who in people}) == 5  # all differ


def found(person, words):
    reader = factories.reading(person)
    results = finding.results(reader, query_language.read(words), sieve.read(reader, {}))
    return [one.title for one in results.found]
