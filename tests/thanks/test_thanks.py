"""Thanks with one click: once a person and entry, counted without loss, and only for what one may read."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Refused
from lpcommunity.access.reader import VISITOR
from lpcommunity.entries import page_slots
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.storage import session
from lpcommunity.thanks import commands, queries
from lpcommunity.thanks import views as _slots  # noqa: F401
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def world(app):
    hull, grace, amina = make.place("Hull"), make.person("Grace Oyelaran"), make.person("Amina Rahman")
    make.belongs(grace, hull, "lead")
    make.belongs(amina, make.place("Tees Valley"), "lead")
    return SimpleNamespace(hull=hull, grace=grace, amina=amina, update=make.update(grace, hull))


def _events() -> int:
    return session().scalar(select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name == "ThanksSaid")) or 0


def test_twice_is_once(world):
    for _ in range(2):
        commands.say_thanks(reading(world.amina), world.update)
    assert (world.update.thanks_count, _events()) == (1, 1)
    for _ in range(2):
        commands.unsay_thanks(reading(world.amina), world.update)
    assert world.update.thanks_count == 0


def test_not_ones_own_and_not_what_one_may_not_read(world):
    private = make.reflection(world.grace, world.hull, "facilitators")
    withdrawn = make.update(world.grace, world.hull, state="withdrawn")
    outsider = make.person("Outsider")
    public = make.update(world.grace, world.hull, "public")
    for actor, entry in (
        (world.grace, world.update),
        (world.amina, private),
        (world.amina, withdrawn),
        (outsider, public),
    ):
        with pytest.raises(Refused):
            commands.say_thanks(reading(actor), entry)


def test_names_are_for_the_community(world):
    public = make.update(world.grace, world.hull, "public")
    for number in range(5):
        peer = make.person(f"Peer {number}")
        make.belongs(peer, world.hull)
        commands.say_thanks(reading(peer), public)
    commands.say_thanks(reading(world.amina), public)
    assert queries.thanks_for(reading(world.amina), public) == queries.ThanksSummary(
        ("Peer 0", "Peer 1", "Peer 2"), True, 2
    )
    assert queries.thanks_for(reading(world.grace), public) == queries.ThanksSummary(
        ("Peer 0", "Peer 1", "Peer 2"), False, 3
    )
    for told_none in (VISITOR, reading(make.person("Fay Former"))):
        assert queries.thanks_for(told_none, public) == queries.ThanksSummary((), False, 6)


def test_the_routes(app, world):
    visitor = Visitor(app, world.amina)
    path = f"/updates/{world.update.id}"
    answer = visitor.post(f"{path}/thanks", headers={"Referer": "http://localhost/home"})
    assert (answer.status_code, answer.location) == (303, "/home#say-thanks")
    assert visitor.post(f"{path}/thanks").status_code == 303
    session().refresh(world.update)
    assert world.update.thanks_count == 1
    assert visitor.post(f"{path}/thanks-withdrawal").status_code == 303
    session().refresh(world.update)
    assert world.update.thanks_count == 0


def test_nothing_leaks(app, world):
    private = make.reflection(world.grace, world.hull, "facilitators")
    visitor = Visitor(app, world.amina)
    answers = {
        visitor.post(path).status_code
        for path in (
            f"/reflections/{private.id}/thanks",
            f"/reflections/{private.id}/thanks-withdrawal",
            f"/updates/{private.id}/thanks",
            "/reflections/2000000000/thanks",
            f"/updates/{world.update.id + 900}/thanks-withdrawal",
        )
    }
    assert answers == {404}


def test_the_part_below_an_entry(app, world):
    commands.say_thanks(reading(world.amina), world.update)
    with app.test_request_context():
        [part] = [
            p
            for p in page_slots.parts(page_slots.BELOW, reading(world.amina), world.update)
            if p.template == "thanks/line.html"
        ]
        html = app.jinja_env.get_template(part.template).render(part=part, csrf_token=lambda: "t")
    assert "Thanks from you" in html
    assert f"/updates/{world.update.id}/thanks-withdrawal" in html
    assert 'aria-pressed="true"' in html
