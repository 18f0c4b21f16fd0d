"""What people read when an invitation is refused: one sentence, or one for each address of a list."""

from collections.abc import Sequence

from lpcommunity.access import Invalid
from lpcommunity.access.refusal_catalogue import register
from lpcommunity.invitations.commands import Unusable
from lpcommunity.invitations.role_text import role_phrase
from lpcommunity.web.humanize import day, short_day


def reasons_of(unusable: Unusable) -> list[str]:
    """What is wrong with each address that cannot be invited, in the order of their lines."""
    return _reasons(unusable.problems, unusable.several)


def _reasons(problems: Sequence[Invalid], several: bool) -> list[str]:
    said = sorted({(int(problem.path[1]), str(problem)) for problem in problems})
    return [f"Line {line}: {reason}" if several else reason for line, reason in said]


SENTENCES = register(
    {
        "addresses-missing": "Write at least one e-mail address",
        "addresses-too-many": "These are {count:,} addresses; it can be at most {most} at once",
        "addresses-unusable": lambda problems, several: _reasons(problems, several)[0],
        "address-malformed": "“{address:.120}” is not an e-mail address",
        "role-held-already": lambda name, email, role, place, coming: (
            f"{name} ({email}) is already {role_phrase(role, place)}"
            if coming is None
            else f"{name} ({email}) will be {role_phrase(role, place)} from {day(coming)}"
        ),
        "role-held-stays": lambda name, email, role, place: (
            f"{name} ({email}) is {role_phrase(role, place)}, and that would end. "
            "Only the programme team can change it: ask them"
        ),
        "invited-oneself": (
            "{email} is your own address, and you cannot give yourself this role. "
            "Ask a colleague in the programme team or, if there is none, whoever runs the server"
        ),
        "address-invited-already": lambda email, name, sent_at: (
            f"{f'{name} ({email})' if name else email} was invited on {short_day(sent_at)} and has not come yet. "
            "Send it again"
        ),
        "role-held-until-then": lambda name, email, role, place: (
            f"{name} ({email}) is {role_phrase(role, place)} until then, and people have one role in a place at a time."
            " Leave the first day empty, so that it changes when they accept, or invite them on that day"
        ),
        "invited-from-past": (
            "The first day cannot be before today. Leave it empty to begin on the day when they accept"
        ),
        "invited-into-past": "The last day cannot be before today",
        "invited-until-past": lambda last: f"It was for the time until {day(last)}, which is past. Invite them again",
        "invitation-spent": "This invitation was accepted, withdrawn or ran out meanwhile",
        "invitation-accepted-meanwhile": "This invitation was accepted meanwhile. Look at the list again",
        "invitation-withdrawn-meanwhile": "This invitation was withdrawn meanwhile. Look at the list again",
        "accepting-from-oneself": (
            "You sent this invitation yourself, and nobody gives this role to themselves. "
            "Ask a colleague in the programme team or, if there is none, whoever runs the server to invite you"
        ),
        "accepting-ends-role": lambda role, place: (
            f"You are {role_phrase(role, place)}. Accepting would end that, and whoever invited you cannot end it. "
            "Ask the programme team; nothing has changed, and the invitation stays open"
        ),
        "accepting-only-lead": (
            "You are the only lead of {place}. Accepting would leave it without one. "
            "Make somebody else lead first, then accept; the invitation stays open"
        ),
        "accepting-one-role-at-a-time": lambda role, place, starts: (
            f"You are {role_phrase(role, place)} until {day(starts)}, and people have one role in a place at a time. "
            "Accept on that day, or ask whoever invited you; nothing has changed, and the invitation stays open"
        ),
        "account-there-already": ("There is an account with this address already. Sign in, then accept the invitation"),
        "partnership-unknown": "There is no partnership at /partnerships/{slug}",
        "role-needs-partnership": "{role} needs --partnership",
        "role-without-partnership": "{role} goes without --partnership",
    }
)
