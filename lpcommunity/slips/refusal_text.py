"""What people read when a milestone cannot be moved."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "milestone-moved-meanwhile": "Somebody moved this milestone while your page was open.",
        "milestone-is-reached": "A milestone that is reached is not moved any more.",
        "milestone-stands-there": "It is due on this day already. Give the day to which it moves",
        "slip-reason-unknown": "Choose why it moves",
        "slip-why-missing": "Say in a sentence why it moves",
        "slip-why-too-long": "Say it in {most} characters at most",
    }
)
