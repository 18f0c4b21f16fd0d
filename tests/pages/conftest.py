"""A small world of places with something on record, and somebody of each kind who looks at it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships.commands import add_organisation, change_partnership
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.storage import clock, now, session, transactional
from tests import factories as make
from tests.harness.visitor import Visitor

AUDIENCES = ("me", "facilitators", "partnership", "community", "public")


@pytest.fixture
def world(app, begin_with):
    """Hull and everybody around it; `world.visit("member")` is one of them at a browser."""
    made = begin_with(_world)
    made.app, made.visit = app, lambda kind: Visitor(app, made.who[kind] if kind else None)
    return made


def _world():
    """Hull, with an update and a reflection for each audience; Keele, silent; and everybody."""
    hull, keele = make.place("Hull"), make.place("Keele")
    organisation = add_organisation(OPERATOR, slug="hull-council", name="Hull Council", sector="council")
    change_partnership(
        OPERATOR,
        hull,
        name="Hull",
        summary="Growth for all.",
        latitude=53.744,
        longitude=-0.333,
        organisations=[organisation],
    )
    theme = add_theme(OPERATOR, slug="growth", name="Inclusive growth", summary="Growth that all share in.")
    today = now().date()
    programme = add_programme(
        OPERATOR,
        slug="phase-2",
        name="Phase 2",
        starts_on=today - timedelta(days=180),
        ends_on=today + timedelta(days=60),
    )
    project = begin_project(OPERATOR, hull, programme, title="A model", aim="Find a model.", theme=theme)
    begin_project(OPERATOR, keele, programme, title="A school")
    add_milestone(OPERATOR, project, name="Evidence review", due_on=today + timedelta(days=20))
    who = {
        "member": _in(hull, "member"), "lead": _in(hull, "lead"), "facilitator": _in(hull, "facilitator"),
        "elsewhere": _in(keele, "lead"), "facilitator_elsewhere": _in(keele, "facilitator"),
        "team": make.person("Team", role="programme-team"), "evaluator": make.person("Evaluator", role="evaluator"),
        "former": make.person("Former"), "author": _in(hull, "deputy"),
    }  # fmt: skip
    _was_member(who["former"], hull)
    entries = {}
    for number, audience in enumerate(AUDIENCES):
        with clock.at(now() - timedelta(days=40 - number)):
            entries["update", audience] = _titled(
                make.update(who["author"], hull, audience), f"CANARY-update-{audience}-"
            )
            entries["reflection", audience] = _titled(
                make.reflection(who["author"], hull, audience), f"CANARY-reflection-{audience}-"
            )
    return SimpleNamespace(
        hull=hull, keele=keele, theme=theme, programme=programme, project=project, who=who, entries=entries
    )


def sees(kind: str | None) -> set[str]:
    """The audiences of Hull's entries that somebody of this kind may read."""
    return {
        None: {"public"},
        "former": {"public"},
        "elsewhere": {"public", "community"},
        "facilitator_elsewhere": {"public", "community"},
        "team": {"public", "community"},
        "evaluator": {"public", "community"},
        "member": {"public", "community", "partnership"},
        "lead": {"public", "community", "partnership"},
        "facilitator": {"public", "community", "partnership", "facilitators"},
        "author": set(AUDIENCES),
    }[kind]


def canaries(html: str) -> set[tuple[str, str]]:
    """Which entries a page shows (kind, audience)."""
    return {
        (kind, audience)
        for kind in ("update", "reflection")
        for audience in AUDIENCES
        if f"CANARY-{kind}-{audience}-" in html
    }


KINDS = [
    None,
    "former",
    "elsewhere",
    "facilitator_elsewhere",
    "team",
    "evaluator",
    "member",
    "lead",
    "facilitator",
    "author",
]


def _in(place, role):
    person = make.person(f"{role.capitalize()} of {place.name}")
    make.belongs(person, place, role, date(2017, 7, 1))
    return person


def _was_member(person, place):
    membership = make.belongs(person, place, "member", date(2017, 7, 1))
    end(membership)


@transactional
def end(membership):
    membership.ended_at = datetime.now(UTC)


@transactional
def _titled(entry, title):
    entry.title = title
    session().flush()
    return entry
