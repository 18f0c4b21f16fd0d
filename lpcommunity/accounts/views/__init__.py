"""The pages of accounts: signing in, and looking after one's own account."""

from flask import Blueprint

from lpcommunity.accounts import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.accounts import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("accounts", "lpcommunity.accounts", template_folder="templates")

from lpcommunity.accounts.views import (  # noqa: E402, F401
    account,
    account_status,
    email_changes,
    password_resets,
    passwords,
    roles,
    sessions,
    sign_in,
)
