"""Hull, with Amina who posts, Grace beside her, Owen who facilitates, and Sam who is elsewhere."""

from types import SimpleNamespace

import pytest

from tests import factories as make
from tests.harness.visitor import Visitor


@pytest.fixture
def world(app, begin_with):
    made = begin_with(_world)
    made.app, made.at = app, lambda person=None: Visitor(app, person)
    return made


def _world():
    hull, keele = make.place("Hull"), make.place("Keele")
    people = {name: make.person(name) for name in ("Amina Rahman", "Grace Oyelaran", "Owen Pritchard", "Sam Aziz")}
    amina, grace, owen, sam = people.values()
    make.belongs(amina, hull, "member")
    make.belongs(grace, hull, "lead")
    make.belongs(owen, hull, "facilitator")
    make.belongs(sam, keele, "member")
    return SimpleNamespace(hull=hull, keele=keele, amina=amina, grace=grace, owen=owen, sam=sam)
