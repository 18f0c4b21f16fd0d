"""What people read when something about a place, or who belongs to it, is refused."""

from lpcommunity.access.refusal_catalogue import register
from lpcommunity.web.humanize import day

SENTENCES = register(
    {
        "sector-unknown": "Choose the kind of organisation",
        "organisation-name-taken": "There is an organisation called “{name}” already",
        "partnership-name-taken": "There is a partnership called “{name}” already",
        "position-incomplete": "Give both latitude and longitude, or neither",
        "latitude-abroad": "This latitude is not in the United Kingdom: there it is between 49 and 61",
        "longitude-abroad": "This longitude is not in the United Kingdom: there it is between -9 and 2.5",
        "membership-days-reversed": "The last day must be on or after the first day",
        "last-day-past": "The last day cannot be before today. To let it end at once, choose End in the list of people",
        "facilitator-first-day-past": (
            "A facilitator begins today or later: what was confided earlier was not confided to them. "
            "Leave this empty for today"
        ),
        "membership-began-already": lambda name, since: (
            f"{name} has had this role since {day(since)}. Leave this empty: only the last day can change"
        ),
        "own-time-lengthened": (
            "You cannot lengthen your own time here. Keep the last day, or ask a colleague to move it"
        ),
        "role-not-yours-to-end": lambda name, role: (
            f"{name} is a {role} here, and that would end. Only the programme team can change it: ask them"
        ),
        "one-role-at-a-time": lambda name, role: (
            f"{name} is a {role} here until then, and people have one role in a place at a time. "
            "Leave this empty to change it today, or come back on that day"
        ),
        "only-lead": "{name} is the only lead of {place}. Make somebody else lead first",
        "only-lead-oneself": "You are the only lead of {place}. Make somebody else lead first",
        "last-lead": "This is the last lead. Choose who takes over first",
        "own-last-lead": "You are the only lead. Choose who takes over first",
        "no-lead-after": lambda place, last: (
            f"After {day(last)} nobody would lead {place}. Choose who takes over first: "
            "make somebody lead who stays longer"
        ),
        "successor-no-member": "Choose somebody who is a member now",
        "successor-disabled": "{name} cannot sign in. Choose somebody else",
    }
)
