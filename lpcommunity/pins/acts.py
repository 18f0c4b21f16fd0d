"""How it is told in a programme's history that a lead keeps an entry in the short account of their place."""

from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, email, moment, slug
from lpcommunity.pins.commands import pin

PINNED = Shape({"of": slug, "by": email, "at": moment})


def _pin(item: Item, state: ReplayState) -> None:
    pin(state.person(item["by"]), state.entry(item["of"]))


register(Act("pin", PINNED, _pin))
