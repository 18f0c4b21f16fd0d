"""The kinds of e-mail there are, and which of them a person may do without."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailKind:
    """One kind of e-mail. `says` stands beside its box in the account, `why` at its foot."""

    key: str
    says: str
    why: str
    choosable: bool = False


INVITATION = "invitation"
PASSWORD_RESET = "password-reset"  # noqa: S105
PASSWORD_CHANGED = "password-changed"  # noqa: S105
EMAIL_CHANGE = "email-change"
EMAIL_CHANGED = "email-changed"
ANSWERED = "answered"
WAITING = "reflection-waiting"
FACILITATOR_MISSING = "facilitator-missing"

KINDS: dict[str, MailKind] = {
    kind.key: kind
    for kind in (
        MailKind(
            ANSWERED,
            "A facilitator has answered my reflection",
            "You get this because a facilitator answered a reflection of yours.",
            choosable=True,
        ),
        MailKind(
            WAITING,
            "A reflection is waiting for my answer",
            "You get this because you facilitate the partnership.",
            choosable=True,
        ),
        MailKind(
            FACILITATOR_MISSING,
            "A reflection is waiting where there is no facilitator",
            "You get this because you are on the programme team.",
            choosable=True,
        ),
        MailKind(INVITATION, "Invitations", "You get this because somebody typed your address to invite you."),
        MailKind(PASSWORD_RESET, "A link to choose a new password", "You get this because somebody asked for it."),
        MailKind(PASSWORD_CHANGED, "Your password was changed", "We always tell you this."),
        MailKind(EMAIL_CHANGE, "Confirming a new e-mail address", "You get this because somebody typed this address."),
        MailKind(EMAIL_CHANGED, "Your e-mail address was changed", "We always tell you this."),
    )
}
CHOOSABLE = tuple(kind for kind in KINDS.values() if kind.choosable)
