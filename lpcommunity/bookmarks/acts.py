"""How it is told in a programme's history that somebody keeps an entry for themselves, or means to read it later."""

from lpcommunity.bookmarks.commands import keep
from lpcommunity.bookmarks.models import LONGEST_NOTE
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, email, moment, passage, slug, yes_or_no

KEPT = Shape({"of": slug, "by": email, "at": moment}, {"note": passage(LONGEST_NOTE), "later": yes_or_no})


def _keep(item: Item, state: ReplayState) -> None:
    keep(state.person(item["by"]), state.entry(item["of"]), later=bool(item["later"]), note=item["note"] or "")


register(Act("bookmark", KEPT, _keep))
