"""The feed of those one follows: visible, newest first, page by page."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import entry_theme
from lpcommunity.following import commands
from lpcommunity.following.feed import feed
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import clock, session, transactional
from tests import factories as make
from tests.factories import reading

BEGIN = datetime(2018, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def people(app):
    people = SimpleNamespace()
    people.hull, people.keele, people.tees = make.place("Hull"), make.place("Keele"), make.place("Tees Valley")
    people.amina, people.grace, people.samira = make.person("Amina"), make.person("Grace"), make.person("Samira")
    make.belongs(people.amina, people.tees, "lead")
    make.belongs(people.grace, people.hull, "lead")
    make.belongs(people.samira, people.keele, "lead")
    return people


def at(days):
    return clock.at(BEGIN + timedelta(days=days))


@transactional
def carry(entry, theme):
    lifecycle.put_themes(
        entry, [*session().scalars(select(entry_theme.c.theme_id).where(entry_theme.c.entry_id == entry.id)), theme.id]
    )


def test_followed_places_people_and_themes_and_ones_own_place(people):
    colleague = make.person("Colleague")
    make.belongs(colleague, people.tees)
    theme = add_theme(OPERATOR, slug="growth", name="Growth")
    with at(1):
        of_place = make.update(people.grace, people.hull)
    with at(2):
        of_person = make.update(people.samira, people.keele)
    with at(3):
        own_place = make.update(colleague, people.tees, "partnership")
        make.update(people.amina, people.tees)  # one's own
    stranger, elsewhere = make.person("Stranger"), make.place("Elsewhere")
    make.belongs(stranger, elsewhere)
    with at(4):
        of_theme = make.update(stranger, elsewhere)
        make.update(stranger, elsewhere)  # nobody follows it
    carry(of_theme, theme)
    assert [card.id for card in feed(reading(people.amina)).cards] == [own_place.id]
    commands.follow(reading(people.amina), partnership=people.hull)
    commands.follow(reading(people.amina), person=people.samira)
    commands.follow(reading(people.amina), theme=theme)
    commands.follow(reading(people.amina), partnership=people.tees)
    assert [card.id for card in feed(reading(people.amina)).cards] == [
        of_theme.id,
        own_place.id,
        of_person.id,
        of_place.id,
    ]


def test_only_what_one_may_read(people):
    commands.follow(reading(people.amina), partnership=people.hull)
    commands.follow(reading(people.amina), person=people.grace)
    for audience in ("me", "facilitators", "partnership"):
        make.update(people.grace, people.hull, audience)
    make.update(people.grace, people.hull, state="withdrawn")
    seen = make.update(people.grace, people.hull, "public")
    assert [card.id for card in feed(reading(people.amina)).cards] == [seen.id]


def test_page_by_page_without_loss(people):
    commands.follow(reading(people.amina), partnership=people.hull)
    commands.follow(reading(people.amina), partnership=people.keele)  # silent for long
    with at(-900):
        make.update(people.samira, people.keele)
    for day in range(25):
        with at(day):
            make.update(people.grace, people.hull)
    seen, after = [], None
    for _ in range(4):
        found = feed(reading(people.amina), after, size=10)
        seen += [card.id for card in found.cards]
        after = found.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 26


def test_one_query(people, count_queries):
    for _ in range(3):
        commands.follow(reading(people.amina), partnership=make.place())
    make.update(people.grace, people.hull)
    amina = reading(people.amina)
    feed(amina)
    with count_queries() as asked:
        feed(amina)
    assert len(asked) <= 1, asked


def test_a_theme_that_somebody_else_follows_brings_nothing(people):
    growth = add_theme(OPERATOR, slug="growth", name="Growth")
    health = add_theme(OPERATOR, slug="health", name="Health")
    on_growth, on_health = make.update(people.grace, people.hull), make.update(people.samira, people.keele)
    carry(on_growth, growth)
    carry(on_health, health)
    commands.follow(reading(people.amina), theme=growth)
    other = make.person("Other")
    make.belongs(other, make.place())
    commands.follow(reading(other), theme=health)
    assert [card.id for card in feed(reading(people.amina)).cards] == [on_growth.id]
    assert [card.id for card in feed(reading(other)).cards] == [on_health.id]


def test_what_was_taken_back_and_sent_again_is_new_of_its_theme_by_its_new_day(people):
    growth = add_theme(OPERATOR, slug="growth", name="Growth")
    with at(1):
        early, later = make.update(people.grace, people.hull), make.update(people.samira, people.keele)
        carry(early, growth)
        carry(later, growth)
    with at(2):
        transactional(lifecycle.publish)(early, reading(people.grace), clock.now())
    commands.follow(reading(people.amina), theme=growth)
    assert [card.id for card in feed(reading(people.amina)).cards] == [early.id, later.id]
