"""Who asks is one of three types, and somebody signed out changes nothing."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

import lpcommunity
from lpcommunity.access.reader import OPERATOR, VISITOR, Visitor
from lpcommunity.actions.policy import ActionLike
from lpcommunity.comments.commands import post_comment
from lpcommunity.comments.models import Comment
from lpcommunity.comments.words import Words
from lpcommunity.entries.models import AUDIENCES, Entry, EntryLike, Revision
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.invitations.commands import invite
from lpcommunity.invitations.models import Invitation
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Membership, Partnership
from lpcommunity.people.models import ROLES, Person
from lpcommunity.projects.models import Milestone
from lpcommunity.reflections.models import Reflection, ReflectionLike
from lpcommunity.slips.models import Slip
from lpcommunity.storage import session
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.factories import reading

# Rights to look, which somebody signed out may have: what is public, and nothing else.
TO_LOOK = {"can_read", "can_read_revision", "can_read_what_was_for", "can_open"}
# Questions about an account, not about who asks.
ABOUT_AN_ACCOUNT = {"can_use_account", "can_sign_in"}


def modules(*names: str) -> Iterator[Any]:
    """Every module of the package of these names, or in folders of these names."""
    for found in pkgutil.walk_packages(lpcommunity.__path__, "lpcommunity."):
        parts = found.name.split(".")[2:]
        if set(parts) & set(names) and "__main__" not in parts:
            yield importlib.import_module(found.name)


def functions(*names: str) -> dict[str, Callable[..., Any]]:
    """The functions that these modules define, by their full name."""
    return {
        f"{module.__name__}.{name}": one
        for module in modules(*names)
        for name, one in vars(module).items()
        if inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_")
    }


def rights() -> dict[str, Callable[..., Any]]:
    """Every `can_…` there is."""
    known = TO_LOOK | ABOUT_AN_ACCOUNT
    return {
        name: one
        for name, one in functions("policy").items()
        if one.__name__.startswith("can_") and one.__name__ not in known
    }


@pytest.fixture
def things(app):
    """Something of every kind that a right may be about, by the name of its type: two of each, one of them public."""
    here, there = make.place("Here"), make.place("There")
    author, lead = make.person("Author", role="administrator"), make.person("Lead", role="programme-team")
    memberships = [make.belongs(author, here), make.belongs(lead, there, "lead")]
    entries = [one(author, here, audience) for one in (make.update, make.reflection) for audience in ("public", "me")]
    revisions = list(session().query(Revision))
    actions = [make.action(author, here), make.action(author, here, "public", owner=lead)]
    invitations = [invite(OPERATOR, "a@example.org", "member", here), invite(OPERATOR, "b@example.org", "evaluator")]
    milestones = [make.milestone(here), make.milestone(there)]
    slips = [make.slip(milestones[0], None, "public"), make.slip(milestones[1], lead)]
    said = [post_comment(reading(author), entries[0], f"said-{n}", Words.written("Said.")) for n in range(2)]
    return {
        Milestone: milestones, Comment: said, Slip: slips,
        PeopleIntroduction: [PeopleIntroduction(introducer_id=0, one_id=author.id, other_id=lead.id)],
        Partnership: [here, there], Person: [author, lead], Membership: memberships, Entry: entries,
        Update: entries[:2], Reflection: entries[2:], EntryLike: entries,
        ReflectionLike: entries[2:], ActionLike: actions, Revision: revisions, Invitation: invitations,
        int: [here.id, 0], "int | None": [here.id, None], str: [*ROLES, *PARTNERSHIP_ROLES, *AUDIENCES],
        bool: [True, False], "Reader | Visitor": [reading(author), reading(lead), VISITOR],
    }  # fmt: skip


def samples(things: dict[Any, list[Any]], annotation: Any) -> list[Any]:
    """Values to try for a parameter with this annotation."""
    named = str(annotation).replace("lpcommunity.access.reader.", "")
    found = things.get(annotation) or things.get(named)
    assert found is not None, f"no sample for {annotation}: add one to `things`"
    return found


def granted(right: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a visitor gets this right. Who has no id is nobody's author, owner or colleague."""
    try:
        return bool(right(VISITOR, *arguments))
    except AttributeError as error:
        if isinstance(error.obj, Visitor) and error.name == "id":
            return False
        raise


def test_somebody_signed_out_may_do_nothing_that_changes_anything(things):
    tried = 0
    for name, right in rights().items():
        _, *others = inspect.signature(right).parameters.values()
        for arguments in product(*(samples(things, one.annotation) for one in others)):
            assert not granted(right, *arguments), f"{name} lets a visitor: {arguments}"
            tried += 1
    assert tried > 60


def test_every_right_says_which_of_the_three_may_ask():
    for name, right in functions("policy").items():
        first = next(iter(inspect.signature(right).parameters.values()), None)
        if first is None or first.name != "actor":
            continue
        kinds = _kinds(first.annotation)
        assert set() < kinds <= {"Reader", "Visitor", "Operator"}, f"{name}: {first.annotation}"


def test_no_command_and_no_right_to_change_takes_a_visitor():
    commands = {name: one for name, one in functions("commands", "lifecycle", "memberships").items() if _actor(one)}
    assert len(commands) > 40
    for name, one in {**commands, **rights()}.items():
        actor = _actor(one)
        assert actor is None or "can_see" in name or "can_read" in name or "Visitor" not in _kinds(actor.annotation), (
            f"{name} takes a visitor: mypy would let one pass"
        )
        assert actor is None or "None" not in _kinds(actor.annotation), f"{name} takes None for a person"


def _actor(function: Callable[..., Any]) -> inspect.Parameter | None:
    return inspect.signature(function).parameters.get("actor")


def _kinds(annotation: Any) -> set[str]:
    text = str(annotation.__name__ if isinstance(annotation, type) else annotation)
    return {part.strip().rpartition(".")[2] for part in text.split("|")}
