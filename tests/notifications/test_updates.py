"""An update is told to those around the place and to those who follow it."""

from uuid import uuid4

from lpcommunity.entries.content import Content
from lpcommunity.following.commands import follow
from lpcommunity.programmes.commands import add_theme
from lpcommunity.updates.commands import post_update
from tests.factories import reading


def post(author, place, audience="community", theme_ids=()):
    return post_update(
        reading(author),
        place,
        str(uuid4()),
        Content.written("Ten firms rung", {"body": "Seven rang back."}),
        audience=audience,
        standing="on-track",
        theme_ids=theme_ids,
    )


def test_an_update_is_told_to_members_facilitators_and_followers(world, work, lines, mails):
    theme = add_theme(reading(world.team), name="Digital health", slug="digital-health")
    follow(reading(world.cora), theme=theme)
    post(world.ann, world.hull, theme_ids=[theme.id])
    work()
    assert lines(world.ann) == []
    assert lines(world.ben) == [("update-posted", "member")]
    assert lines(world.owen) == [("update-posted", "facilitator")]
    assert lines(world.cora) == [("update-posted", "follows-theme")]
    assert mails() == []


def test_an_update_for_the_partnership_stays_there(world, work, lines):
    follow(reading(world.cora), person=world.ann)
    post(world.ann, world.hull, "partnership")
    work()
    assert lines(world.ben) == [("update-posted", "member")]
    assert lines(world.cora) == []
