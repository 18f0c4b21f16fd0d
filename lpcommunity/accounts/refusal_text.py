"""What people read when something about an account is refused, or when its owner did something too often for now."""

from datetime import datetime, timedelta

from lpcommunity.access.rate_limits import AN_HOUR
from lpcommunity.access.refusal_catalogue import register
from lpcommunity.web.humanize import from_minute

# By the name of the limit (access.rate_limits): what one has done so often.
DONE = {
    "entries": "posted {most} times",
    "changes": "changed what you wrote {most} times",
    "sendings": "asked your facilitators {most} times",
    "answers": "sent {most} answers",
    "replies": "replied {most} times",
    "comments": "commented {most} times",
    "partner-mails": "given {most} actions to people without an account",
    "actions": "written down or reported {most} actions",
    "reports": "reported {most} texts",
    "help-askings": "asked people for help, or looked for them, {most} times",
    "thanks": "said thanks {most} times",
    "follows": "begun to follow {most} times",
    "feeds": "made an address for a feed {most} times",
    "bookmarks": "kept things for yourself {most} times",
    "searches": "searched {most} times",
    "introductions": "introduced people to each other {most} times",
    "drafts": "begun {most} drafts",
    "files": "added {most} files",
    "photos": "changed your photo {most} times",
    "addresses": "asked for {most} addresses",
    "addresses-of-team": "asked for {most} addresses",
    "email-changes": "asked to change your address {most} times",
    "invitations": "come to the {most} invitations that one person can send",
}


def _characters(length: int) -> str:
    return "1 character" if length == 1 else f"{length:,} characters"


OWN_WORDS = {
    "entries",
    "changes",
    "answers",
    "replies",
    "comments",
    "drafts",
    "actions",
    "partner-mails",
    "introductions",
}  # what is refused there was written


def _reached(limit: str, most: int, within: timedelta, until: datetime) -> str:
    span = "an hour" if within == AN_HOUR else "a day"
    said = f"You have {DONE[limit].format(most=most)} in {span}. You can go on {from_minute(until)}"
    return f"{said}. Nothing is lost" if limit in OWN_WORDS else said


SENTENCES = register(
    {
        "limit-reached": _reached,
        "email-taken": "There is an account with this e-mail address already",
        "email-unchanged": "This is your address already",
        "email-link-spent": (
            "This link was used already, or is older than a day. "
            "Ask for a new one on the page where you change your address"
        ),
        "email-taken-meanwhile": (
            "There is another account with this address. Sign in with that one, or ask the programme team"
        ),
        "password-too-short": lambda length, least: (
            f"The password is {_characters(length)} long; it needs at least {least}"
        ),
        "password-too-long": lambda length, most: (
            f"The password is {_characters(length)} long; it can be at most {most}"
        ),
        "password-repeats": (
            "This password repeats the same few characters. Choose another; three or four unrelated words do well"
        ),
        "password-near-owner": (
            "This password is close to your name, your e-mail address, a place, an organisation or the name of this "
            "service. Choose another; three or four unrelated words do well"
        ),
        "password-common": (
            "This password is on the lists that are tried first. Choose another; three or four unrelated words do well"
        ),
        "password-word-and-figures": (
            "This password is a word or two with digits or signs around it, as in a season and a year. Those are tried "
            "early. Choose another; three or four unrelated words do well"
        ),
        "password-unchanged": "This is the password you have now. Choose another",
        "reset-link-spent": "This link was used already, or is older than an hour. Ask for a new one",
    }
)
