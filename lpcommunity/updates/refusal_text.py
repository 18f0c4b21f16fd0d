"""What people read when an update is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "update-empty": "Write at least a sentence before you post it",
        "standing-unknown": "Say how the project stands",
        "milestone-not-listed": "Choose one of the milestones in the list",
    }
)
