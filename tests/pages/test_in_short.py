"""In short: assembled from what its reader may read. A row without content is left out; without any there is no box."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.content import Content
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import begin_project
from lpcommunity.storage import clock, now, today
from lpcommunity.updates import commands as updates
from tests import factories as make
from tests.factories import reading
from tests.pages.conftest import KINDS, sees

HELP = "CANARY-help-{} What did you leave behind?"


@pytest.fixture
def posted(world):
    """An update that asks for help and one that says why it stands as it does, for each audience, the widest first."""
    for days, audience in enumerate(("public", "community", "partnership", "facilitators", "me")):
        with clock.at(now() - timedelta(days=20 - 2 * days)):
            updates.post_update(
                reading(world.who["author"]), world.hull, f"key-{audience}", Content.written("", {"body": "So it is."}),
                audience=audience, standing="needs-attention", reason=f"CANARY-reason-{audience}-",
                help_wanted=HELP.format(audience),
            )  # fmt: skip
        make.action(world.who["author"], world.hull, audience, what=f"CANARY-action-{audience}-")
    return world


def _box(world, kind: str | None) -> str:
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
    return html.split('<section class="lp-short"')[1].split("</section>")[0] if "lp-short" in html else ""


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_is_the_latest_that_its_reader_may_read(posted, kind):
    box, ladder = _box(posted, kind), ("me", "facilitators", "partnership", "community", "public")
    latest = next(audience for audience in ladder if audience in sees(kind))
    for what in ("reason", "help"):
        assert [one for one in ladder if f"CANARY-{what}-{one}" in box] == [latest]
    shown = [one for one in ladder if f"CANARY-action-{one}-" in box]
    assert set(shown) <= sees(kind)
    assert len(shown) == min(len(sees(kind)), 3)
    assert "A model" in box
    names = kind not in (None, "former")
    assert ("Deputy of Hull" in box) is names  # who said how it stands


def test_a_request_for_help_grows_old(posted):
    with clock.at(now() + timedelta(days=100)):
        assert "CANARY-help" not in _box(posted, "member")
        assert "CANARY-reason" in _box(posted, "member")


def test_a_reported_action_is_not_what_they_do_now(world):
    make.action(world.who["author"], world.hull, "public", what="Ring ten firms", outcome="done", reported_at=now())
    assert "What they do now" not in _box(world, "member")


def test_a_row_without_content_is_left_out_and_nothing_at_all_is_no_box(world):
    bare = make.place("Bare")
    assert "lp-short" not in world.visit("member").text(f"/partnerships/{bare.slug}")
    programme = add_programme(OPERATOR, name="Another", starts_on=None, ends_on=today())
    begin_project(OPERATOR, bare, programme, title="A harbour")
    html = world.visit("member").text(f"/partnerships/{bare.slug}")
    assert html.count("lp-short__row") == 1


def test_what_was_confided_is_no_account_of_a_place_for_its_author_either(world):
    with clock.at(now() - timedelta(days=1)):
        said = make.reflection(world.who["author"], world.hull, "partnership")
    before = _box(world, "author")
    assert f"/reflections/{said.id}" in before
    for audience in ("facilitators", "me"):
        make.reflection(world.who["author"], world.hull, audience)
    assert _box(world, "author") == before
    assert _box(world, "facilitator").count(f"/reflections/{said.id}") == 1
