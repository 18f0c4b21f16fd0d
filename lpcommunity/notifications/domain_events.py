"""What happens with mail, and with the letter of what moved. Ids and days only."""

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


@dataclass(frozen=True)
class LetterWritten(MailWritten):
    """The same of a letter of what moved, which is composed when it is sent. Versions of before leave it alone."""


@dataclass(frozen=True)
class LettersDue:
    """It is seven on this day (2026-11-30)."""

    day: str


@dataclass(frozen=True)
class LettersToWrite:
    """Letters are to be written to whoever has one coming on these days, and whose number is beyond `after`."""

    first: str
    last: str
    after: int = 0
