"""Readers who are nobody: a member of this place, a member elsewhere, somebody signed out.

Each is a value with no person behind it, to ask the resolver what such a reader would be shown. It stands for no row:
a command reads whoever acts afresh (access.reader.renewed), finds nobody of this number and refuses.
"""

from dataclasses import dataclass

from lpcommunity.access.reader import VISITOR, Reader, Visitor

NOBODYS_ID = 0  # people are numbered from 1
NO_PLACE = 0  # so are places: somewhere else, whichever it is


@dataclass(frozen=True)
class Standpoint:
    """From where one looks."""

    key: str  # as an address names it
    name: str  # A member of another partnership
    briefly: str  # the same in a list to choose from
    reader: Reader | Visitor


def standpoints(place_id: int, place: str) -> dict[str, Standpoint]:
    """Those that an author may take, of an entry of this place, by their key."""
    here, elsewhere = (Reader(NOBODYS_ID, member_of=frozenset({one})) for one in (place_id, NO_PLACE))
    all_of_them = (
        Standpoint("member-here", f"A member of {place}", f"A member of {place}", here),
        Standpoint("member-elsewhere", "A member of another partnership", "A member elsewhere", elsewhere),
        Standpoint("visitor", "Somebody signed out", "Somebody signed out", VISITOR),
    )
    return {one.key: one for one in all_of_them}
