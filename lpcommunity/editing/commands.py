"""What the commands of every kind have in common: posted once, with the files of the form, and its draft let go.

Called inside a `@transactional` command of a kind only, which has checked what is its own to check.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from lpcommunity.access import Invalid, require
from lpcommunity.access.reader import Reader
from lpcommunity.attachments.commands import attach_to_entry
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries import lifecycle, policy
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES, Entry

E = TypeVar("E", bound=Entry)


def posted_before(actor: Reader, model: type[E], partnership_id: int, idempotency_key: str) -> E | None:
    """What was posted from the form of this key, if it was: a double click finds the first.

    Raises Refused for whoever may not post in this place, or where the key is of something else or somebody else.
    """
    require(policy.can_post(actor, partnership_id))
    first = lifecycle.with_idempotency_key(idempotency_key)
    if first is None:
        return None
    require(isinstance(first, model) and first.author_id == actor.id)
    return first  # type: ignore[return-value]


def post(
    actor: Reader,
    entry: E,
    content: Content,
    *,
    tie: Callable[[], None] | None = None,
    theme_ids: Iterable[int] = (),
    then: Callable[[], None],
) -> E:
    """Put a new entry on record, with the files of its form. `tie` notes what it is about; `then` is done once, when
    it is on record, however often the button was pressed. Returns the first if another click was quicker.
    """
    if entry.audience not in AUDIENCES:
        raise Invalid("audience", "audience-unknown")
    key = entry.idempotency_key
    if not lifecycle.put_on_record_once(entry, actor, content, lifecycle.About(theme_ids, tie)):
        first = posted_before(actor, type(entry), entry.partnership_id or 0, key)
        require(first is not None)
        return first  # type: ignore[return-value]
    attach_to_entry(entry, key)
    discard_draft(actor, key)
    then()
    return entry


def lock_for_change(actor: Reader, entry: Entry) -> None:
    """Lock an entry that this person wants to change. Raises Refused for whoever may not."""
    lifecycle.lock(entry)
    require(policy.can_edit(actor, entry))


def change(
    actor: Reader,
    entry: Entry,
    content: Content,
    base_version: int,
    *,
    tie: Callable[[], None] | None = None,
    theme_ids: Iterable[int] | None = None,
) -> None:
    """Record a new version of a locked entry whose own columns the kind has changed already. `theme_ids`: none given,
    the themes stay. Raises EditConflict where it was changed since `base_version`.
    """
    lifecycle.change_content(entry, actor, content, base_version, lifecycle.About(theme_ids, tie))


def take_along(
    actor: Reader,
    entry: Entry,
    idempotency_key: str,
    alts: Mapping[int, str] | None = None,
    removed: Collection[int] = (),
) -> None:
    """Make the files of the form that changed an entry part of it, and let go of its draft."""
    attach_to_entry(entry, idempotency_key, alts, removed)
    if idempotency_key:
        discard_draft(actor, idempotency_key)
