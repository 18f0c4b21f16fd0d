"""The pages of following."""

from flask import Blueprint

from lpcommunity.following import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("following", __name__, template_folder="templates")
