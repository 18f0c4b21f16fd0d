"""What people read when something cannot be kept."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "bookmark-note-long": "Your note is {length:,} characters long; it can be at most {most:,}",
        "bookmarks-full": "You keep {most:,} things already, as many as there is room for. Nothing of it is lost: let "
        "go of what you need no more, then keep this",
    }
)
