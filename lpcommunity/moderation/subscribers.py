"""What follows when a text that somebody was asked to change is changed: those who decide look once more."""

from lpcommunity.comments import single_comments
from lpcommunity.comments.domain_events import CommentChanged, CommentWithdrawn
from lpcommunity.comments.models import HIDDEN
from lpcommunity.entries.domain_events import EntryEdited, EntryWithdrawn
from lpcommunity.moderation.commands import close, close_entry, look_again, look_again_at_entry, look_for_deciders
from lpcommunity.moderation.registrations import COMMENT
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.people.domain_events import RoleEnded


@subscribe(EntryEdited, "moderation.entry-changed")
def entry_changed(event: EntryEdited, meta: EventMeta) -> None:
    """An entry was changed."""
    look_again_at_entry(event.entry_id, event.actor_id, meta.at)


@subscribe(CommentChanged, "moderation.comment-changed")
def comment_changed(event: CommentChanged, meta: EventMeta) -> None:
    """A comment was changed; not where it is hidden still, since it says the same."""
    comment = single_comments.row(event.comment_id)
    if comment is not None and comment.state != HIDDEN:
        look_again(COMMENT, event.comment_id, event.actor_id, meta.at)


@subscribe(EntryWithdrawn, "moderation.entry-withdrawn")
def entry_withdrawn(event: EntryWithdrawn, _meta: EventMeta) -> None:
    """An entry was withdrawn."""
    close_entry(event.entry_id)


@subscribe(CommentWithdrawn, "moderation.comment-withdrawn")
def comment_withdrawn(event: CommentWithdrawn, _meta: EventMeta) -> None:
    """A comment was withdrawn."""
    close(COMMENT, event.comment_id)


@subscribe(RoleEnded, "moderation.moderator-gone")
def moderator_gone(event: RoleEnded, _meta: EventMeta) -> None:
    """Somebody moderates no longer."""
    if event.role == "moderator":
        look_for_deciders()
