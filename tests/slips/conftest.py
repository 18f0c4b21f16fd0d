"""A place with its lead, a member and a facilitator, one milestone of a project; and another place with one."""

from types import SimpleNamespace

import pytest

from tests import factories as make


@pytest.fixture
def w(begin_with):
    return begin_with(_places)


def _places():
    hull, bedford, programme = make.place("Hull"), make.place("Bedford"), make.programme()
    grace, amina, owen = make.person("Grace Oyelaran"), make.person("Amina Rahman"), make.person("Owen Pritchard")
    make.belongs(grace, hull, "lead")
    make.belongs(amina, hull)
    bea = make.person("Bea Lead")
    make.belongs(bea, hull, "lead")
    make.belongs(owen, hull, "facilitator")
    ruth, team = make.person("Ruth Adeyemi"), make.person("Tess Team", role="programme-team")
    make.belongs(ruth, bedford, "lead")
    return SimpleNamespace(
        hull=hull, bedford=bedford, programme=programme, grace=grace, bea=bea, amina=amina, owen=owen, ruth=ruth,
        team=team,        milestone=make.milestone(hull, programme), other=make.milestone(bedford, programme),
    )  # fmt: skip
