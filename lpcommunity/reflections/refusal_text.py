"""What people read when a reflection is refused."""

from lpcommunity.access.refusal_catalogue import register

NOTHING_WRITTEN = "Write at least a sentence before you send it"

SENTENCES = register(
    {
        "reflection-empty": NOTHING_WRITTEN,
        "reflection-title-too-long": "The title is {length:,} characters long; it can be at most {most:,}",
        "cycle-unknown": "Choose one of the sets of questions",
        "subject-not-listed": "Choose from what is in the list",
        "readers-unknown": "Say who it is for",
        "reflection-for-author-only": "It is for you only. Say who may read it before you send it",
        "answered-already": "It was answered before you took it back.",
        "answer-stands": "It was answered before you took it back. The answer stands on its page.",
    }
)
