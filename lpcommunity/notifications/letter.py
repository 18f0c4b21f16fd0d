"""A letter: what an e-mail says, in plain text, and to whom. How it looks is said in the templates, once for all."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One e-mail to be written. Lines are whole sentences; the button is the one thing to do.

    `about_id` and `round` go with it until it is sent, when it is asked again whether it is still meant
    (notifications.domain_events.MailWritten).
    """

    to: str
    subject: str
    lines: list[str]
    greets: str = ""  # what it calls them
    person_id: int | None = None  # whose account it is about; None: whoever has this address
    button: tuple[str, str] | None = None  # label, address
    after: list[str] = field(default_factory=list)
    about_id: int | None = None
    round: int | None = None
    why: str = ""  # at its foot, where that is more than what is said of all of its kind

    @property
    def greeting(self) -> str:
        """The first line."""
        return f"Hello {self.greets}," if self.greets else "Hello,"
