"""Where places stand on the map, laid out when they are saved."""

from dataclasses import replace
from time import process_time
from typing import Any
from unittest.mock import Mock

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships import map_layout, map_positions
from lpcommunity.partnerships.commands import change_partnership, found_partnership
from lpcommunity.partnerships.map_layout import Label
from lpcommunity.storage import session


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "x", "y"),
    [
        ("Hull", 53.744, -0.333, 390.6, 429.2),
        ("Keele", 53.004, -2.288, 296.1, 492.2),
        ("Tees Valley", 54.574, -1.235, 346.0, 362.5),
        ("Lizard Point", 49.959, -5.206, 143.7, 740.1),
        ("Lowestoft Ness", 52.481, 1.763, 499.5, 527.9),
        ("Duncansby Head", 58.644, -3.025, 262.8, 28.3),
    ],
)
def test_the_projection_is_that_of_the_coast(name, latitude, longitude, x, y):
    assert map_layout.project(latitude, longitude) == pytest.approx((x, y), abs=1.6)


def _dots(number):
    named = [(n, f"Partnership {n}", 51.2 + (n * 37 % 41) / 10, -4 + (n * 53 % 47) / 9) for n in range(number)]
    return [dot for one in named if (dot := map_layout.dot(*one)) is not None]


def _check_clear(labels):
    boxes = [map_layout._box_of_name(one) for one in labels if one.anchor]
    dots = [map_layout._box_of_dot(one) for one in labels]
    for place, box in enumerate(boxes):
        assert not any(map_layout._touch(box, other) for other in boxes[:place])
        assert not any(map_layout._touch(box, dot) for dot in dots)
        assert map_layout._inside(box)
    return boxes


@pytest.mark.parametrize("number", [0, 1, 6, 15, 60, 200])
def test_names_never_cover_each_other_nor_a_dot(number):
    boxes = _check_clear(map_layout.lay_out(_dots(number)))
    if 0 < number <= 6:
        assert len(boxes) == number


def test_one_more_takes_the_room_that_is_left():
    *others, new = _dots(60)
    laid_out = map_layout.lay_out(others)
    placed = map_layout.add(new, laid_out)
    own = [map_layout._box_of_name(placed)] if placed.anchor else []
    for one in laid_out:
        for box in own:
            assert not map_layout._touch(box, map_layout._box_of_dot(one))
            assert not one.anchor or not map_layout._touch(box, map_layout._box_of_name(one))


def test_a_place_without_position_or_north_of_the_picture_is_left_to_the_list():
    assert map_layout.dot(1, "Nowhere", None, None) is None
    assert map_layout.dot(2, "Unst", 60.8, -0.8) is None


def _stored():
    session().expire_all()
    return map_positions.LABELS.all(but=0)


def test_places_stand_where_all_of_them_laid_out_together_would(app):
    for number, dot in enumerate(_dots(8)):
        found_partnership(OPERATOR, name=dot.name, latitude=51.2 + number / 3, longitude=-2.1 + number / 20)
    bare = [Label(one.id, one.name, one.x, one.y) for one in _stored()]
    assert len(bare) == 8
    assert _stored() == sorted(map_layout.lay_out(bare), key=lambda one: one.id)


def test_a_long_name_is_shown_by_its_first_words_and_finds_room():
    for name, shown in (
        ("Hull", "Hull"),
        ("x" * 24, "x" * 24),
        ("Cornwall and the Isles of Scilly", "Cornwall and the Isles …"),
        ("Blaenau Gwent and the Valleys beyond", "Blaenau Gwent …"),
        ("L" * 40, "L" * 22 + "…"),
    ):
        assert map_layout.name_on_map(name) == shown
        assert len(shown) <= map_layout.LONGEST_NAME
    placed = map_layout.dot(1, "Cornwall and the Isles of Scilly and whoever else there is", 53.7, -0.3)
    assert map_layout.lay_out([placed])[0].anchor, "whole, it would not fit beside its dot"


def test_a_place_that_moves_takes_its_dot_along_and_one_without_position_leaves_the_map(app):
    place = found_partnership(OPERATOR, name="Hull", latitude=53.744, longitude=-0.333)
    said: dict[str, Any] = {"name": "Hull", "summary": "", "organisations": []}
    change_partnership(OPERATOR, place, **said, latitude=53.004, longitude=-2.288)
    assert (place.map_x, place.map_y) == map_layout.project(53.004, -2.288)
    change_partnership(OPERATOR, place, **said, latitude=None, longitude=None)
    assert _stored() == []
    assert (place.map_x, place.label_x, place.label_anchor) == (None, None, "")


def test_above_a_number_the_others_stay_where_they_are(app, monkeypatch):
    monkeypatch.setattr(map_layout, "MOST_LAID_OUT_ANEW", 3)
    laying_out = Mock(wraps=map_layout.lay_out)
    monkeypatch.setattr(map_layout, "lay_out", laying_out)
    for number in range(3):
        found_partnership(OPERATOR, name=f"Place {number}", latitude=53 + number / 50, longitude=-1.5)
    before = _stored()
    assert laying_out.call_count == 3
    found_partnership(OPERATOR, name="Last", latitude=54, longitude=-1.5)
    assert laying_out.call_count == 3  # the square of all places is nobody's to wait for
    assert _stored()[:3] == before
    assert _stored()[3].anchor
    _check_clear(_stored())


def test_it_is_no_matter_of_a_second_with_very_many(app):
    laid_out = map_layout.lay_out(_dots(300))
    others = [replace(one, id=one.id + 300 * n) for n in range(10) for one in laid_out]
    started = process_time()
    map_layout.add(map_layout.Label(1, "One more", 260, 360), others)
    assert process_time() - started < 0.5
