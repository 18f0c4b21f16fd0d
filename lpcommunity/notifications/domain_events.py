"""What happens with mail. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailWritten:
    """An e-mail was written and is to be sent.

    `about_id` is what it is about (an entry, an invitation, a reset: its kind says which), so that whether it is
    still meant for its reader can be asked again when it is sent; `round` is that of a reflection waiting.
    """

    mail_id: int
    about_id: int | None = None
    round: int | None = None
