"""What is done to accounts, one function for each intent."""

from lpcommunity.accounts.commands.accounts import add_person, disable, enable
from lpcommunity.accounts.commands.authentication import confirm_password, sign_in
from lpcommunity.accounts.commands.email_changes import ask_email_change, confirm_email
from lpcommunity.accounts.commands.passwords import ask_password_reset, change_password, choose_password, reset_password

__all__ = [
    "add_person", "ask_email_change", "ask_password_reset", "change_password", "choose_password", "confirm_email",
    "confirm_password", "disable", "enable", "reset_password", "sign_in",
]  # fmt: skip
