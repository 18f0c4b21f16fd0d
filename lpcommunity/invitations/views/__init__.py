"""The pages of invitations: inviting, coming in, and the first page one sees."""

from flask import Blueprint

from lpcommunity.invitations import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.invitations import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("invitations", "lpcommunity.invitations", template_folder="templates")

from lpcommunity.invitations.views import acceptance, appointments, corrections, invitations, welcome  # noqa: E402, F401
