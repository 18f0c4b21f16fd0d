"""What pages and notifications say of a third kind, in words of its own: they take them from its Kind."""

import re

from lpcommunity import worker
from tests.editing.third_kind.world import posted, sent


def _plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_place_counts_it_by_its_own_word(world):
    posted(world)
    page = _plain(world.at(world.sam).text(f"/partnerships/{world.hull.slug}"))
    assert "1 visit, the last" in page
    assert "One visit" in page
    assert "One update" not in page


def test_its_card_has_a_foot_of_its_own(world):
    posted(world)
    assert "<span>as-guests</span>" in world.at(world.sam).text(f"/partnerships/{world.hull.slug}")


def test_whoever_may_write_one_is_offered_it(world):
    amina = world.at(world.amina)
    for path in (f"/partnerships/{world.hull.slug}", "/home"):
        page = amina.text(path)
        assert "Tell of a visit" in page
        assert world.path in page
    assert amina.get("/visits/new").headers["Location"] == world.path


def test_home_finishes_a_draft_by_its_own_word(world):
    _form, kept = sent(world, keep="1")
    assert kept.status_code == 303
    assert "Finish your draft visit" in world.at(world.amina).text("/home")


def test_those_around_hear_of_it_in_its_own_words(world, house):
    visit = posted(world)
    worker.run(house.app, until_empty=True)
    for who in (world.grace, world.owen):
        page = world.at(who).text("/notifications")
        assert "Amina told of a visit in Hull:" in _plain(page)
        assert f'data-entry-id="{visit.id}"' in page
    assert "told of a visit" not in world.at(world.amina).text("/notifications")
