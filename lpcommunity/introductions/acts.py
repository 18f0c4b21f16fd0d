"""How it is told in a programme's history that somebody introduced two people."""

from uuid import uuid4

from lpcommunity.access import Refused
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, email, moment, text
from lpcommunity.introductions.commands import introduce
from lpcommunity.introductions.models import LONGEST_WHY
from lpcommunity.people.queries import person

INTRODUCED = Shape({"one": email, "other": email, "by": email, "at": moment, "why": text(LONGEST_WHY)})


def _introduce(item: Item, state: ReplayState) -> None:
    one, other = (person(state.person(item[name]).id) for name in ("one", "other"))
    try:
        introduce(state.person(item["by"]), one, other, item["why"], str(uuid4()))
    except Refused as error:
        raise Unfit(item["by"].place, f"“{item['by']}” could not introduce these two") from error


register(Act("introduction", INTRODUCED, _introduce))
