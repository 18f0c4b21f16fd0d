"""What people read when they cannot be introduced."""

from datetime import datetime

from lpcommunity.access.refusal_catalogue import register
from lpcommunity.web.humanize import day


def _again(one: str, other: str, at: datetime) -> str:
    return f"You introduced {one} and {other} to each other on {day(at)}, so nothing is sent again. Name somebody else"


SENTENCES = register(
    {
        "introduction-again": _again,
        "introduction-why-missing": "Say in a sentence why they should know each other: it is what both read",
        "introduction-why-long": "Why is {length:,} characters long; it can be at most {most:,}",
    }
)
