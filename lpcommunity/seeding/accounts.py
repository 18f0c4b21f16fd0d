"""The people whom a measurement signs in as: one of every kind, always under the same address."""

from dataclasses import dataclass

from lpcommunity.seeding.ranking import Ranking

DOMAIN = "bench.example"
PASSWORD = "five quiet places beside the sea"  # noqa: S105  (of made-up people, in a database that is no installation's)


@dataclass(frozen=True)
class Account:
    """Somebody by what they are."""

    key: str
    name: str
    belongs: tuple[tuple[int, str], ...] = ()  # place by its number, role
    belonged: tuple[tuple[int, str], ...] = ()  # the same, and over
    roles: tuple[str, ...] = ()
    follows: tuple[int, ...] = ()  # places
    follows_themes: int = 0
    follows_people: int = 0
    is_new: bool = False

    @property
    def email(self) -> str:
        """Their address."""
        return f"bench-{self.key}@{DOMAIN}"


def accounts(ranking: Ranking) -> list[Account]:
    """All of them, for the places of this ranking. Who comes first writes most in their place."""
    busy, silent = ranking.busy, ranking.silent
    number = len(ranking.order)
    middle = number // 2
    many = tuple(dict.fromkeys(busy(rank) for rank in range(1, min(number // 2, 101), 2)))
    silent_ones = tuple(dict.fromkeys(silent(rank) for rank in range(1, 31)))
    facilitated = tuple(dict.fromkeys(busy(rank) for rank in (0, 1, 2, 5, 10, 20, 40, 80)))
    return [
        Account(
            "member-busy", "Morwenna Busby", ((busy(0), "member"),), follows=many, follows_themes=6, follows_people=30
        ),
        Account("new", "Nell Newcombe", ((busy(middle), "member"),), is_new=True),
        Account("silent-follower", "Silas Stillwell", ((silent(0), "member"),), follows=silent_ones),
        Account("facilitator", "Fay Asker", tuple((place, "facilitator") for place in facilitated)),
        Account("team", "Tamsin Teal", roles=("programme-team",)),
        Account("evaluator", "Edmund Weigh", roles=("evaluator",)),
        Account("administrator", "Ada Min", roles=("administrator",)),
        Account(
            "mixed",
            "Max Mingle",
            ((busy(3), "lead"), (busy(4), "facilitator"), (busy(6), "member")),
            belonged=((busy(7), "facilitator"),),
            follows=(busy(0), silent(0)),
            follows_themes=1,
            follows_people=2,
        ),
        Account("lead-of-two", "Lena Twofold", ((busy(1), "lead"), (busy(2), "deputy")), follows_themes=2),
        Account("former", "Frank Once", belonged=((busy(0), "member"),), follows=(busy(0),)),
        Account("team-member", "Teresa Both", ((busy(5), "member"),), roles=("programme-team",)),
    ]
