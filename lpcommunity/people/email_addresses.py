"""E-mail addresses as they are kept: one spelling for each mailbox, so that nobody has two by a capital."""

from email_validator import EmailNotValidError, validate_email

from lpcommunity.access import Invalid
from lpcommunity.web.sanitising import clean_address

LONGEST = 254


def lookup_form(email: str) -> str:
    """The spelling to look an address up by. Nothing is checked: whatever was typed is an answerable question."""
    return clean_address(email).lower()


def normalised(email: str, field: str = "email") -> str:
    """The spelling to keep an address in. Raises Invalid for what is no address. The network is never asked."""
    typed = clean_address(email)
    if len(typed) > LONGEST:
        raise Invalid(field, "email-malformed")
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        raise Invalid(field, "email-malformed") from error
    if len(found.normalized) > LONGEST:
        raise Invalid(field, "email-malformed")
    return found.normalized.lower()


def same_mailbox(one: str, other: str) -> bool:
    """Whether both lead to one mailbox, as far as they show it: “grace+2@” is delivered to “grace@”."""
    return _mailbox(one) == _mailbox(other)


def _mailbox(email: str) -> tuple[str, str]:
    local, _, domain = lookup_form(email).rpartition("@")
    return local.partition("+")[0] or local, domain
