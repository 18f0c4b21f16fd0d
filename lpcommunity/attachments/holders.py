"""What has files and is no entry: it registers under a name of its own, and says who may open them.

A file that is held is part of versions of its holder as it is of an entry's (models.Attachment). Documents are found
with what holds them (found_texts): by the source of the same name, of which the holder's number is a thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lpcommunity.access.reader import Reader, Visitor


@dataclass(frozen=True)
class Span:
    """The versions of its holder that a file is part of; `last_n` None: still part of it today."""

    first_n: int
    last_n: int | None


# Who asks, the number of the holder, the versions → whether they may open the file. What there is not, nobody may.
MayOpen = Callable[[Reader | Visitor, int, Span], bool]
_holders: dict[str, MayOpen] = {}


def register(name: str) -> Callable[[MayOpen], MayOpen]:
    """Register who may open the files that are held under this name."""

    def keep(may_open: MayOpen) -> MayOpen:
        _holders[name] = may_open
        return may_open

    return keep


def names() -> list[str]:
    """All under which files are held. What holds them is found by a source of the same name (search.sources)."""
    return sorted(_holders)


def may_open(actor: Reader | Visitor, holder: str, holder_id: int, span: Span) -> bool:
    """Whether this reader may open a file that is held so. What nobody registered, nobody opens."""
    found: Any = _holders.get(holder)
    return bool(found and found(actor, holder_id, span))
