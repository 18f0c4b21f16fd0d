"""Who may open a file: one function for the file, its thumbnail and every page that links to it."""

from collections.abc import Iterable

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import HasAudience, WrittenFor
from lpcommunity.entries.policy import can_read, can_read_what_was_for


def can_open(actor: Reader | Visitor, entry: HasAudience, versions: Iterable[WrittenFor] | None = None) -> bool:
    """Whether this person may open a file of this entry now.

    Whoever may read the entry, if the file is still part of it (`versions` is None); else whoever may read one of the
    versions that it was part of (`versions`: for whom, and when, each of these was written). A file whose form is not
    posted belongs to no entry yet: its owner alone finds it.
    """
    if versions is None:
        return can_read(actor, entry)
    return any(can_read_what_was_for(actor, entry, version) for version in versions)
