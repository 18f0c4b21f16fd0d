"""What follows when a text that somebody was asked to change is changed: those who decide look once more."""

from lpcommunity.comments.domain_events import CommentChanged
from lpcommunity.entries.domain_events import EntryEdited
from lpcommunity.moderation.commands import look_again, look_again_at_entry
from lpcommunity.moderation.registrations import COMMENT
from lpcommunity.outbox import EventMeta, subscribe


@subscribe(EntryEdited, "moderation.entry-changed")
def entry_changed(event: EntryEdited, meta: EventMeta) -> None:
    """An entry was changed."""
    look_again_at_entry(event.entry_id, event.actor_id, meta.at)


@subscribe(CommentChanged, "moderation.comment-changed")
def comment_changed(event: CommentChanged, meta: EventMeta) -> None:
    """A comment was changed."""
    look_again(COMMENT, event.comment_id, event.actor_id, meta.at)
