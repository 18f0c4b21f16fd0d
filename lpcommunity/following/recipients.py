"""Who hears of an entry when it comes on record: those around the place, and whoever follows the place, its author or
one of its themes, as far as it is meant for them. Whom a page counts beforehand are whom the worker tells.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, bindparam, func, select, union

from lpcommunity.entries.policy import MEANT_FOR
from lpcommunity.entries.policy import PLACE as PLACE_ID
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, today

FOLLOW: FromClause = Follow.__table__
AUTHOR = bindparam("author", type_=Integer)
THEMES = bindparam("themes", type_=Integer, expanding=True)
COUNTED = ("facilitators", "partnership", "community")  # "me" tells nobody, the public whom the community tells


def _followers(which: ColumnElement[bool]) -> Select[Any]:
    return select(FOLLOW.c.person_id).where(which)


AROUND = union(
    select(MEMBERSHIP.c.person_id).where(MEMBERSHIP.c.partnership_id == PLACE_ID, current()),
    _followers(FOLLOW.c.partnership_id == PLACE_ID),
    _followers(FOLLOW.c.followed_id == AUTHOR),
    _followers(FOLLOW.c.theme_id.in_(THEMES)),
)
# Over person, with the values `audience`, `place`, `author`, `themes` and `today`: hears of such an entry.
HEARS = PERSON.c.id.in_(AROUND) & (PERSON.c.id != AUTHOR) & MEANT_FOR

RECIPIENTS: Statement[Any] = Statement(select(PERSON.c.id).where(HEARS).order_by(PERSON.c.id))
HOW_MANY: Statement[Any] = Statement(select(func.count()).select_from(PERSON).where(HEARS))


def recipients(partnership_id: int, author_id: int, audience: str, theme_ids: list[int]) -> list[int]:
    """The ids of those who hear of an entry of this place, author and audience: one query."""
    return RECIPIENTS.values(place=partnership_id, author=author_id, audience=audience, themes=theme_ids, today=today())


def how_many(partnership_id: int, author_id: int) -> dict[str, int]:
    """How many would hear of an entry posted here now, by audience: a query for each audience that differs.

    Those who follow one of its themes come on top, since the themes are still to be chosen.
    """
    known = {"place": partnership_id, "author": author_id, "themes": [], "today": today()}
    counts = {one: int(HOW_MANY.value(known, audience=one) or 0) for one in COUNTED}
    return {"me": 0, **counts, "public": counts["community"]}
