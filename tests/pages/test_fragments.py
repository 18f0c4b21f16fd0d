"""What is kept of a page is the same for every reader who may see it."""

import re

import pytest

from tests.factories import reading
from tests.factories.random_world import random_world
from tests.harness.visitor import Visitor

CARD = re.compile(r'<li class="lp-entry" data-entry-id="(\d+)">.*?</li>', re.DOTALL)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_card_is_the_same_for_everybody_who_may_see_it(app, seed):
    world = random_world(seed)
    seen: dict[tuple[str, bool, bool], set[str]] = {}
    for person in [None, *world.people]:
        if person is not None and person.disabled_at is not None:
            continue
        visitor = Visitor(app, person)
        for place in world.places:
            html = visitor.get(f"/partnerships/{place.slug}").get_data(as_text=True)
            for found in CARD.finditer(html):
                named = reading(person).in_community  # others are told no names; who is signed out keeps nothing
                seen.setdefault((found[1], named, person is not None), set()).add(found[0])
    assert len(seen) > 10
    assert {key: len(texts) for key, texts in seen.items() if len(texts) > 1} == {}
