"""What happens to accounts. Ids only: an address or a name never travels through the outbox."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PasswordResetAsked:
    """Somebody asked to choose a new password; a link is to be sent (accounts.tokens.reset_token)."""

    reset_id: int


@dataclass(frozen=True)
class PasswordChanged:
    """A password was changed or chosen anew; its owner is told."""

    person_id: int


@dataclass(frozen=True)
class EmailChangeAsked:
    """A new e-mail address waits to be confirmed; a link goes to the new one (accounts.tokens.email_token)."""

    change_id: int


@dataclass(frozen=True)
class EmailChanged:
    """An e-mail address was changed; the old one (EmailChange.old_email) is told."""

    change_id: int
    person_id: int


@dataclass(frozen=True)
class PersonDisabled:
    """An account was closed for now."""

    person_id: int
    actor_id: int | None


@dataclass(frozen=True)
class PersonEnabled:
    """An account was opened again."""

    person_id: int
    actor_id: int | None
