"""What changed is told to whom may read both, and to nobody else."""

import pytest

from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.reflections.commands import edit_reflection
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import INVITES
from lpcommunity.updates.commands import edit_update
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.reviews.world import answer, world, written

CHANGED, ONLY = "See what changed", "This is the only version that you can read"


@pytest.fixture
def hull(app):
    return world()


def _said_otherwise(made, w):
    said = f"Otherwise than in version {made.version}"
    words = Content.written(said, {"body": said, "what": said})
    if made.kind == "update":
        edit_update(reading(w.amina), made, words, made.version, standing="on-track")
    else:
        edit_reflection(reading(w.amina), made, words, made.version, cycle="driscoll")


@pytest.mark.parametrize("kind", ["update", "reflection"])
def test_who_reads_one_version_only_is_told_of_no_change(app, hull, kind):
    made = make.update(hull.amina, hull.hull, "partnership") if kind == "update" else written(hull, "partnership")
    path = f"/{kind}s/{made.id}"
    eve = make.person("Eve")
    make.belongs(eve, make.place("Keele"))
    inside, outside, nobody = Visitor(app, hull.colin), Visitor(app, eve), Visitor(app)
    assert CHANGED not in inside.text(path)
    _said_otherwise(made, hull)
    change_entry_audience(reading(hull.amina), made, "public")
    newest = f"{path}/revisions/{made.version}"
    assert CHANGED in inside.text(path)
    assert ONLY not in inside.text(newest)
    for who in (outside, nobody):
        page = who.text(path)
        assert CHANGED not in page
        assert "/revisions/" not in page
        assert ONLY in who.text(newest)
        assert who.get(f"{path}/revisions/1").status_code in {303, 404}
    _said_otherwise(made, hull)
    assert CHANGED in outside.text(path), "now there are two that they may read"
    assert "This is the first version that you can read" in outside.text(newest)


def test_beside_an_answer_it_is_offered_to_whom_may_compare(app, hull):
    made = written(hull, "partnership")
    change_entry_audience(reading(hull.amina), made, "me")
    _said_otherwise(made, hull)
    change_entry_audience(reading(hull.amina), made, "facilitators")
    Visitor(app, hull.amina).post(f"/reflections/{made.id}/submission")
    answer(hull.owen, made, INVITES, MoveContent("supportive", "", "", "Well."))
    words = Content.written("Once more", {"what": "Once more"})
    edit_reflection(reading(hull.amina), made, words, made.version, cycle="driscoll")
    for who in (hull.amina, hull.owen):
        assert f"Show version {made.version} and what changed" in Visitor(app, who).text(f"/reflections/{made.id}")


def test_it_costs_one_query_and_none_where_nothing_changed(app, hull, count_queries):
    made = make.update(hull.amina, hull.hull, "community")
    reader, path = Visitor(app, hull.colin), f"/updates/{made.id}"
    reader.text(path)
    with count_queries() as before:
        reader.text(path)
    for _ in range(4):
        _said_otherwise(made, hull)
    with count_queries() as after:
        reader.text(path)
    assert len(after) == len(before) + 1, after
