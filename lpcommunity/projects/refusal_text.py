"""What people read when something about a project is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "day-to-come": "This day has not come yet",
        "place-works-there": (
            "{place} works on something in {programme}, which stays on record: so it goes on taking part"
        ),
    }
)
