"""What people read when something cannot be pinned on a theme."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "theme-pin-why-missing": "Say in a few words why: whoever comes to this theme reads that first",
        "theme-pin-why-long": "Why it is pinned is {length:,} characters long; it can be at most {most:,}",
        "theme-full": "Three things are pinned on this theme already, as many as anybody reads. Unpin one of those "
        "below first. Your words are still here",
    }
)
