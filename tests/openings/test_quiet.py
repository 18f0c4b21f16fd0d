"""What authors decide of a newcomer changes nothing that others get, nor does an exchange that is closed to them."""

import re

import pytest

from lpcommunity.openings.commands import say
from lpcommunity.reflections.commands import submit
from lpcommunity.storage import clock, now
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.openings.conftest import answer, reflect

MASKS = ((re.compile(r'value="[^"]{30,}"'), "…"), (re.compile(r"\b[0-9a-f]{16}\b"), "…"))


@pytest.fixture
def watched(w, work):
    """Two authors with two exchanges each; Priya, who came later, also belongs to the other place, and Owen, who reads
    all of it; a lead, a member elsewhere, the programme team and an administrator.
    """
    make.belongs(w.priya, w.leeds)
    w.lead, w.admin = make.person("Helen Marchetti"), make.person("Ada Min", role="administrator")
    make.belongs(w.lead, w.hull, "lead")
    w.mine = [reflect(w.amina, w.hull, title="Closed one"), reflect(w.amina, w.hull, "community", title="Open one")]
    w.others = [reflect(w.colin, w.hull), reflect(w.ben, w.leeds)]
    for one in w.mine:
        answer(w.owen, one)
    w.term = make.belongs(w.priya, w.hull, "facilitator")
    work()
    w.work = work
    return w


def _got(w, visitor, at):
    """Whatever this person gets at these addresses, as it stands at that moment."""
    found = {}
    paths = ["/home", "/reviews", "/reviews/answers", "/notifications", "/confided", "/drafts", "/audit", "/updates"]
    paths += [f"/partnerships/{place.slug}" for place in (w.hull, w.leeds)] + [f"/people/{w.amina.id}", "/partnerships"]
    for one in (*w.mine, *w.others):
        paths += [f"/reflections/{one.id}{more}" for more in ("", "/review", "/revisions/1", "/readers", "/submission")]
    with clock.at(at):
        for path in paths:
            response = visitor.get(path)
            text = f"{response.status_code} {response.get_data(as_text=True)}"
            for pattern, mask in MASKS:
                text = pattern.sub(mask, text)
            found[path] = text
    return found


def _noticed(w, happens, but=()):
    """Where people other than these notice that this happened."""
    at, kinds = now(), ("priya", "owen", "colin", "ben", "lead", "team", "admin")
    watching = {kind: Visitor(w.app, getattr(w, kind)) for kind in kinds if kind not in but}
    before = {kind: _got(w, who, at) for kind, who in watching.items()}
    happens()
    w.work()
    after = {kind: _got(w, who, at) for kind, who in watching.items()}
    return [(kind, path) for kind in watching for path in before[kind] if before[kind][path] != after[kind][path]]


def test_nobody_notices_a_no(watched):
    w = watched
    answers = {(one.id, w.term.id): False for one in w.mine}
    assert _noticed(w, lambda: say(reading(w.amina), answers)) == []


def test_a_yes_is_noticed_by_the_one_whom_it_is_for(watched):
    w = watched
    answers = {(w.mine[0].id, w.term.id): True}
    assert _noticed(w, lambda: say(reading(w.amina), answers), but=("priya", "owen")) == []
    assert "Closed one" in Visitor(w.app, w.priya).text(f"/reflections/{w.mine[0].id}")


def test_whoever_came_later_does_not_notice_how_an_earlier_exchange_goes_on(watched):
    w = watched

    def go_on() -> None:
        for one in w.mine:
            submit(reading(w.amina), one)
            answer(w.owen, one, "acknowledges")

    assert _noticed(w, go_on, but=("owen", "team")) == []
