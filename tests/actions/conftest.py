"""The world of the tests of actions: everybody there is, after those have gone who left."""

import pytest

from tests.factories.world import World, parted


@pytest.fixture
def world(begin_with) -> World:
    """Two places and a person of every kind."""
    return begin_with(parted)
