"""The kinds of e-mail there are, and which of them a person may do without."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailType:
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

MAIL_TYPES: dict[str, MailType] = {
    kind.key: kind
    for kind in (
        MailType(
            ANSWERED,
            "A facilitator has answered my reflection",
            "You get this because a facilitator answered a reflection of yours.",
            choosable=True,
        ),
        MailType(
            WAITING,
            "A reflection is waiting for my answer",
            "You get this because you facilitate the partnership.",
            choosable=True,
        ),
        MailType(
            FACILITATOR_MISSING,
            "A reflection is waiting where there is no facilitator",
            "You get this because you are on the programme team.",
            choosable=True,
        ),
        MailType(INVITATION, "Invitations", "You get this because somebody typed your address to invite you."),
        MailType(PASSWORD_RESET, "A link to choose a new password", "You get this because somebody asked for it."),
        MailType(PASSWORD_CHANGED, "Your password was changed", "We always tell you this."),
        MailType(EMAIL_CHANGE, "Confirming a new e-mail address", "You get this because somebody typed this address."),
        MailType(EMAIL_CHANGED, "Your e-mail address was changed", "We always tell you this."),
    )
}
CHOOSABLE = tuple(kind for kind in MAIL_TYPES.values() if kind.choosable)
