"""A Reader says what held at the door. A command asks again, inside its transaction, what holds now."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands.accounts import disable
from lpcommunity.entries.content import Content
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.commands.roles import end_role
from lpcommunity.programmes.commands import add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import session
from lpcommunity.updates.commands import post_update
from lpcommunity.updates.models import Update
from tests.factories import belongs, person, place, reading

WORDS = Content.written("Too late", {"body": "Written while somebody else ended it."})


def _post(actor, where):
    return post_update(actor, where, str(uuid4()), WORDS, audience="community", standing="on-track")


def test_a_membership_that_ended_meanwhile_posts_nothing(app):
    amina, hull, leeds = person(), place("Hull"), place("Leeds")
    here = belongs(amina, hull)
    belongs(amina, leeds)  # mixed: they belong elsewhere, still
    at_the_door = reading(amina)
    end_membership(OPERATOR, session().get_one(Membership, here.id))
    with pytest.raises(Refused):
        _post(at_the_door, hull)
    assert _post(at_the_door, leeds).id
    assert len(session().scalars(select(Update)).all()) == 1


def test_a_role_that_ended_meanwhile_runs_nothing(app):
    priya = person("Priya", "programme-team")
    person("Another", "programme-team")
    at_the_door = reading(priya)
    end_role(OPERATOR, priya, "programme-team")
    with pytest.raises(Refused):
        add_theme(at_the_door, name="Transport")
    assert session().scalars(select(Theme)).all() == []


def test_an_account_that_was_closed_meanwhile_does_nothing(app):
    amina, hull = person(), place("Hull")
    belongs(amina, hull)
    at_the_door = reading(amina)
    disable(OPERATOR, amina)
    with pytest.raises(Refused):
        _post(at_the_door, hull)
