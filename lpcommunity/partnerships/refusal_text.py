"""What people read when something about a place, or who belongs to it, is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "sector-unknown": "Choose the kind of organisation",
        "organisation-name-taken": "There is an organisation called “{name}” already",
        "partnership-name-taken": "There is a partnership called “{name}” already",
        "position-incomplete": "Give both latitude and longitude, or neither",
        "position-abroad": "This is not in the United Kingdom. Latitude is between 49 and 61",
        "membership-days-reversed": "The last day must be on or after the first day",
        "last-lead": "This is the last lead. Choose who takes over first",
        "successor-no-member": "Choose somebody who is a member now",
        "successor-disabled": "{name} cannot sign in. Choose somebody else",
    }
)
