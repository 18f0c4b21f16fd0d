"""What a place keeps in short: by lead and deputy, for whoever may read it; others are shown no hint of it."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Refused
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.pins.commands import pin, unpin
from lpcommunity.pins.models import Pin
from lpcommunity.pins.queries import pinned_in
from lpcommunity.storage import change_stamp, session
from tests import factories as make
from tests.factories import reading
from tests.factories.world import KINDS_OF_PERSON, READERS, World
from tests.harness.visitor import Visitor

MASKED = re.compile(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b')
LEADS = {"lead here", "deputy here", "lead of both"}


@pytest.fixture
def world(begin_with):
    return begin_with(_parted)


def _parted():
    made: Any = World()
    made.entries = {audience: make.update(made.someone("lead here"), made.here, audience) for audience in AUDIENCES}
    made.part()
    return made


def _kept(world) -> list[int]:
    return list(session().scalars(select(Pin.entry_id).where(Pin.partnership_id == world.here.id)))


def _events(name: str) -> int:
    return session().scalar(select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name == name)) or 0


def _asks(world) -> dict[str, Any]:
    everybody = {kind: world.people[kind] for kind in KINDS_OF_PERSON if kind != "disabled member"}
    return {kind: reading(person) for kind, person in everybody.items()}


def test_lead_and_deputy_keep_what_they_may_read(world):
    entry = world.entries["partnership"]
    for kind, reader in _asks(world).items():
        if kind == "anonymous":
            continue
        if kind in LEADS:
            pin(reader, entry)
            assert _kept(world) == [entry.id]
            unpin(reader, entry)
        else:
            with pytest.raises(Refused):
                pin(reader, entry)
            with pytest.raises(Refused):
                unpin(reader, entry)
        assert _kept(world) == [], kind
    with pytest.raises(Refused):
        pin(reading(world.someone("deputy here")), world.entries["me"])  # it is for its author alone
    elsewhere = make.update(world.someone("member elsewhere"), world.elsewhere, "community")
    with pytest.raises(Refused):
        pin(reading(world.someone("lead here")), elsewhere)


def test_one_is_kept_and_twice_is_once(world):
    lead, first, second = reading(world.someone("lead here")), world.entries["partnership"], world.entries["public"]
    pin(lead, first)
    pin(reading(world.someone("deputy here")), first)
    assert pinned_in(lead, world.here.id).kept_by == world.someone("lead here").name
    assert _events("EntryPinned") == 1
    pin(lead, second)
    assert _kept(world) == [second.id]
    unpin(lead, first)  # by an older window: it is not kept any more
    assert _kept(world) == [second.id]
    unpin(lead, second)
    unpin(lead, second)
    assert (_kept(world), _events("EntryUnpinned")) == ([], 1)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_may_not_read_it_finds_nothing(world, audience):
    entry = world.entries[audience]
    pin(reading(world.someone("lead here")), entry)
    found = {kind for kind, reader in _asks(world).items() if pinned_in(reader, world.here.id) is not None}
    assert found == (READERS[audience] & set(_asks(world))) | {"lead here"}


def test_what_is_withdrawn_or_for_fewer_does_not_show(world):
    lead, member = reading(world.someone("lead here")), reading(world.someone("member here"))
    entry = world.entries["community"]
    pin(lead, entry)
    assert pinned_in(member, world.here.id) is not None
    change_entry_audience(lead, entry, "facilitators")
    assert pinned_in(member, world.here.id) is None
    withdraw_entry(lead, entry)
    assert pinned_in(lead, world.here.id) is None


def test_the_page_shows_it_to_those_who_may_read_it_and_is_as_before_to_others(app, world):
    path = f"/partnerships/{world.here.slug}"
    make.reflection(world.someone("author"), world.here, "public")

    def page(kind: str) -> str:
        return MASKED.sub("", Visitor(app, world.people[kind]).text(path))

    before = {kind: page(kind) for kind in ("anonymous", "member elsewhere", "programme team", "member here")}
    pin(reading(world.someone("lead here")), world.entries["partnership"])
    assert "chosen for this place by" in page("member here")
    for kind in ("anonymous", "member elsewhere", "programme team"):
        assert page(kind) == before[kind], kind
    pin(reading(world.someone("lead here")), world.entries["public"])
    assert page("anonymous") != before["anonymous"]
    assert "chosen for this place by" not in page("anonymous")  # people are named to those who are signed in


def test_what_is_confided_is_kept_without_a_sign_outside(world):
    lead, stamp = reading(world.someone("lead here")), change_stamp.stamp().text
    for audience in ("me", "facilitators", "partnership", "community"):
        pin(lead, session().get_one(Entry, world.entries[audience].id))
    unpin(lead, session().get_one(Entry, world.entries["community"].id))
    assert change_stamp.stamp().text == stamp
    pin(lead, session().get_one(Entry, world.entries["public"].id))
    assert change_stamp.stamp().text != stamp


def test_what_is_kept_in_confidence_takes_nothing_from_anybody_else(world):
    """Neither when it comes nor when it goes: who does not read it finds what stood there before."""
    lead, deputy = reading(world.someone("lead here")), reading(world.someone("deputy here"))

    def finds() -> dict[str, int | None]:
        found = {kind: pinned_in(reader, world.here.id) for kind, reader in _asks(world).items()}
        return {kind: one.entry_id if one is not None else None for kind, one in found.items()}

    public, confided = world.entries["public"], world.entries["facilitators"]
    pin(deputy, public)
    assert set(finds().values()) == {public.id}
    for audience in ("me", "facilitators", "partnership", "community"):
        entry, readers = world.entries[audience], READERS[audience] | {"lead here"}
        pin(lead, entry)
        assert {kind for kind, one in finds().items() if one == entry.id} == readers & set(_asks(world)), audience
        assert {kind for kind, one in finds().items() if one == public.id} >= set(_asks(world)) - READERS[
            "community"
        ] - {"lead here"}
        unpin(lead, entry)
        assert set(finds().values()) == {public.id}, audience
    pin(lead, confided)
    unpin(deputy, public)
    assert {kind for kind, one in finds().items() if one is not None} == (
        READERS["facilitators"] | {"lead here"}
    ) & set(_asks(world))
    pin(deputy, public)
    assert _kept(world) == [public.id], "who reads the confided one reads this, too"


def test_what_everybody_reads_instead_makes_room(world):
    """So taking it off again brings nothing back that was kept long before."""
    lead = reading(world.someone("lead here"))
    for audience in ("me", "partnership", "community", "public"):
        pin(lead, world.entries[audience])
        assert _kept(world) == [world.entries[audience].id]
    pin(lead, world.entries["partnership"])
    pin(lead, world.entries["public"])  # which is kept already, below: it stands for everybody again
    assert _kept(world) == [world.entries["public"].id]


def test_it_is_kept_from_the_page_of_the_entry(app, world):
    entry = world.entries["partnership"]
    lead, member = (Visitor(app, world.someone(kind)) for kind in ("lead here", "member here"))
    assert "Show this at the top" in lead.text(f"/updates/{entry.id}")
    assert "Show this at the top" not in member.text(f"/updates/{entry.id}")
    assert lead.post(f"/updates/{entry.id}/pin").status_code == 303
    assert _kept(world) == [entry.id]
    assert "Shown at the top" in lead.text(f"/updates/{entry.id}")
    assert member.post(f"/updates/{entry.id}/pin-removal").status_code in (403, 404)
    assert member.post(f"/updates/{world.entries['me'].id}/pin").status_code == 404
    assert lead.post(f"/updates/{entry.id}/pin-removal").status_code == 303
    assert _kept(world) == []
