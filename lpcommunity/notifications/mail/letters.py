"""The words of every e-mail, in plain text. How a letter looks is said in the templates, once for all."""

from dataclasses import dataclass, field

from lpcommunity.notifications import mail_types

ABOUT = (
    "lpcommunity is where local partnerships keep track of what they try, say what they make of it, "
    "and learn from one another."
)
ONE_HOUR = "The link works for one hour, and once."


@dataclass(frozen=True)
class Letter:
    """What an e-mail says. Lines are whole sentences; the button is the one thing to do."""

    kind: str
    subject: str
    greeting: str
    lines: list[str]
    button: tuple[str, str] | None = None  # label, address
    after: list[str] = field(default_factory=list)


def invitation(inviter: str, place: str, role: str, day: str, address: str, *, name: str = "") -> Letter:
    """You are asked to join. `place` is empty for a role in the whole installation, `inviter` for the operator;
    `role` reads on after “You will be”.
    """
    where = f"{place} on lpcommunity" if place else "lpcommunity"
    who = f"{inviter} invites you" if inviter else "You are invited"
    return Letter(
        kind=mail_types.INVITATION,
        subject=f"{who} to join {where}",
        greeting=_hello(name),
        lines=[
            f"{who} to join {where}. You will be {role}.",
            ABOUT,
        ],
        button=("See the invitation", address),
        after=[f"The link works until {day}, and once. Opening it accepts nothing yet."],
    )


def password_reset(name: str, address: str) -> Letter:
    """The link to choose a new password."""
    return Letter(
        kind=mail_types.PASSWORD_RESET,
        subject="Choose a new password (this link works for one hour)",
        greeting=_hello(name),
        lines=["Somebody, probably you, asked to choose a new password for lpcommunity."],
        button=("Choose a new password", address),
        after=[f"{ONE_HOUR} If it was not you, do nothing: your password stays as it is."],
    )


def password_changed(name: str, address: str) -> Letter:
    """Your password is another one now."""
    return Letter(
        kind=mail_types.PASSWORD_CHANGED,
        subject="Your password was changed",
        greeting=_hello(name),
        lines=["Your password for lpcommunity was changed just now, and every other browser was signed out."],
        after=[f"If it was not you, choose a new password at once: {address}"],
    )


def email_change(name: str, address: str) -> Letter:
    """Is this new address yours? Goes to the new one."""
    return Letter(
        kind=mail_types.EMAIL_CHANGE,
        subject="Confirm your new e-mail address",
        greeting=_hello(name),
        lines=["You asked us to write to this address from now on. Confirm that it is yours."],
        button=("Confirm this address", address),
        after=["If it was not you, do nothing: no account will use this address."],
    )


def email_changed(name: str) -> Letter:
    """We write to another address from now on. Goes to the old one; it doesn't say the new one."""
    return Letter(
        kind=mail_types.EMAIL_CHANGED,
        subject="Your e-mail address was changed",
        greeting=_hello(name),
        lines=["From now on lpcommunity writes to your new e-mail address, and you sign in with it."],
        after=["If it was not you, tell your programme team at once."],
    )


def answered(name: str, facilitator: str, title: str, invites: bool, address: str) -> Letter:
    """A facilitator has answered. To the author only, who may read the title."""
    more = (
        f"{facilitator} invites you to reflect further."
        if invites
        else f"{facilitator} acknowledges your reflection: this turn has come full circle."
    )
    return Letter(
        kind=mail_types.ANSWERED,
        subject=f"{facilitator} has answered “{title}”",
        greeting=_hello(name),
        lines=[f"{facilitator} has answered your reflection “{title}”.", more],
        button=("Read the answer", address),
        after=["Only you and your facilitators can read the answer."],
    )


def waiting(name: str, place: str, address: str) -> Letter:
    """A reflection waits for an answer. Says the place and nothing else: mailboxes are read by others."""
    return Letter(
        kind=mail_types.WAITING,
        subject=f"A reflection from {place} is waiting for you",
        greeting=_hello(name),
        lines=[
            f"Somebody in {place} has sent you a reflection.",
            "You need not solve anything: one good question is an answer.",
        ],
        button=("Open my queue", address),
    )


def facilitator_missing(name: str, place: str, address: str) -> Letter:
    """A reflection waits and nobody can answer it. To the programme team, who cannot read it."""
    return Letter(
        kind=mail_types.FACILITATOR_MISSING,
        subject=f"{place} has no facilitator, and a reflection is waiting",
        greeting=_hello(name),
        lines=[
            f"Somebody in {place} has sent a reflection to their facilitators, and at present there is none.",
            "It waits for whoever comes.",
        ],
        button=(f"Go to {place}", address),
    )


def _hello(name: str) -> str:
    return f"Hello {name}," if name else "Hello,"
