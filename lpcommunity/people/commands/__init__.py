"""What is done to accounts, one function for each intent."""

from lpcommunity.people.commands.accounts import add_person, disable, enable
from lpcommunity.people.commands.emails import ask_email_change, confirm_email
from lpcommunity.people.commands.passwords import ask_password_reset, change_password, choose_password, reset_password
from lpcommunity.people.commands.profiles import change_photo, change_profile, remove_photo
from lpcommunity.people.commands.roles import end_role, grant_role
from lpcommunity.people.commands.signing_in import confirm_password, sign_in

__all__ = [
    "add_person", "ask_email_change", "ask_password_reset", "change_password", "change_photo", "change_profile",
    "choose_password", "confirm_email", "confirm_password", "disable", "enable", "end_role", "grant_role",
    "remove_photo", "reset_password", "sign_in",
]  # fmt: skip
