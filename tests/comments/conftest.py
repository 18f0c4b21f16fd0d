"""Two places with members, leads and facilitators, and things that they put on record."""

from types import SimpleNamespace

import pytest

from lpcommunity.comments import commands
from lpcommunity.comments.words import Words
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


class Places(SimpleNamespace):
    """The people by name, `update` of Amina's for the community, and ways to say something."""

    def at(self, who):
        """A browser at which somebody is signed in."""
        return Visitor(self.app, who)

    def say(self, who, body="We tried that, too.", entry=None, parent=None, key=None, **more):
        """Say something below an entry."""
        entry = entry or self.update
        self.said += 1
        return commands.post_comment(
            reading(who), entry, key or f"said-{self.said}", Words.written(body), parent=parent, **more
        )


def _places():
    hull, bedford = make.place("Hull"), make.place("Bedford")
    people = {
        name: make.person(full, role=role)
        for name, full, role in (
            ("amina", "Amina Rahman", None), ("leo", "Leo Lead", None), ("mia", "Mia Member", None),
            ("owen", "Owen Pryce", None), ("ruth", "Ruth Adeyemi", None), ("fay", "Fay Facilitator", None),
            ("tess", "Tess Team", "programme-team"), ("eva", "Eva Evaluator", "evaluator"),
            ("nina", "Nina Nobody", None),
        )
    }  # fmt: skip
    for who, where, role in (
        ("amina", bedford, "member"), ("leo", bedford, "lead"), ("mia", bedford, "member"),
        ("owen", bedford, "facilitator"), ("owen", hull, "member"), ("ruth", hull, "lead"),
        ("fay", hull, "facilitator"),
    ):  # fmt: skip
        make.belongs(people[who], where, role)
    return SimpleNamespace(hull=hull, bedford=bedford, update=make.update(people["amina"], bedford), **people)


@pytest.fixture
def w(app, begin_with):
    return Places(app=app, said=0, **vars(begin_with(_places)))


@pytest.fixture
def changed_audience():
    """`changed_audience(entry, "public")`: its author makes it for other people."""

    def change(author, entry, audience):
        change_entry_audience(reading(author), entry, audience)
        session().refresh(entry)

    return change
