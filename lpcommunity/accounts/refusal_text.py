"""What people read when something about an account is refused."""

from lpcommunity.access.refusal_catalogue import register


def _characters(length: int) -> str:
    return "1 character" if length == 1 else f"{length:,} characters"


SENTENCES = register(
    {
        "email-taken": "There is an account with this e-mail address already",
        "email-unchanged": "This is your address already",
        "email-change-asked-often": "You have asked for this many times today. Try again tomorrow",
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
            "This password is close to your name, your e-mail address or the name of this service. Choose another"
        ),
        "password-common": (
            "This password is on the lists that are tried first. Choose another; three or four unrelated words do well"
        ),
        "password-unchanged": "This is the password you have now. Choose another",
        "reset-link-spent": "This link was used already, or is older than an hour. Ask for a new one",
    }
)
