"""For whom a text is that mentions people: the values with which `entries.policy` decides who may read it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, or_

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AUDIENCES, EntryLike
from lpcommunity.entries.policy import MEANT_FOR, wider
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import now, today

AUTHOR = bindparam("author", type_=Integer)
READ_BY = or_(MEANT_FOR, (PERSON.c.id == AUTHOR) & can_sign_in())  # SQL over person, with the values of a Reach


@dataclass(frozen=True)
class Reach:
    """For whom something is written: an entry, or a text below it, there already or to come.

    `author_id` is whose entry it is: they read whatever is below it.
    """

    audience: str
    place_id: int | None
    author_id: int
    entry_id: int = 0
    confided_at: datetime | None = None

    @classmethod
    def of(cls, entry: EntryLike, audience: str | None = None) -> "Reach":
        """That of an entry; with an audience that of a text below it, which is never for more people than it."""
        reach = cls(entry.audience, entry.partnership_id, entry.author_id, entry.id, entry.confided_at)
        return reach.narrowed(audience) if audience else reach

    def narrowed(self, audience: str) -> "Reach":
        """For these people alone, if they are fewer."""
        fewer = audience in AUDIENCES and wider(self.audience, audience)
        return replace(self, audience=audience) if fewer else self

    @property
    def values(self) -> dict[str, Any]:
        """As READ_BY asks for it, today."""
        return {
            "audience": self.audience,
            "place": self.place_id,
            "author": self.author_id,
            "entry": self.entry_id,
            "confided_at": self.confided_at,
            "today": today(),
            "now": now(),
        }

    @property
    def by_role(self) -> dict[str, Any]:
        """The same, but of what is confided to whoever facilitates today: whom a confidence really reaches is not for
        a list of names to tell, nor for what is said when it is sent.
        """
        return self.values | {"entry": 0, "confided_at": now()}


def can_name_people(actor: Reader) -> bool:
    """Whoever belongs to the community knows who is in it."""
    return actor.in_community
