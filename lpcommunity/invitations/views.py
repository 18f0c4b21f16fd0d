"""The pages of invitations."""

from flask import Blueprint

from lpcommunity.invitations import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("invitations", __name__, template_folder="templates")
