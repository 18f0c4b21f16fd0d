"""What each act that stands in the audit record reads as. A test holds the list to what `audit.note` is called with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.people.models import ROLES
from lpcommunity.web.humanize import day

ON_AN_ENTRY = "act-on-an-entry"  # what an act on an entry reads as to whoever may not read the entry

# After the name of whoever did it. {whom} is a person, {role} a role, the rest comes from the details of the row.
ACTS: dict[str, str] = {
    "signed-in": "signed in",
    "sign-in-failed": "gave a wrong password for {whom}",
    "signed-out": "signed out",
    "signed-out-elsewhere": "signed out everywhere else",
    "password-confirmed": "gave their password again",
    "password-changed": "changed their password",
    "password-set": "chose their first password",
    "password-reset-asked": "asked for a new password for {whom}",
    "password-reset-refused": "asked too often for a new password for {whom}",
    "password-reset": "chose a new password by a link",
    "email-change-asked": "asked to change their e-mail address",
    "email-changed": "changed their e-mail address",
    "refused-too-many": "was refused: {limit} too often",
    "feed-address-made": "made an address for a feed of their own",
    "feed-address-ended": "ended the feed of their own",
    "profile-changed": "changed their profile",
    "photo-changed": "changed their photo",
    "person-added": "added {whom}",
    "person-joined": "made their account",
    "person-disabled": "closed the account of {whom}",
    "person-enabled": "opened the account of {whom} again",
    "role-granted": "gave {whom} the role {role}",
    "role-ended": "ended the role {role} of {whom}",
    "person-invited": "invited somebody as {role}",
    "invitation-sent-again": "sent an invitation as {role} again",
    "invitation-withdrawn": "withdrew an invitation as {role}",
    "invitation-claimed": "took up an invitation as {role}",
    "membership-began": "let {whom} belong as {role}",
    "membership-days-changed": "changed the days of {whom} as {role}",
    "membership-ended": "ended the time of {whom} as {role}",
    "partnership-founded": "set up a partnership",
    "partnership-changed": "changed a partnership",
    "place-taken-in": "took a place into a programme",
    "place-taken-out": "took a place out of a programme",
    "organisation-added": "added an organisation",
    "programme-added": "added a programme",
    "programme-changed": "changed a programme",
    "theme-added": "added a theme",
    "theme-pinned": "pinned something on a theme",
    "theme-unpinned": "let go of what was pinned on a theme",
    "project-begun": "began a project",
    "rhythm-set": "changed how often a partnership checks in",
    "place-paused": "paused a partnership",
    "pause-ended": "ended the pause of a partnership",
    "chance-passed-over": "passed over a chance to look back",
    "milestone-moved": "moved the day of a milestone",
    "milestone-taken-off": "took off a milestone",
    "milestone-put-back": "put back a milestone",
    "slip-audience-changed": "changed who can read why a milestone moved",
    "action-audience-changed": "changed who an action is for",
    "audience-changed": "changed who {entry} is for",
    "entry-withdrawn": "withdrew {entry}",
    "report-asked": "asked the author of a reported text about it",
    "report-hidden": "hid a reported text until it is changed",
    "report-left": "left a reported text as it is",
    "report-shown": "showed a reported text again",
    "exchange-opened": "opened the exchange about {entry} to a facilitator",
    ON_AN_ENTRY: "changed who something they wrote is for, or withdrew it",
    "months-exported": "took a copy of the months of a programme",
    "audit-exported": "took a copy of this record",
    "audit-tidied": "took {removed} rows from before {before} out of this record",
}

# What was done too often. Of what people write nothing is told but that: some of it is confided.
LIMITS = {
    "sign-in": "tried to sign in",
    "password-resets": "asked for a new password",
    "email-changes": "changed their address",
    "invitations": "invited",
    "addresses": "asked for addresses",
    "addresses-of-team": "asked for addresses",
    "photos": "changed their photo",
}
SOMETHING = "did something"
TIDIED = "audit-tidied"

BY_VISITORS = {"sign-in-failed", "password-reset-asked", "password-reset-refused", "refused-too-many"}
BY_ITSELF = {"exchange-opened"}
EVERY_ROLE = {**ROLES, **PARTNERSHIP_ROLES}


def sentence(act: str, *, whom: str, entry: str, details: Mapping[str, Any] | None) -> str:
    """What was done, as it reads after a name. Of the details only what stands in the sentence is ever shown."""
    known = details or {}
    role = EVERY_ROLE.get(str(known.get("role")), "").lower()
    limit = LIMITS.get(str(known.get("limit")), SOMETHING)
    tidied = {"before": "", "removed": 0}
    if act == TIDIED:
        tidied = {"before": day(datetime.fromisoformat(known["before"])), "removed": f"{known['removed']:,}"}
    return ACTS[act].format(whom=whom, entry=entry, role=f"“{role}”", limit=limit, **tidied)


def nobody(act: str, *, by_request: bool) -> str:
    """Who did it, where nobody was signed in."""
    if by_request or act in BY_VISITORS:
        return "Somebody signed out"
    return "The service, by itself," if act in BY_ITSELF else "Whoever runs the server"


def choices() -> list[tuple[str, str]]:
    """The acts to choose from, by what they read as."""
    fill = {"whom": "somebody", "role": "…", "limit": "did something", "entry": "an entry", "removed": "old"}
    named = [(act, words.format(**fill, before="a day")) for act, words in ACTS.items()]
    return sorted(((act, words[:1].upper() + words[1:]) for act, words in named), key=lambda one: one[1])
