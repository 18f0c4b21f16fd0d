"""Who may open a file: one function for the file, its thumbnail and every page that links to it."""

from collections.abc import Iterable

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments.models import Attachment
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.entries.policy import can_read, can_read_revision


def can_open(
    actor: Reader | Visitor, attachment: Attachment, entry: Entry | None, revisions: Iterable[Revision] = ()
) -> bool:
    """Whether this person may open this file now.

    As long as its form is not posted, its owner only. Then whoever may read the entry, if it is still part of it;
    else whoever may read one of the versions that it was part of (`revisions`: those of first_n to last_n).
    """
    if entry is None:
        return isinstance(actor, Reader) and attachment.owner_id == actor.id
    if attachment.last_n is None:
        return can_read(actor, entry)
    return any(can_read_revision(actor, entry, revision) for revision in revisions)
