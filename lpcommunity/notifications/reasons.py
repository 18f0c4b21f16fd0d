"""Why people are told of what concerns them, in words."""

from lpcommunity.following.recipients import FACILITATOR, FOLLOWS_PERSON, FOLLOWS_PLACE, FOLLOWS_THEME, MEMBER
from lpcommunity.notifications.notification_types import Line


def because_around(line: Line) -> str:
    """For those whom an entry concerns (recipients.around)."""
    return {
        MEMBER: f"Because you belong to {line.place}",
        FACILITATOR: because_facilitator(line),
        FOLLOWS_PLACE: f"Because you follow {line.place}",
        FOLLOWS_PERSON: f"Because you follow {line.author}",
        FOLLOWS_THEME: "Because you follow one of its themes",
    }.get(line.reason, "")


def because_facilitator(line: Line) -> str:
    """For the facilitators of the place."""
    return f"Because you facilitate {line.place}"


def because_author(_line: Line) -> str:
    """For whoever wrote the entry."""
    return "Because you wrote it"


def because_confided(_line: Line) -> str:
    """For those who have confided something in the place."""
    return "Because you confided something there"


def because_leads(line: Line) -> str:
    """For the lead and deputies of the place."""
    return f"Because you lead {line.place}, or are a deputy there"


def because_programme_team(_line: Line) -> str:
    """For those who run a programme."""
    return "Because you are on the programme team"
