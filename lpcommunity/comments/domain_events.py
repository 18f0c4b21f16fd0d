"""What happens in conversations. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentPosted:
    """Somebody said something below an entry, or replied to what was said there (`parent_id`)."""

    comment_id: int
    entry_id: int
    actor_id: int
    parent_id: int | None = None


@dataclass(frozen=True)
class CommentChanged:
    """The words of a comment were changed."""

    comment_id: int
    entry_id: int
    actor_id: int
    version: int


@dataclass(frozen=True)
class CommentWithdrawn:
    """A comment was taken back: its place stays, its words are its author's alone."""

    comment_id: int
    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class ConversationClosed:
    """Nobody adds to the conversation below an entry any more."""

    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class ConversationOpened:
    """A conversation that was closed goes on."""

    entry_id: int
    actor_id: int
