"""Who follows what: half of the people a few places, themes or colleagues, some of them very many."""

from datetime import datetime, timedelta
from random import Random

from lpcommunity.following.models import Follow
from lpcommunity.seeding.accounts import accounts
from lpcommunity.seeding.names import THEMES
from lpcommunity.seeding.places import table
from lpcommunity.seeding.ranking import Ranking
from lpcommunity.seeding.writer import Writer

FOLLOWING = 0.55  # of the people follow anything at all
EAGER = 0.06  # of these follow dozens


class Follows:
    """Writes follows, each once."""

    def __init__(self, writer: Writer, dice: Random, ranking: Ranking, moment: datetime) -> None:
        self.writer, self.dice, self.ranking, self.moment = writer, dice, ranking, moment
        self.themes = len(THEMES)

    def write(self, people: list[int], known: dict[str, int]) -> None:
        """What these people follow; those with known addresses follow what was said of them."""
        for account in accounts(self.ranking):
            me = known[account.key]
            self._follow(me, "partnership_id", [place + 1 for place in account.follows])
            self._follow(me, "theme_id", range(1, account.follows_themes + 1))
            self._follow(me, "followed_id", self._colleagues(people, account.follows_people, me))
        for me in people[len(known) :]:
            if self.dice.random() < FOLLOWING:
                self._some(me, people)

    def _some(self, me: int, people: list[int]) -> None:
        dice, order = self.dice, self.ranking.order
        factor = 8 if dice.random() < EAGER else 1
        places = int(dice.expovariate(1 / 5) * factor)
        self._follow(me, "partnership_id", {1 + order[int(len(order) * dice.random() ** 1.5)] for _ in range(places)})
        themes = {1 + int(self.themes * dice.random() ** 1.5) for _ in range(int(dice.expovariate(1 / 1.5)))}
        self._follow(me, "theme_id", themes)
        self._follow(me, "followed_id", self._colleagues(people, int(dice.expovariate(1 / 3) * factor), me))

    def _colleagues(self, people: list[int], number: int, me: int) -> list[int]:
        some = min(number, len(people) // 3)
        return [one for one in dict.fromkeys(self.dice.choice(people) for _ in range(some)) if one != me]

    def _follow(self, me: int, what: str, ids: object) -> None:
        for one in sorted(ids):  # type: ignore[call-overload]
            nothing = {"partnership_id": None, "theme_id": None, "followed_id": None}
            self.writer.add(
                table(Follow),
                {
                    "id": self.writer.number(table(Follow)),
                    "person_id": me,
                    **nothing,
                    what: one,
                    "since": self.moment - timedelta(days=self.dice.randint(1, 900)),
                },
            )
