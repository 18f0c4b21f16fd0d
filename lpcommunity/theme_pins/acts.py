"""How it is told in a programme's history that something is pinned on a theme."""

from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, email, moment, slug, text
from lpcommunity.theme_pins.commands import pin
from lpcommunity.theme_pins.models import LONGEST_WHY

PINNED = Shape({"of": slug, "theme": slug, "by": email, "at": moment, "why": text(LONGEST_WHY)})


def _pin(item: Item, state: ReplayState) -> None:
    theme = state.provisioned.themes.find(item["theme"])
    pin(state.person(item["by"]), theme, state.entry(item["of"]), item["why"])


register(Act("theme-pin", PINNED, _pin))
