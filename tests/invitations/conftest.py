"""A place with its lead, and invitations into it."""

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands, queries
from lpcommunity.invitations.tokens import invitation_token
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.partnerships.memberships import join
from tests.accounts.conftest import browser, grace, make_person, new_browser, right_hash, team
from tests.factories import reading

__all__ = ["browser", "grace", "make_person", "new_browser", "right_hash", "team"]


@pytest.fixture
def hull(app):
    return found_partnership(OPERATOR, slug="hull", name="Hull")


@pytest.fixture
def lead(hull, grace):
    join(OPERATOR, hull, grace, "lead")
    return grace


@pytest.fixture
def invited(hull, lead):
    """An invitation of the lead, as it is read afresh."""

    def make(email="colin@hull.example", role="member", actor=lead, place=hull, name=""):
        return queries.invitation(commands.invite(reading(actor), email, role, place, name).id)

    return make


@pytest.fixture
def link():
    return lambda invitation: f"/invitations/{invitation_token(invitation)}"
